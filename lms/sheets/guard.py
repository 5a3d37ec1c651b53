"""The gate before any parser: what a file must be before a byte of it is unpacked, and the limits while it is.

Sources: design trust.md 0.13 and C5 (a 2 MB upload unpacked to 394 MB), OWASP ASVS 5.0 V5.2. A zip directory can lie, so every member
is also unpacked in pieces and stopped at its declared size. Nothing here builds a tree or trusts a name.
"""
import io
import re
import zipfile
from dataclasses import dataclass

ZIP_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PIECE = 1 << 18
_MEGA = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How big a file of one kind of import may be."""
    file_bytes: int
    rows: int
    columns: int = 256
    members: int = 200
    unpacked_bytes: int = 100 * _MEGA
    ratio: int = 100
    cell_characters: int = 32_767


PEOPLE_LIMITS = Limits(file_bytes=50 * _MEGA, rows=200_000, unpacked_bytes=600 * _MEGA)
OTHER_LIMITS = Limits(file_bytes=10 * _MEGA, rows=20_000)


class RefusedFile(Exception):
    """The whole file is refused: `kind` is a word of the report, `cells` name the places, `detail` says more to a person."""

    def __init__(self, kind: str, detail: str = "", cells: list[str] | None = None, value=None):
        super().__init__(kind)
        self.kind = kind
        self.detail = detail
        self.cells = cells or []
        self.value = value


def check_size(data: bytes, limits: Limits) -> None:
    """An empty or too big file is refused before anything else."""
    if not data:
        raise RefusedFile("empty_file")
    if len(data) > limits.file_bytes:
        raise RefusedFile("file_too_big", f"{len(data)} > {limits.file_bytes}")


def open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The zip, its directory checked: members, names, sizes, ratio, and that the file is a zip from its first to its last byte."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError) as broken:
        raise RefusedFile("unreadable_file", "zip") from broken
    _check_whole(data, archive)
    _check_directory(members, limits)
    return archive


def _check_whole(data: bytes, archive: zipfile.ZipFile) -> None:
    """Polyglots: bytes before the first member or after the end record belong to another file in the same bytes."""
    end = data.rfind(b"PK\x05\x06")
    starts = min((member.header_offset for member in archive.infolist()), default=0)
    if starts != 0 or not data.startswith(ZIP_START) or len(archive.comment) or end + 22 != len(data):
        raise RefusedFile("polyglot_file")


def _check_directory(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise RefusedFile("zip_bomb", f"members {len(members)}")
    names = [member.filename for member in members]
    if len(set(name.lower() for name in names)) != len(names):
        raise RefusedFile("polyglot_file", "names twice")
    for member in members:
        name = member.filename
        if not name or name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or "\x00" in name:
            raise RefusedFile("unreadable_file", "member name")
        if member.flag_bits & 1:
            raise RefusedFile("encrypted_file")
        if name.lower().endswith((".zip", ".xlsx", ".ods", ".exe", ".dll")):
            raise RefusedFile("zip_bomb", "nested archive")
        if member.file_size > _MEGA and member.file_size > limits.ratio * max(member.compress_size, 1):
            raise RefusedFile("zip_bomb", f"ratio of {name}")
    total = sum(member.file_size for member in members)
    if total > limits.unpacked_bytes:
        raise RefusedFile("zip_bomb", f"unpacked {total}")


def unpack(archive: zipfile.ZipFile, name: str) -> bytes:
    """One member, unpacked in pieces and stopped where its directory entry lied."""
    member = archive.getinfo(name)
    pieces, size = [], 0
    try:
        with archive.open(member) as source:
            while piece := source.read(_PIECE):
                size += len(piece)
                if size > member.file_size:
                    raise RefusedFile("zip_bomb", f"size of {name}")
                pieces.append(piece)
    except RefusedFile:
        raise
    except Exception as broken:  # zlib, CRC and format errors have no common base
        raise RefusedFile("unreadable_file", name) from broken
    if size != member.file_size:
        raise RefusedFile("unreadable_file", f"size of {name}")
    return b"".join(pieces)


_DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY|ATTLIST|ELEMENT|NOTATION)", re.IGNORECASE)
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8|us-ascii)", re.IGNORECASE)


def check_xml(name: str, content: bytes) -> None:
    """No document type, no entities, no encoding in which the search for them would be blind (XXE, billion laughs)."""
    head = content[:4]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")) or head[1:2] == b"\x00":
        raise RefusedFile("unsafe_xml", name)
    if _OTHER_ENCODING.search(content[:400]) or _DECLARATION.search(content):
        raise RefusedFile("unsafe_xml", name)


def check_every_member(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Unpack and check all members once; the XML ones are returned for the finer readers."""
    kept = {}
    for member in archive.infolist():
        if member.is_dir():
            continue
        content = unpack(archive, member.filename)
        if member.filename.lower().endswith((".xml", ".rels", ".vml", ".rdf")) or content[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
            check_xml(member.filename, content)
            kept[member.filename] = content
    return kept


def check_area(rows: int, columns: int, limits: Limits) -> None:
    """One cell far away makes readers build the whole rectangle: refuse it by its address alone."""
    if rows > limits.rows + 1_000 or columns > limits.columns:
        raise RefusedFile("too_many_rows" if rows > limits.rows + 1_000 else "too_many_columns", f"{rows} x {columns}")
