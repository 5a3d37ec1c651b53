"""Invented data for the page of all parts. Words of the house stand in the templates, where they are translated; here stand names, numbers, papers."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Station:
    """One station of a thread, as every package hands it over."""
    name: str
    state: str
    here: bool = False
    text: str | None = None
    url: str | None = None


def line(names: list[str], states: str, here: int, texts: tuple) -> list[Station]:
    """Ten stations from letters: d done, p part, t to come, s stop, k skip; `here` counts from 1."""
    words = {"d": "done", "p": "part", "t": "to", "s": "stop", "k": "skip"}
    return [Station(name, words[states[n]], n + 1 == here, texts[n], "#" if states[n] in "dp" and texts[n] else None) for n, name in enumerate(names)]


CLASS = ("41 người", "Chuyên trách CNTT", "KS-2026-02", "Số 02/TTr-BCĐ", "Số 05/QĐ-BM", "ATTT-27-03", "33 người, 12 đơn vị", "28 / 30, chờ 5", "12/03", "trước 26/03")
GOLD = ("1 dòng", "Chuyên trách", "KS-2026-02", "Số 02/TTr-BCĐ", "Số 05/QĐ-BM", "ATTT-27-05", "Số 31/QĐ", "Chỗ số 07", "Giỏi, 8,6", "BM 004217")
BACK = ("96 người", "2 nhóm", "Bản chốt 27/11", "trả lại: thiếu giảng viên", "sau khi gửi lại", None, None, None, None, None)
DIRECT = ("12 người", None, "Bản chốt 27/11", "Số 07/TTr-HVMA", None, None, None, None, None, None)

COLORS = ("page", "surface", "sunken", "raised", "line", "line2", "strong", "faint", "soft", "ink", "accent", "accent2", "accent-weak", "accent-line", "bar", "thread-to",
          "gold", "gold-shape", "gold-weak", "gold-line", "red", "red-weak", "red-line", "amber", "amber-weak", "amber-line", "focus", "track")
# what must read on what: (front, back, least contrast)
PAIRS = tuple((front, back, 4.5) for front in ("ink", "soft", "faint", "accent", "red", "amber", "gold") for back in ("page", "surface")) + tuple(
    (front, "sunken", 4.5) for front in ("ink", "soft", "faint", "accent", "red", "amber")) + tuple(
    (front, back, 4.5) for front, back in (("ink", "accent-weak"), ("soft", "accent-weak"), ("accent", "accent-weak"), ("faint", "accent-weak"), ("ink", "amber-weak"),
                                           ("soft", "amber-weak"), ("amber", "amber-weak"), ("ink", "red-weak"), ("red", "red-weak"), ("ink", "gold-weak"), ("gold", "gold-weak"),
                                           ("on-accent", "accent"), ("on-accent", "accent2"), ("on-bar", "bar"), ("on-bar2", "bar"), ("ink", "raised"), ("soft", "raised"))) + (
    ("strong", "page", 3), ("strong", "surface", 3), ("strong", "sunken", 3), ("thread-to", "surface", 3), ("gold-shape", "page", 3), ("gold-shape", "surface", 3),
    ("gold-shape", "gold-weak", 3), ("focus", "page", 3), ("focus", "surface", 3), ("bar-line", "bar", 3))

MARKED = "Ấn định chỉ tiêu, Ữ Ỗ Ặ Ễ"
ICONS = ("check x right left down next up search lock clock bell paper person people seat board seal filter download upload paste pencil warn info why menu theme sort "
         "back eye print calendar plus minus swap shield flag more out ext").split()
SHARES = (.92, .75, .98, .81, .95, .97, .94, .38, .62, .84, .99, .73, .93, .64, .69, .68, .78, .86, .71, .79, .88, .66, .27, .62, .97, .72, .86, .76, .7, .79, .98, .8, .97, .67,
          .7, .9, .92, .84, .71, .69, .22, .62, .7, .98, .72, .71, .69, .76)
MARKS = ("full", "full", "full", "half", "excused", "full", "absent", "full", "now", *("to",) * 11)
NODES = ((1284, "Nhu cầu"), (1172, "Đề xuất"), (1055, "Được giao"), (1006, "Có chỗ học"), (975, "Hoàn thành"), (941, "Chứng chỉ"))
