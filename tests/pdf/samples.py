"""Papers of the sample army: everything is invented."""
from dataclasses import replace
from datetime import date

from lms.certificates.rules.paper import CertificateFacts
from lms.certificates.rules.register import RegisterClass, RegisterFacts, RegisterRow
from lms.documents.rules.annex import Block, GrantGroup, GrantRow, NeedGroup, NeedRow, NeedsAnnex, QuotaAnnex
from lms.documents.rules.lists import Attendee, Closing, Gap, ListSigner, RollUpFacts, SignInFacts, UnitNeeds
from lms.documents.rules.paper import Article, DecisionFacts, Letterhead, ProposalFacts, Section, Signing
from lms.pdf.slips import Slip, SlipSheetFacts

CERTIFICATE = CertificateFacts(
    kind="chung_chi", issuer_name="Học viện Mẫu A", parent_name="Bộ Mẫu", authority_title="Giám đốc Học viện Mẫu A",
    person_name="Nguyễn Thị Minh Hằng", birth=date(1991, 3, 8), rank="Đại úy", post="Trợ lý Công nghệ thông tin",
    unit="Phòng Tham mưu, Quân khu Mẫu 3", course="Kiến trúc số và lập kế hoạch chuyển đổi số", starts=date(2027, 1, 18),
    ends=date(2027, 1, 22), hours=40, mode="tập trung", grade_word="Giỏi", decision_number="27/QĐ-HVMA", decision_date=date(2027, 1, 29),
    decision_by="Giám đốc Học viện Mẫu A", serial="HVMA-0004173", register_text="0417/2027/CC-HVMA", verify_code="JMJJ656975EQW0GS",
    verify_url="HTTPS://DAOTAO.BOMAU.EXAMPLE/VERIFY/JMJJ656975EQW0GS", place="Đông Mẫu", issued_on=date(2027, 2, 2),
    signer_post=("GIÁM ĐỐC",), signer_rank="Thiếu tướng", signer_name="Phạm Quang Thử", specimen=True)
LONG = replace(
    CERTIFICATE, person_name="Công Tằng Tôn Nữ Hoàng Thị Phương Nguyên", rank="Thượng úy QNCN",
    post="Nhân viên Quản trị mạng và bảo đảm hạ tầng số",
    unit="Ban Công nghệ thông tin, Phòng Tham mưu, Bộ Chỉ huy quân sự tỉnh Mẫu Đông, Quân khu Mẫu 3",
    course="Vận hành trung tâm dữ liệu, điện toán đám mây nội bộ và bảo đảm an toàn thông tin cho hệ thống chỉ huy, điều hành",
    signer_post=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), signer_rank="Đại tá", signer_name="Lê Văn Dụ")
CONFIRMATION = replace(CERTIFICATE, kind="chung_nhan", person_name="Trịnh Công Hậu", grade_word="", register_text="0086/2027/CN-HVMA")

HEAD = Letterhead("Bộ Mẫu", "", 86, "QĐ-BM", "Đông Mẫu", date(2026, 10, 20))
SIGNING = Signing(("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"), "Thượng tướng", "Lê Văn Mẫu", ("Như Điều 2", "Thanh tra Bộ Mẫu", "Lưu: VT, BCĐ. 62"))
BLOCKS = (Block("TM\nTC"), Block("1", "Quân khu Mẫu"), Block("2", "Quân khu Mẫu"), Block("DN"))
QUOTA = QuotaAnnex("Chỉ tiêu theo khóa, học viện và khối đơn vị năm 2027", BLOCKS, (
    GrantGroup("Học viện Mẫu A", (GrantRow("Nhận thức chung về chuyển đổi số", 16, 1, (11, 5, 1, 3)),
                                  GrantRow("Phát triển phần mềm an toàn", 120, 2, (1, 0, 6, 1000)))),
    GrantGroup("Học viện Mẫu B", (GrantRow("An toàn thông tin nâng cao", 80, 1, (4, 1, 0, 6)),))), 'Dấu "-": không giao chỉ tiêu.')
DECISION = DecisionFacts(
    HEAD, ("Giao chỉ tiêu đào tạo, bồi dưỡng nguồn nhân lực", "chuyển đổi số năm 2027"), "Bộ trưởng Bộ Mẫu",
    ("Căn cứ Nghị định mẫu số 01/2025/NĐ-CP ngày 06 tháng 01 năm 2025 quy định chức năng, nhiệm vụ của Bộ Mẫu;",
     "Theo đề nghị của Ban Chỉ đạo chuyển đổi số tại Tờ trình số 05/TTr-BCĐ ngày 05 tháng 6 năm 2026."),
    (Article("Giao chỉ tiêu đào tạo, bồi dưỡng nguồn nhân lực chuyển đổi số năm 2027; chi tiết tại Phụ lục kèm theo Quyết định này.",
             ("Chỉ tiêu giao tại Quyết định này là trần chỉ tiêu.", "Đơn vị không sử dụng hết chỉ tiêu phải trả lại.")),
     Article("Các đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này.")), SIGNING, QUOTA)
NEEDS = NeedsAnnex("Nhu cầu và chỉ tiêu đề xuất theo khóa năm 2027", (
    NeedGroup("Đề nghị mở lớp", (NeedRow("Nhận thức chung về chuyển đổi số", (55, 90, 49), 2, 190, "A, B"),)),
    NeedGroup("Chủ đề chưa có khóa", (NeedRow("Chưa có khóa", (1, 15, 2)),), False)), "ƯT: mức ưu tiên do đơn vị nêu.")
PROPOSAL = ProposalFacts(
    Letterhead("Ban Chỉ đạo chuyển đổi số", "Bộ Mẫu", 5, "TTr-BCĐ", "Đông Mẫu", date(2026, 6, 5)),
    ("Về việc giao chỉ tiêu đào tạo, bồi dưỡng", "chuyển đổi số năm 2027"), "Bộ trưởng Bộ Mẫu",
    "Thực hiện Kế hoạch chuyển đổi số của Bộ Mẫu, Ban Chỉ đạo kính trình Bộ trưởng việc giao chỉ tiêu năm 2027 như sau:",
    (Section("Kết quả khảo sát nhu cầu", ("Đợt khảo sát được mở tại 48 đơn vị.", "Các đơn vị gửi 212 lượt nhu cầu.")),
     Section("Kiến nghị", ("Đề nghị Bộ trưởng ban hành Quyết định giao chỉ tiêu.",))),
    "Ban Chỉ đạo kính trình Bộ trưởng xem xét, quyết định.",
    Signing(("TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN"), "Trung tướng", "Trần Quang Mẫu", ("Như trên", "Lưu: VT, BCĐ. 15")), NEEDS,
    "Ban Chỉ đạo chuyển đổi số")

NAMES = ("Trần Quốc An", "Lê Thị Ngọc Ánh", "Đặng Hoàng Ân", "Hoàng Mạnh Dũng", "Bùi Anh Đức", "Nguyễn Thị Minh Hằng")
SIGN_IN = SignInFacts(
    "Phòng Đào tạo", "Học viện Mẫu A", "HVMA-KTS1-27.01", "Kiến trúc số và lập kế hoạch chuyển đổi số",
    "Quyết định số 03/QĐ-HVMA ngày 08 tháng 01 năm 2027 của Giám đốc Học viện Mẫu A", 3, "sáng", date(2027, 1, 19),
    "07:30 - 11:30 (04 giờ)", "P.104", "Trung tá Vũ Hồng Dụ", "Thiếu tá Hồ Thị Mẫu", 27, "LM2:HVMA-KTS1-27.01/B03",
    tuple(Attendee(seat, name, "Thiếu tá", "Quân khu Mẫu 3") for seat, name in enumerate(reversed(NAMES * 5), 1)))
ROLL_UP = RollUpFacts(
    "Ban Chỉ đạo chuyển đổi số", "Bộ Mẫu", "Đợt KS-2026-01: chốt 10/04/2026", "Đợt KS-2026-01, bản chốt ngày 10/04/2026", ("N1", "N2"),
    (UnitNeeds("Quân khu Mẫu 1", (1000, 5), 1009, "đúng hạn", (1,)), UnitNeeds("Cục Mẫu Tài chính", None, 0, "KHUYẾT"),
     UnitNeeds("Quân đoàn Mẫu 6x", (0, 0), 0, "không có nhu cầu")), "N1 chỉ huy; N2 chuyên trách.", "ngày 08/04/2026: 1.009 thành 1.005.",
    Closing("17 giờ 00 phút ngày 10 tháng 4 năm 2026", (Gap("Cục Mẫu Tài chính, Cục trưởng", "01/04/2026", "Chưa trả lời"),), "16a0" * 16),
    "Đông Mẫu", date(2026, 4, 10), ListSigner(("Người tổng hợp",), "Thiếu tá Kiều Văn Thí"), ListSigner(("Chánh Văn phòng",), "Tô Minh Mẫu", ""))
REGISTER = RegisterFacts(
    "Học viện Mẫu A", "Bộ Mẫu", "chung_chi", "01", 2027, "/2027/CC-HVMA", (RegisterClass(
        "Lớp HVMA-KTS1-27.01", "Lớp HVMA-KTS1-27.01: Kiến trúc số; QĐ 27/QĐ-HVMA ngày 29/01/2027",
        tuple(RegisterRow(f"{412 + place:04d}", f"HVMA-{4167 + place:07d}", name, date(1990, 1, 2), "Đại úy", "Quân khu Mẫu 3", "Khá",
                          "ĐÃ THU HỒI" if place == 1 else "", "QĐ 52/QĐ-HVMA, 16/03/2027" if place == 1 else "")
              for place, name in enumerate(NAMES * 4)) + (RegisterRow("", "HVMA-0004999", spoilt="Phôi hỏng khi in"),)),),
    "Trích 24 số liên tục", "2027-03-31T17:00:00+07:00", "8778" * 16, "Đông Mẫu", date(2027, 3, 31),
    ListSigner(("Người giữ sổ",), "Trương Thị Thảo"), ListSigner(("TL. Giám đốc", "Trưởng phòng Đào tạo"), "Lý Quốc Dụ", ""))
SLIPS = SlipSheetFacts("Bộ Mẫu", "Hệ thống quản lý đào tạo", "daotao.bomau.example/activate", tuple(
    Slip(f"{147 + place:04d}", name, ("Đại úy, Phòng Tham mưu", "Quân khu Mẫu 3"), f"5450{place}", "AKWBRXJ9KF7C682PRAB6RYFK62",
         "HTTPS://DAOTAO.BOMAU.EXAMPLE/ACTIVATE/AKWBRXJ9KF7C682PRAB6RYFK62", ("17:00", "05/03/2026")) for place, name in enumerate(NAMES)))
