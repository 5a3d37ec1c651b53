"""The form of a sheet as a spreadsheet: all persons of the unit with the lines that stand, head counts, drop-downs, and whose form it is."""
from lms.people.models import TraineeGroup
from lms.sheets.entry_form import EntryColumn, EntrySheet, Refusal, entry_form_bytes
from lms.survey.models import Need, NeedSheet
from lms.survey.queries.known import members_of
from lms.survey.queries.lines import groups, lines_of, topics
from lms.survey.rules.form_file import LABELS, Stamp
from lms.survey.rules.matching import HEADS_MOST, Member
from lms.survey.rules.warnings import quarters
from lms.survey.rules.words import LEVELS, PRIORITIES
from lms.texts import gettext as _
from lms.texts import language, quarter

SPARE = 40


def stamp_of(sheet: NeedSheet) -> Stamp:
    """What a form of this sheet belongs to."""
    return Stamp(sheet.round.code, sheet.round.form_version, sheet.unit.code, sheet.version)


def form_bytes(sheet: NeedSheet) -> bytes:
    """The form, filled with what stands on the sheet, in the reader's language."""
    lines, names = lines_of(sheet.id), dict(topics())
    what = _what_columns(sheet, lines)
    persons = EntrySheet(_("Người"), (EntryColumn("line", "", hidden=True, open=False), EntryColumn("sn", _("Số hiệu quân nhân"), 13, open=False),
                                      EntryColumn("name", _("Họ và tên"), 26, open=False), EntryColumn("birth", _("Ngày sinh"), 12, open=False), *what),
                         _person_rows(sheet, lines, names))
    counts = EntrySheet(_("Số lượng"), (EntryColumn("line", "", hidden=True, open=False), EntryColumn("group", _("Nhóm đối tượng"), 34, choices=tuple(map(_title, groups()))),
                                        EntryColumn("number", _("Số lượng"), 10, whole=(1, HEADS_MOST)), *what), _group_rows(lines, names), SPARE)
    refusal = Refusal(_("Không có trong danh sách"), _("Chọn một giá trị trong danh sách của ô này."))
    return entry_form_bytes((_("Thông tin"), _facts(sheet)), (persons, counts), refusal)


def _title(group: TraineeGroup) -> str:
    return group.title_en if language() == "en" else group.title


def _what_columns(sheet: NeedSheet, lines: list[Need]) -> tuple[EntryColumn, ...]:
    allowed = sorted({*quarters(sheet.round.year), *(need.quarter for need in lines)})
    return (EntryColumn("topic", _("Nội dung"), 34, choices=tuple(name for _key, name in topics())), EntryColumn("level", _("Mức cần đạt"), 13, choices=tuple(map(str, LEVELS.values()))),
            EntryColumn("prio", _("Ưu tiên"), 13, choices=tuple(map(_priority, PRIORITIES))), EntryColumn("quarter", _("Cần trước"), 13, choices=tuple(map(quarter, allowed))),
            EntryColumn("reason", _("Lý do"), 44))


def _priority(level: int) -> str:
    return f"{level} {PRIORITIES[level]}"


def _said(need: Need, names: dict[int, str]) -> tuple:
    return names[need.topic_id], str(LEVELS[need.level]), _priority(need.priority), quarter(need.quarter), need.reason


def _person_rows(sheet: NeedSheet, lines: list[Need], names: dict[int, str]) -> list[tuple]:
    """Everybody of the unit once, or once for each of his lines; who has left but stands on the sheet comes last."""
    by_person: dict[int, list[Need]] = {}
    for need in lines:
        if need.person_id:
            by_person.setdefault(need.person_id, []).append(need)
    members = members_of(sheet)
    here = {member.person_id for member in members}
    gone = [Member(need.person_id, need.person.service_no, need.person.name, need.person.birth) for needs in by_person.values() for need in needs[:1] if need.person_id not in here]
    rows = []
    for member in (*members, *gone):
        who = (member.service_no or "", member.name, member.birth)
        rows += [(need.line_no, *who, *_said(need, names)) for need in by_person.get(member.person_id, ())] or [(None, *who)]
    return rows


def _group_rows(lines: list[Need], names: dict[int, str]) -> list[tuple]:
    titles = {group.code: _title(group) for group in groups()}
    return [(need.line_no, titles[need.group_code], need.heads, *_said(need, names)) for need in lines if need.person_id is None]


def _facts(sheet: NeedSheet) -> list[tuple[str, str]]:
    stamp, language_at = stamp_of(sheet), 1 if language() == "en" else 0
    said = {"round": stamp.round_code, "form": str(stamp.form_version), "unit": stamp.unit_code, "sheet_version": str(stamp.sheet_version), "checksum": stamp.checksum}
    return [(_("Phiếu nhu cầu"), _("%(unit)s, năm %(year)s", unit=sheet.unit_name, year=sheet.round.year)), *[(LABELS[name][language_at], value) for name, value in said.items()],
            (_("Cách điền"), _("Chọn nội dung, mức, ưu tiên, quý cho những người cần học; để trống người không cần. Xóa cả dòng chữ của một người là bỏ người đó khỏi phiếu. "
                               "Theo số lượng thì điền ở trang sau. Không gộp ô, không viết công thức.")),
            (_("Gửi lại"), _("Lưu dạng .xlsx rồi tải lên ở trang của phiếu; hệ thống cho xem trước, chưa ghi gì."))]
