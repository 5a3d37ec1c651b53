"""What calamine does not tell of an old .xls (BIFF8 in an OLE file): cell errors, the date system, how far cells reach, encryption.

Sources: [MS-CFB] for the container, [MS-XLS] for the records (BOUNDSHEET 0x85, DATEMODE 0x22, FILEPASS 0x2F, FORMULA 0x06, BOOLERR 0x205).
"""
import struct
from collections.abc import Iterator

from lms.sheets.book import CellError
from lms.sheets.guard import Limits, RefusedFile, check_area
from lms.sheets.xlsx_parts import Parts

_CODES = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_CELLS = {0x0203, 0x0204, 0x00FD, 0x027E, 0x0205, 0x0006, 0x00D6}
_FREE = 0xFFFFFFFA


class _Container:
    """The sectors of an OLE file, followed with a bound so that a ring cannot hold us."""

    def __init__(self, data: bytes):
        self.data = data
        self.shift = struct.unpack_from("<H", data, 30)[0]
        if self.shift not in (9, 12):
            raise RefusedFile("unreadable_file", "sector size")
        self.size = 1 << self.shift
        self.fat = self._fat()

    def sector(self, number: int) -> bytes:
        """The bytes of one sector."""
        start = (number + 1) << self.shift
        return self.data[start:start + self.size]

    def _fat(self) -> list[int]:
        numbers = list(struct.unpack_from("<109I", self.data, 76))
        extra, left = struct.unpack_from("<2I", self.data, 68)
        while extra < _FREE and left and len(numbers) < 100_000:
            block = struct.unpack(f"<{self.size // 4}I", self.sector(extra))
            numbers += block[:-1]
            extra, left = block[-1], left - 1
        table = []
        for number in numbers:
            if number < _FREE:
                table += struct.unpack(f"<{self.size // 4}I", self.sector(number))
        return table

    def chain(self, start: int) -> bytes:
        """The stream that begins at this sector."""
        pieces, number = [], start
        while number < _FREE and number < len(self.fat) and len(pieces) <= len(self.fat):
            pieces.append(self.sector(number))
            number = self.fat[number]
        return b"".join(pieces)

    def entries(self) -> dict[str, tuple[int, int]]:
        """Directory: name -> (first sector, size)."""
        directory = self.chain(struct.unpack_from("<I", self.data, 48)[0])
        found = {}
        for at in range(0, len(directory) - 127, 128):
            length = struct.unpack_from("<H", directory, at + 64)[0]
            if 2 <= length <= 64:
                name = directory[at:at + length - 2].decode("utf-16-le", "replace")
                found[name] = struct.unpack_from("<2I", directory, at + 116)
        return found


def _workbook_stream(data: bytes) -> bytes:
    box = _Container(data)
    entries = box.entries()
    if "EncryptedPackage" in entries:
        raise RefusedFile("encrypted_file")
    name = next((name for name in ("Workbook", "Book") if name in entries), None)
    if name is None:
        raise RefusedFile("unsupported_format", "OLE")
    start, size = entries[name]
    if size < 4096:
        return b""
    return box.chain(start)[:size]


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        yield at, kind, stream[at + 4:at + 4 + length]
        at += 4 + length


def _sheet_name(body: bytes) -> str:
    length, wide = body[6], body[7] & 1
    raw = body[8:8 + length * (2 if wide else 1)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def _error_of(kind: int, body: bytes) -> str | None:
    if kind == 0x0205 and len(body) >= 8 and body[7] == 1:
        return _CODES.get(body[6], "#ERROR!")
    if kind == 0x0006 and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
        return _CODES.get(body[8], "#ERROR!")
    return None


def read_parts(data: bytes, limits: Limits) -> Parts:
    """Errors by sheet and the date system; a broken container is refused, a password too."""
    try:
        stream = _workbook_stream(data)
        return _scan(stream, limits)
    except (struct.error, IndexError, MemoryError) as broken:
        raise RefusedFile("unreadable_file", "OLE") from broken


def _scan(stream: bytes, limits: Limits) -> Parts:
    parts, starts, current = Parts(), {}, None
    for at, kind, body in _records(stream):
        if kind == 0x002F:
            raise RefusedFile("encrypted_file")
        if kind == 0x0022 and body[:1] == b"\x01":
            parts.epoch_1904 = True
        elif kind == 0x0085 and len(body) > 8:
            starts[struct.unpack_from("<I", body, 0)[0]] = _sheet_name(body)
        elif kind == 0x0809:
            current = starts.get(at, current)
        elif kind in _CELLS and current is not None and len(body) >= 6:
            row, column = struct.unpack_from("<2H", body, 0)
            check_area(row + 1, column + 1, limits)
            error = _error_of(kind, body)
            if error:
                parts.errors.setdefault(current, {})[row + 1, column + 1] = CellError(error)
    return parts
