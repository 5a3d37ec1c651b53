"""The words of the rule book for people: kinds of errors, questions, notes, reasons, columns; and the error file."""
import json

from lms.imports.queries.runs import issues_of
from lms.sheets.writing import SheetOut, xlsx_bytes
from lms.texts import gettext, number
from lms.texts import lazy as _

ISSUE_WORDS = {
    "missing_required": _("thiếu giá trị bắt buộc"), "bad_date": _("không phải ngày đầy đủ hợp lệ"),
    "date_out_of_range": _("ngày không thể có: tuổi ngoài 17–70, hoặc nhận chức trước 17 tuổi hay sau ngày lập danh sách"),
    "bad_service_number": _("số hiệu không đủ 8 chữ số"), "unknown_unit": _("không có đơn vị tên này"),
    "ambiguous_unit": _("nhiều đơn vị cùng tên: ghi thêm cấp trên"), "unknown_rank": _("không phải cấp bậc"), "unknown_gender": _("không phải Nam hoặc Nữ"),
    "bad_name": _("họ tên có chữ số hoặc dấu ngoặc"), "formula_text": _("chữ bắt đầu bằng = + - @"), "cell_error": _("ô báo lỗi của bảng tính"),
    "person_not_found": _("không có người này trong danh sách quân nhân"), "person_mismatch": _("số hiệu thuộc về người khác tên hoặc khác ngày sinh"),
    "person_ambiguous": _("hai người cùng tên và ngày sinh"), "unknown_topic": _("không có chủ đề, tên khóa hoặc mã khóa này"),
    "unknown_level": _("không phải Cơ bản, Nâng cao, Chuyên sâu"), "bad_priority": _("không phải ưu tiên 1, 2, 3"),
    "bad_quarter": _("không phải quý 1–4 kèm năm"), "bad_number": _("không phải số nguyên dương"), "unknown_group": _("không phải một trong chín nhóm"),
    "mixed_line": _("vừa ghi tên người vừa ghi số lượng"), "unknown_parent": _("mã cấp trên không có ở dòng nào"), "parent_cycle": _("đơn vị nằm trên chính mình"),
    "duplicate_code": _("mã trùng trong cùng thời gian"), "ends_before_start": _("ngày hết trước ngày bắt đầu"),
    "min_over_max": _("sĩ số tối thiểu lớn hơn tối đa"), "unknown_prerequisite": _("không có mã khóa tiên quyết này"), "duplicate_date": _("ngày đã có trong lịch"),
    "person_other_unit": _("danh sách quân nhân ghi người này ở đơn vị khác"), "asked_by_two_units": _("hai đơn vị cùng đề nghị người này"),
    "duplicate_line": _("người và chủ đề này đã có ở dòng trên"), "past_quarter": _("quý đã qua trước khi mở đợt"),
    "exceeds_staff": _("nhiều hơn quân số của đơn vị"), "unit_mismatch": _("tên tệp và trang thông tin ghi hai đơn vị"),
    "contradictory_answer": _("ghi không có nhu cầu nhưng có dòng"), "wrong_extension": _("nội dung không đúng phần đuôi của tên tệp"),
    "duplicate_identical": _("một người ở hai tệp, giá trị như nhau: lấy một lần"), "duplicate_in_file": _("một dòng lặp lại trong tệp: lấy một lần"),
    "duplicate_conflict": _("cùng số hiệu và tên, giá trị khác nhau: lấy dòng đầu, chờ trả lời"),
    "service_number_conflict": _("một số hiệu, hai người: lấy dòng đầu, chờ trả lời"),
    "suspected_same_person": _("cùng tên và ngày sinh, hai số hiệu: giữ cả hai, chờ trả lời"),
    "licence_ends_before_plan_year": _("bản quyền hết hạn trước năm kế hoạch"),
}
REASON_WORDS = {
    "legacy_encoding": _("tệp dùng bảng mã cũ (TCVN3, VNI): chuyển sang Unicode rồi nhập lại"),
    "secret_marking": _("tệp có dấu độ mật: không được nhập và không được lưu ở hệ thống này"), "empty_file": _("tệp rỗng"), "file_too_big": _("tệp quá lớn"),
    "too_many_rows": _("tệp có quá nhiều dòng"), "too_many_columns": _("tệp có quá nhiều cột"), "cell_too_long": _("một ô dài quá giới hạn"),
    "zip_bomb": _("tệp nén bất thường"), "polyglot_file": _("tệp chứa hai loại nội dung"), "encrypted_file": _("tệp đặt mật khẩu"),
    "unsafe_xml": _("tệp chứa khai báo XML không an toàn"), "unreadable_file": _("không đọc được tệp"),
    "unsupported_format": _("không phải bảng tính XLSX, ODS, XLS hoặc CSV"),
    "no_table": _("không tìm thấy bảng với các cột cần thiết"), "after_lock": _("ngày lập sau ngày khóa của đợt"), "other_round": _("tệp ghi một đợt khảo sát khác"),
    "unknown_unit": _("không rõ đơn vị gửi"), "unit_mismatch": _("tên tệp và trang thông tin ghi hai đơn vị"),
    "contradictory_answer": _("ghi không có nhu cầu nhưng có dòng"), "wrong_extension": _("nội dung không đúng phần đuôi của tên tệp"),
}
ROW_WORDS = {"blank": _("dòng trống"), "section": _("tiêu đề nhóm"), "repeated_header": _("tiêu đề lặp lại"), "total": _("dòng tổng"), "footnote": _("ghi chú"),
             "signature": _("phần ký"), "column_numbers": _("số thứ tự cột"), "no_need_statement": _("câu trả lời không có nhu cầu")}
NOTE_WORDS = {"created": _("mới"), "changed": _("thay đổi"), "unchanged": _("không đổi")}
COLUMN_WORDS = {
    "sn": _("Số hiệu quân nhân"), "name": _("Tên"), "birth": _("Ngày sinh"), "gender": _("Giới tính"), "rank": _("Cấp bậc"), "post": _("Chức vụ"), "unit": _("Đơn vị"),
    "since": _("Từ ngày"), "spec": _("Chuyên ngành"), "group": _("Nhóm"), "it": _("Trình độ CNTT"), "certs": _("Chứng chỉ"), "code": _("Mã"), "short": _("Viết tắt"),
    "parent": _("Cấp trên"), "kind": _("Loại"), "until": _("Đến ngày"), "region": _("Địa bàn"), "number": _("Số lượng"), "topic": _("Chủ đề"), "level": _("Mức"),
    "prio": _("Ưu tiên"), "quarter": _("Quý"), "reason": _("Lý do"), "note": _("Ghi chú"), "title": _("Tên khóa"), "days": _("Số ngày"), "hours": _("Số giờ"),
    "min": _("Sĩ số tối thiểu"), "max": _("Sĩ số tối đa"), "prerequisites": _("Tiên quyết"), "form": _("Hình thức"), "groups": _("Nhóm"), "date": _("Ngày"),
    "academy": _("Học viện"), "room": _("Phòng"), "seats": _("Sức chứa"), "computers": _("Máy tính"), "network": _("Mạng"), "online": _("Trực tuyến"),
    "quantity": _("Số lượng"),
}


def shown_value(value) -> str:
    """The value of an issue as one text."""
    if value is None:
        return ""
    if isinstance(value, dict) and "asked" in value:
        return gettext("đề nghị %(asked)s, quân số %(staff)s", asked=number(value["asked"]), staff=number(value["staff"]))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def differs_of(text: str) -> dict[str, list]:
    """What differs between the two rows of an identity question."""
    return json.loads(text or "{}")


def error_file(run_id: int) -> bytes:
    """One line per cell that is refused or asked about."""
    head = [gettext("Tệp"), gettext("Trang tính"), gettext("Dòng"), gettext("Ô"), gettext("Loại"), gettext("Vì sao"), gettext("Giá trị")]
    rows = ([name, sheet, number, cell, kind, str(ISSUE_WORDS.get(kind, kind)), shown_value(value)] for name, sheet, number, cell, kind, value in issues_of(run_id))
    return xlsx_bytes([SheetOut(gettext("Lỗi"), head, rows)])
