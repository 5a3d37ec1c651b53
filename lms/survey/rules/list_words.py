"""Words of lists that are read into a sheet: columns, and what is wrong with a cell."""
from lms.survey.rules.matching import Fault
from lms.texts import lazy as _

COLUMN_WORDS = {"sn": _("Số hiệu quân nhân"), "name": _("Họ và tên"), "birth": _("Ngày sinh"), "group": _("Nhóm đối tượng"), "number": _("Số lượng"),
                "topic": _("Nội dung"), "level": _("Mức cần đạt"), "prio": _("Ưu tiên"), "quarter": _("Cần trước"), "reason": _("Lý do")}
FAULTS = {
    "not_in_unit": _("“%(value)s” không có trong danh sách của đơn vị"),
    "several": _("có nhiều người tên “%(value)s” cùng ngày sinh: ghi số hiệu"),
    "needs_birth": _("không có số hiệu thì cần ngày sinh"),
    "other_name": _("số hiệu này là của %(value)s"),
    "other_birth": _("người này sinh ngày %(value)s"),
    "bad_service_number": _("“%(value)s” không phải số hiệu 8 chữ số"),
    "bad_name": _("“%(value)s” không phải họ tên"),
    "bad_date": _("ngày “%(value)s” không có trong lịch"),
    "formula_text": _("“%(value)s” bắt đầu như một công thức"),
    "cell_error": _("ô báo lỗi %(value)s"),
    "formula": _("ô chứa công thức: dán giá trị thay cho công thức"),
    "merged": _("ô bị gộp: bỏ gộp ô"),
    "nobody": _("không ghi người nào và không ghi nhóm"),
    "unknown_group": _("không có nhóm “%(value)s”"),
    "bad_number": _("“%(value)s” không phải số lượng"),
    "unknown_topic": _("không có nội dung “%(value)s”"),
    "unknown_level": _("không có mức “%(value)s”"),
    "unknown_priority": _("không có mức ưu tiên “%(value)s”"),
    "unknown_quarter": _("không hiểu thời hạn “%(value)s”: ghi dạng Quý II/2027"),
    "far_quarter": _("thời hạn “%(value)s” ngoài các quý của đợt"),
    "empty": _("còn trống"),
    "too_long": _("lý do dài %(value)s ký tự, nhiều nhất 500"),
    "twice": _("người này đã có ở dòng trên với cùng nội dung và mức"),
    "changed_key": _("cột khóa bị sửa: tải biểu mới"),
}


def fault_words(fault: Fault) -> str:
    """`Nội dung: không có nội dung “Xyz”`."""
    text = str(FAULTS[fault.kind]) % {"value": fault.value[:80]} if "%(" in str(FAULTS[fault.kind]) else str(FAULTS[fault.kind])
    return f"{COLUMN_WORDS[fault.column]}: {text}" if fault.column in COLUMN_WORDS else text


REASONS_LEFT = {"left_unit": _("không còn ở đơn vị"), "certified": _("đã có chứng chỉ từ mức này"), "struck_out": _("cấp trên đã gạch ở đợt trước"),
                "stands": _("đã có trong phiếu")}
FILE_WRONG = {
    "not_our_form": _("Tệp này không phải biểu tải từ phiếu: không có trang thông tin."),
    "no_table": _("Biểu thiếu trang người hoặc trang số lượng, hoặc mất dòng khóa cột. Tải biểu mới."),
    "wrong_round": _("Biểu của đợt %(value)s, không phải đợt này."),
    "other_unit": _("Biểu của đơn vị %(value)s, không phải đơn vị này."),
    "old_form": _("Biểu theo phiên bản %(value)s đã cũ. Tải biểu mới rồi chép sang."),
    "bad_checksum": _("Mã kiểm tra không khớp: trang thông tin đã bị sửa. Tải biểu mới."),
    "not_xlsx": _("Chỉ nhận biểu dạng .xlsx. Lưu lại bằng “Excel Workbook (.xlsx)”."),
    "unreadable": _("Không đọc được tệp này."),
    "too_big": _("Tệp quá lớn."),
    "secret_marking": _("Tệp có dấu độ mật ở %(value)s. Hệ thống này không nhận tài liệu mật; không lưu gì của tệp."),
    "legacy_encoding": _("Chữ trong tệp dùng mã cũ (%(value)s). Chuyển sang Unicode rồi tải lại."),
}


def wrong_words(kind: str, value: str) -> str:
    """Why a file is refused whole."""
    text = str(FILE_WRONG.get(kind, FILE_WRONG["unreadable"]))
    return text % {"value": value[:60]} if "%(" in text else text
