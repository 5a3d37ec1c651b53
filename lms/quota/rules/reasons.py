"""Why seats are lacking, in the reader's language, from the facts that the worker stored (`Explainer.shortfalls`, academies by id)."""
from dataclasses import dataclass, replace

from lms.survey.rules.words import PRIORITIES
from lms.texts import gettext as _
from lms.texts import ngettext, number, quarter


@dataclass(frozen=True)
class Shortage:
    """Heads of a course that miss one deadline, and what the plan said about it."""
    year: int
    bucket: int
    heads: int
    topic: str
    facts: dict


@dataclass(frozen=True)
class Reason:
    """One deadline in words: `title` says how many miss it, `lead` what is full, `obstacles` what keeps each academy from one more class."""
    bucket: int
    title: str
    lead: str
    obstacles: tuple[str, ...]

    @property
    def line(self) -> str:
        """All of it as one text, for a cell of a sheet."""
        return " ".join(text for text in (self.title, self.lead, *self.obstacles) if text)


def together(reasons: list[Reason]) -> list[Reason]:
    """Deadlines with the same reason share a paragraph."""
    found: dict[tuple, list[Reason]] = {}
    for reason in reasons:
        found.setdefault((reason.lead, reason.obstacles), []).append(reason)
    return [replace(alike[0], title=" ".join(reason.title for reason in alike)) for alike in found.values()]


def reason_of(found: Shortage, academies: dict[int, str]) -> Reason:
    """The words of one deadline."""
    return Reason(found.bucket, lacking(found.year, found.bucket, found.heads), _lead(found), _obstacles(found, academies))


def lacking(year: int, bucket: int, heads: int) -> str:
    """`Hạn hết Quý II/2027: thiếu 6.`"""
    return _("Hạn hết %(quarter)s: thiếu %(n)s.", quarter=quarter(f"{year}Q{bucket + 1}"), n=number(heads))


def lacking_of(year: int, bucket: int, heads: int, priority: int) -> str:
    """`Bắt buộc, hạn hết Quý II/2027: thiếu 6.`"""
    told = _("%(priority)s, hạn hết %(quarter)s: thiếu %(n)s.", priority=PRIORITIES[priority], quarter=quarter(f"{year}Q{bucket + 1}"), n=number(heads))
    return told[:1].upper() + told[1:]


def _lead(found: Shortage) -> str:
    facts = found.facts
    if facts["too_few_for_a_class"]:
        return ngettext("Cả đợt chỉ có %(num)s người cần khóa này, chưa đủ một lớp (ít nhất %(least)s).",
                        "Cả đợt chỉ có %(num)s người cần khóa này, chưa đủ một lớp (ít nhất %(least)s).", facts["asked"], least=number(facts["least"]))
    if not facts["academies"]:
        return _("Không học viện nào có giảng viên nội dung “%(topic)s” trong năm kế hoạch.", topic=found.topic)
    if facts["no_class_in_time"]:
        return _("Không lớp nào kết thúc kịp hạn.")
    if facts["free_seats"]:
        return ngettext("Các lớp kịp hạn còn %(num)s chỗ mà phương án chưa dùng đến.", "Các lớp kịp hạn còn %(num)s chỗ mà phương án chưa dùng đến.", facts["free_seats"])
    return _("Các lớp kết thúc kịp hạn đã kín chỗ.")


def _obstacles(found: Shortage, academies: dict[int, str]) -> tuple[str, ...]:
    """Academies with the same obstacle share a sentence; nothing where too few heads are the reason."""
    if found.facts["too_few_for_a_class"]:
        return ()
    together: dict[str, list[str]] = {}
    for entry in found.facts["academies"]:
        together.setdefault(_stands_against(entry, found), []).append(academies.get(entry["academy"], "–"))
    return tuple(_("%(academies)s: %(why)s.", academies=", ".join(names), why=why) for why, names in together.items())


def _stands_against(entry: dict, found: Shortage) -> str:
    """What keeps one academy from one more class that ends in time."""
    if entry["no_start_in_time"]:
        return _("không còn tháng nào bắt đầu mà kịp hạn")
    if entry["possible_starts"]:
        return _possible(entry["possible_starts"], found.facts)
    told = []
    if entry["new_limit"]:
        told.append(_("đã mở hết số khóa mới được phép"))
    if entry["budget"]:
        told.append(_("hết kinh phí"))
    if entry["teachers"]:
        told.append(_("giảng viên nội dung “%(topic)s” không còn giờ %(months)s", topic=found.topic, months=months_words(entry["teachers"])))
    if entry["rooms"]:
        told.append(_("không còn phòng học trống %(months)s", months=months_words(entry["rooms"])))
    return "; ".join(told)


def _possible(starts: list[int], facts: dict) -> str:
    """A class could still be held: either too few are left for it, or the computation stopped within its tolerance."""
    months = months_words(starts)
    if facts["left"] < facts["least"]:
        return _("còn mở được lớp (%(months)s), nhưng số còn thiếu (%(n)s) chưa đủ một lớp (ít nhất %(least)s)", months=months, n=number(facts["left"]),
                 least=number(facts["least"]))
    return _("còn mở được lớp (%(months)s), phương án dừng trong sai số cho phép của phép tính", months=months)


def months_words(periods: list[int]) -> str:
    """`[0, 1, 2, 5]` -> `tháng 1–3, 6`."""
    runs: list[list[int]] = []
    for period in sorted(periods):
        if runs and period == runs[-1][1] + 1:
            runs[-1][1] = period
        else:
            runs.append([period, period])
    spans = ", ".join(f"{first + 1}" if first == last else f"{first + 1}–{last + 1}" for first, last in runs)
    return ngettext("tháng %(spans)s", "tháng %(spans)s", len(periods), spans=spans)
