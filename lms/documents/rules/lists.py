"""Lists that people sign or file: the sign-in sheet of a session and the rolled-up needs of all units."""
from dataclasses import dataclass
from datetime import date

from lms.documents.rules.annex import belonging
from lms.documents.rules.wording import WEEKDAYS, cell, date_words, short_date, thousands
from lms.pdf.render import render
from lms.spelling import sort_key

SPARE_ROWS = 3
HINT = "(Ký, ghi rõ họ tên)"


@dataclass(frozen=True)
class ListSigner:
    """One column of a signing block; without a name there is only the hint to sign."""
    post: tuple[str, ...]
    name: str = ""
    hint: str = HINT


@dataclass(frozen=True)
class Attendee:
    """One seat of a session."""
    seat: int
    name: str
    rank: str
    unit: str


@dataclass(frozen=True)
class SignInFacts:
    """One session's sheet."""
    issuer_name: str
    parent_name: str
    class_code: str
    course: str
    decision: str                   # "Quyết định số 03/QĐ-HVMA ngày 08 tháng 01 năm 2027 của Giám đốc Học viện Mẫu A", or empty
    session: int
    part_of_day: str                # sáng, chiều, tối
    day: date
    hours: str                      # "07:30 - 11:30 (04 giờ)"
    room: str
    lecturer: str
    manager: str
    capacity: int
    sheet_code: str                 # "LM2:HVMA-KTS1-27.01/B03": names the sheet when it is scanned
    attendees: tuple[Attendee, ...]
    specimen: bool = False


@dataclass(frozen=True)
class UnitNeeds:
    """One unit's line: the kept figure of each group, what the unit sent, and its state; no figures means that it sent nothing."""
    unit: str
    figures: tuple[int, ...] | None
    sent: int
    state: str                      # đúng hạn, muộn 04 ngày, không có nhu cầu, KHUYẾT
    corrected: tuple[int, ...] = () # places of figures that were corrected, from 0


@dataclass(frozen=True)
class Gap:
    """A unit that did not answer, its head, when it was reminded and the reason it gave."""
    unit: str
    reminders: str
    reason: str


@dataclass(frozen=True)
class Closing:
    """"Chốt số liệu, khuyết đơn vị"."""
    when: str                       # "17 giờ 00 phút ngày 10 tháng 4 năm 2026"
    gaps: tuple[Gap, ...]
    sha256: str


@dataclass(frozen=True)
class RollUpFacts:
    """The needs of all units of one round."""
    issuer_name: str
    parent_name: str
    subtitle: str                   # "Đợt KS-2026-01: mở 02/03/2026, …"
    running: str                    # head of page 2 and on: "Đợt KS-2026-01, bản chốt ngày 10/04/2026"
    codes: tuple[str, ...]          # N1 … N9
    units: tuple[UnitNeeds, ...]
    legend: str
    corrections: str                # who, when, why, from what to what; empty when there are none
    closing: Closing | None
    place: str
    signed_on: date | None
    left: ListSigner
    right: ListSigner
    specimen: bool = False


def signer_values(signer: ListSigner) -> dict:
    """One column of a signing block."""
    return {"post": [line.upper() for line in signer.post], "name": signer.name, "hint": signer.hint}


def sign_in_values(facts: SignInFacts) -> dict:
    """The values of `danh_sach_lop`; people stand in Vietnamese order of their given names."""
    people = sorted(facts.attendees, key=lambda one: sort_key(one.name))
    return {
        "title": f"Danh sách ký tên lớp {facts.class_code}, buổi {facts.session:02d}",
        "head": {"issuer": facts.issuer_name.upper(), "parent": facts.parent_name.upper()},
        "class_line": f"Lớp {facts.class_code}: {facts.course}", "belongs": belonging(f"(Kèm theo {facts.decision})", 165, 11) if facts.decision else [],
        "running": f"Lớp {facts.class_code}, buổi {facts.session:02d} ngày {short_date(facts.day)}", "session": f"{facts.session:02d}",
        "when": f"{facts.part_of_day} {WEEKDAYS[facts.day.weekday()]}, {short_date(facts.day)}", "hours": facts.hours, "room": facts.room,
        "lecturer": facts.lecturer, "manager": facts.manager, "count": len(people), "capacity": facts.capacity,
        "sheet_code": facts.sheet_code, "spare": SPARE_ROWS, "specimen": facts.specimen,
        "rows": [{"seat": f"{one.seat:02d}", "name": one.name, "rank": one.rank, "unit": one.unit} for one in people],
        "left": signer_values(ListSigner(("Giảng viên",))), "right": signer_values(ListSigner(("Cán bộ quản lý lớp",))),
    }


def unit_values(number: int, one: UnitNeeds) -> dict:
    """One unit's line as texts; `*` where the kept sum is not what the unit sent."""
    line = {"tt": number, "unit": one.unit, "state": one.state, "gap": one.figures is None}
    if one.figures is None:
        return line
    kept = sum(one.figures)
    return {**line, "cells": [{"text": cell(figure), "bold": place in one.corrected} for place, figure in enumerate(one.figures)],
            "sent": thousands(one.sent), "kept": thousands(kept) + (" *" if kept != one.sent else "")}


def roll_up_values(facts: RollUpFacts) -> dict:
    """The values of `tong_hop`. Units that sent nothing are counted apart and are part of no sum."""
    answered = [one for one in facts.units if one.figures is not None]
    sums = [sum(column) for column in zip(*(one.figures for one in answered), strict=True)] or [0] * len(facts.codes)
    shown = facts.closing
    closing = shown and {"when": shown.when, "answered": len(answered), "all": len(facts.units), "sha256": shown.sha256,
                         "missing": f"{len(shown.gaps):02d}",
                         "gaps": [{"unit": gap.unit, "reminders": gap.reminders, "reason": gap.reason} for gap in shown.gaps]}
    return {
        "title": f"Tổng hợp nhu cầu đào tạo, bồi dưỡng. {facts.running}", "subtitle": facts.subtitle, "running": facts.running,
        "head": {"issuer": facts.issuer_name.upper(), "parent": facts.parent_name.upper()}, "codes": list(facts.codes),
        "units": [unit_values(number, one) for number, one in enumerate(facts.units, 1)],
        "total": {"label": f"TỔNG CỘNG ({len(answered)} đơn vị)", "cells": [thousands(one) for one in sums],
                  "sent": thousands(sum(one.sent for one in answered)), "kept": thousands(sum(sums))},
        "legend": facts.legend, "corrections": facts.corrections, "closing": closing,
        "place": f"{facts.place}, {date_words(facts.signed_on)}", "left": signer_values(facts.left), "right": signer_values(facts.right),
        "specimen": facts.specimen,
    }


def sign_in_pdf(facts: SignInFacts) -> bytes:
    """The sheet that one session's people sign."""
    return render("danh_sach_lop", sign_in_values(facts), identifier=f"sign-in {facts.sheet_code}")


def roll_up_pdf(facts: RollUpFacts) -> bytes:
    """The table of needs."""
    return render("tong_hop", roll_up_values(facts), identifier=f"roll-up {facts.issuer_name} {facts.running}")
