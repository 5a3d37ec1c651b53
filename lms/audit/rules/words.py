"""Facts and their details in words."""
from lms.texts import lazy as _

FACTS = {
    "UnitsImported": _("nhập danh sách đơn vị"), "PeopleImported": _("nhập danh sách nhân sự"), "CoursesImported": _("nhập danh mục khóa học"),
    "AcademiesImported": _("nhập năng lực học viện"), "HolidaysImported": _("nhập ngày nghỉ"), "NeedsImported": _("nhập phiếu nhu cầu từ tệp"),
    "NeedQuestionAnswered": _("trả lời câu hỏi của tệp nhu cầu"),
    "UnitCreated": _("tạo đơn vị"), "UnitChanged": _("sửa đơn vị"), "PersonCreated": _("thêm người"), "PersonChanged": _("sửa hồ sơ người"),
    "PersonTransferred": _("điều chuyển người"), "AccountInvited": _("cấp tài khoản"), "AccountActivated": _("kích hoạt tài khoản"),
    "AccountSuspended": _("tạm khóa tài khoản"), "AccountResumed": _("mở lại tài khoản"), "AccountLeft": _("đóng tài khoản"), "RoleGranted": _("giao vai trò"),
    "RoleEnded": _("thôi vai trò"), "DeputyNamed": _("ủy quyền"), "QuestionsChanged": _("sửa câu hỏi của đợt"), "QuestionsAnswered": _("trả lời câu hỏi của đợt"),
    "SheetSignedOff": _("ghi người chịu trách nhiệm"), "WishAdded": _("đề nghị khóa học mới"), "WishChanged": _("sửa đề nghị khóa học mới"), "WishRemoved": _("bỏ đề nghị khóa học mới"),
    "DeputyEnded": _("kết thúc ủy quyền"), "SignedIn": _("đăng nhập"), "SignInFailed": _("đăng nhập không được"), "SignedOut": _("đăng xuất"),
    "PasswordChanged": _("đổi mật khẩu"), "CalendarDayChanged": _("sửa lịch làm việc"), "JobCancelled": _("dừng việc nền"), "JobReplayed": _("chạy lại việc nền"),
    "RoundDrafted": _("soạn đợt khảo sát"), "RoundOpened": _("mở đợt khảo sát"), "RoundLocked": _("khóa đợt khảo sát"), "RoundClosed": _("chốt số liệu"), "TableSigned": _("ký bảng tổng hợp"),
    "RoundCopied": _("soạn đợt theo đợt trước"), "RoundReminded": _("đôn đốc đơn vị chưa gửi"), "SheetReopened": _("mở lại phiếu sau khi khóa"), "SheetMoved": _("chuyển phiếu sang đơn vị kế tục"),
    "RoundExtended": _("gia hạn đợt khảo sát"), "SheetBegun": _("bắt đầu phiếu nhu cầu"), "NeedAdded": _("thêm nhu cầu"), "NeedChanged": _("sửa nhu cầu"),
    "NeedRemoved": _("bỏ nhu cầu"), "SheetSubmitted": _("gửi phiếu nhu cầu"), "SheetResubmitted": _("gửi lại phiếu nhu cầu"), "SheetAccepted": _("tiếp nhận phiếu"),
    "CheckRuleChanged": _("đổi quy tắc kiểm tra"), "WarningsAnswered": _("giải trình cảnh báo"), "NeedCommented": _("góp ý một dòng"), "NumberCorrected": _("đính chính số liệu"),
    "SheetReturned": _("trả lại phiếu"), "NeedsClassified": _("phân nhóm đối tượng"), "GroupOverridden": _("đổi nhóm đối tượng"), "DocumentDrafted": _("soạn văn bản"),
    "DocumentIssued": _("ban hành văn bản"), "DocumentWithdrawn": _("thu hồi văn bản"), "ProposalRequested": _("lập phương án"), "ProposalComputed": _("tính xong phương án"),
    "ProposalFailed": _("không tính được phương án"), "ProposalSubmitted": _("trình phương án"), "ProposalReturned": _("trả lại phương án"),
    "ProposalApproved": _("phê duyệt phương án"), "SeatsMoved": _("điều chuyển chỉ tiêu"), "CourseChanged": _("sửa khóa học"), "CapacityChanged": _("sửa năng lực"),
    "ClassPlanned": _("lập lớp"), "ClassOpened": _("mở đề cử"), "ClassChanged": _("sửa lớp"), "ClassLocked": _("khóa danh sách lớp"), "ClassStarted": _("khai giảng"),
    "ClassFinished": _("kết thúc học"), "ClassClosed": _("công nhận kết quả"), "ClassCancelled": _("hủy lớp"), "SessionPlanned": _("xếp buổi học"),
    "SessionChanged": _("sửa buổi học"), "PersonNominated": _("đề cử"), "NominationApproved": _("duyệt nhân sự"), "NominationRefused": _("không duyệt nhân sự"),
    "NominationWithdrawn": _("rút đề cử"), "NominationClosed": _("đóng đề cử khi khóa danh sách"), "SeatGiven": _("xếp chỗ"), "PutOnWaitingList": _("vào danh sách chờ"), "PromotedFromWaitingList": _("lên từ danh sách chờ"),
    "SeatWithdrawn": _("rút khỏi lớp"), "SeatCancelled": _("hủy chỗ"), "AttendanceTaken": _("điểm danh"), "GradesEntered": _("nhập điểm"),
    "CertificatesRequested": _("yêu cầu cấp chứng chỉ"), "CertificateNumbered": _("ghi sổ chứng chỉ"), "CertificateIssued": _("cấp chứng chỉ"),
    "CertificateRevoked": _("thu hồi chứng chỉ"), "CertificateReplaced": _("thay thế chứng chỉ"), "LinesReplaced": _("thay các dòng nhu cầu"), "LinesTaken": _("nhập cả danh sách nhu cầu"),
    "LinesAdded": _("thêm các dòng nhu cầu"), "RoundChanged": _("sửa đợt khảo sát"), "RuleSetInstalled": _("cài bộ quy tắc phân nhóm"),
    "NoNeedSaid": _("báo không có nhu cầu"), "ClassificationRequested": _("yêu cầu phân nhóm"),
}
DETAILS = {
    "reason": _("lý do"), "number_text": _("số"), "register_text": _("số vào sổ"), "decision": _("quyết định"), "count": _("số lượng"), "code": _("mã"), "role": _("vai trò"),
    "year": _("năm"), "seats": _("chỗ"), "classes": _("lớp"), "persons": _("người"), "heads": _("lượt người"), "lines": _("dòng"), "late": _("muộn"), "closed": _("đề cử bị đóng"), "cleared": _("điểm bị xóa"), "address": _("địa chỉ"),
    "changes": _("thay đổi"), "from_group": _("từ nhóm"), "to_group": _("sang nhóm"), "seat_no": _("chỗ số"), "waiting_no": _("thứ tự chờ"), "number": _("buổi"),
    "present": _("có mặt"), "absent": _("vắng"), "completed": _("hoàn thành"), "not_completed": _("không hoàn thành"), "kind": _("loại"), "day": _("ngày"), "why": _("vì sao"),
    "pdf_sha256": _("mã băm tệp"), "person_id": _("quân nhân"), "class_id": _("lớp"), "round_id": _("đợt"), "job_id": _("việc nền số"), "need_id": _("dòng nhu cầu số"),
}


def fact_words(name: str):
    """The fact in words; its own name while nobody has given it any."""
    return FACTS.get(name, name)
