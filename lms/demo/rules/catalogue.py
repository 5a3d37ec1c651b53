"""18 topics, 25 courses, and what the seven academies can take by month."""
from dataclasses import dataclass
from datetime import date
from random import Random

# topic -> courses (code, title, level, days, hours, least, most, form, groups, needed before)
TOPICS: dict[str, tuple[tuple, ...]] = {
    "Nhận thức chuyển đổi số": (("CDS1", "Nhận thức chung về chuyển đổi số", 1, 2, 16, 12, 60, "Kết hợp", "N3, N4, N9", ""),),
    "Lãnh đạo chuyển đổi số": (("LDS1", "Lãnh đạo chuyển đổi số dành cho chỉ huy đơn vị", 1, 3, 24, 10, 40, "Tập trung", "N1", ""),
                               ("LDS2", "Lãnh đạo chuyển đổi số dành cho thành viên Ban Chỉ đạo", 2, 5, 40, 10, 30, "Tập trung", "N1", "LDS1")),
    "Kỹ năng số": (("KNS1", "Bình dân học vụ số: kỹ năng số phổ cập", 1, 2, 14, 15, 100, "Trực tuyến", "N9", ""),),
    "Chữ ký số cá nhân": (("CKS1", "Sử dụng chữ ký số cá nhân trên văn bản điện tử", 1, 2, 16, 10, 40, "Tập trung", "N1, N3, N5", ""),
                          ("CKS2", "Quản lý chứng thư số và thiết bị lưu khóa bí mật", 2, 3, 24, 8, 24, "Tập trung", "N2", "CKS1")),
    "Văn thư, lưu trữ điện tử": (("VTL1", "Văn thư, lưu trữ điện tử", 1, 5, 40, 10, 30, "Tập trung", "N5", ""),
                                 ("VTL2", "Số hóa và chỉnh lý tài liệu lưu trữ", 2, 8, 60, 8, 24, "Tập trung", "N5", "VTL1")),
    "An toàn thông tin": (("ATT1", "An toàn thông tin cơ bản", 1, 3, 24, 10, 40, "Kết hợp", "N2, N3, N5", ""),
                          ("ATT2", "An toàn thông tin nâng cao", 2, 10, 80, 8, 24, "Tập trung", "N2", "ATT1"),
                          ("ATT3", "Ứng cứu sự cố và điều tra số", 3, 15, 120, 6, 20, "Tập trung", "N2, N7", "ATT2")),
    "Bảo vệ bí mật nhà nước": (("BMN1", "Bảo vệ bí mật nhà nước trên môi trường mạng", 1, 2, 14, 10, 50, "Tập trung", "N1, N5", ""),),
    "Phân tích dữ liệu": (("PTD1", "Phân tích dữ liệu bằng bảng tính", 1, 4, 32, 10, 30, "Kết hợp", "N3", ""),
                          ("PTD2", "Phân tích dữ liệu và bảng điều khiển trực quan", 2, 8, 64, 8, 24, "Tập trung", "N2, N3", "PTD1")),
    "Quản trị dữ liệu": (("QTD1", "Quản trị và chia sẻ dữ liệu dùng chung", 2, 5, 40, 8, 30, "Tập trung", "N2", ""),),
    "Trí tuệ nhân tạo": (("TTN1", "Nhập môn trí tuệ nhân tạo cho cán bộ", 1, 2, 16, 12, 60, "Kết hợp", "N1, N3, N6", ""),),
    "Hạ tầng số": (("HTS1", "Quản trị mạng và hạ tầng số", 2, 10, 80, 8, 24, "Tập trung", "N2", ""),),
    "Phát triển phần mềm": (("LTR1", "Xây dựng ứng dụng nội bộ ít mã lệnh", 1, 5, 40, 8, 24, "Tập trung", "N2, N3", ""),
                            ("LTR2", "Phát triển phần mềm an toàn", 3, 15, 120, 6, 20, "Tập trung", "N2", "LTR1")),
    "Tự động hóa quy trình": (("TDQ1", "Rà soát, rút ngắn và tự động hóa quy trình nội bộ", 1, 3, 24, 10, 30, "Kết hợp", "N3", ""),),
    "Kiến trúc số": (("KTS1", "Kiến trúc số và lập kế hoạch chuyển đổi số", 2, 5, 40, 8, 24, "Tập trung", "N1, N2", "CDS1"),),
    "Phương pháp dạy học số": (("BGS1", "Thiết kế bài giảng số và dạy học trực tuyến", 1, 5, 40, 8, 30, "Kết hợp", "N6", ""),),
    "Nguồn chuyên gia": (("CGN1", "Bồi dưỡng nguồn chuyên gia chuyển đổi số", 3, 20, 160, 6, 16, "Tập trung", "N7", "ATT2"),),
    "Họp trực tuyến": (("HTT1", "Họp trực tuyến và phòng họp không giấy", 1, 1, 8, 10, 60, "Trực tuyến", "N3, N9", ""),),
    "Hồ sơ công việc điện tử": (("HSC1", "Khai thác hệ thống quản lý văn bản và hồ sơ công việc", 1, 2, 16, 10, 40, "Kết hợp", "N3, N5", ""),),
}
OFTEN, SELDOM = (1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), (3, 6, 10)     # a third of the topics has few teachers, so that there is a shortage to see
LICENCES = ("Bộ ký số thử nghiệm (mẫu)", "Phần mềm phân tích dữ liệu (mẫu)", "Phòng họp trực tuyến (mẫu)")


@dataclass(frozen=True)
class CourseSeed:
    """One course of the catalogue."""
    code: str
    title: str
    topic: str
    level: int
    days: int
    hours: int
    least: int
    most: int
    form: str
    groups: str
    needs: str

    @property
    def kind(self) -> str:
        """What its certificate is called: short awareness courses end with a note of attendance."""
        return "chung_nhan" if self.days <= 1 else "chung_chi"


def courses() -> list[CourseSeed]:
    """All courses in the order of their topics."""
    return [CourseSeed(f"KH-{code}", title, topic, level, days, hours, least, most, form, groups, f"KH-{needed}" if needed else "")
            for topic, rows in TOPICS.items() for code, title, level, days, hours, least, most, form, groups, needed in rows]


@dataclass(frozen=True)
class AcademySeed:
    """Rooms (name, seats, computers), licences (name, number, last day), teacher quarters by (topic, month)."""
    code: str
    rooms: tuple[tuple[str, int, int], ...]
    licences: tuple[tuple[str, int, date], ...]
    quarters: dict[tuple[str, date], int]


def academies(codes: list[str], years: tuple[int, ...], seed: int) -> list[AcademySeed]:
    """What each academy can take; every topic is taught at two or three of them."""
    random, topics, made = Random(seed + 7), list(TOPICS), []
    for place, code in enumerate(codes):
        rooms = tuple((f"Phòng {100 * (1 + step // 3) + step % 3 + 1}", random.choice((30, 40, 40, 60)), random.choice((0, 20, 30))) for step in range(6)) + (("Hội trường A", 120, 0),)
        licences = tuple((name, random.choice((25, 40, 60)), date(years[-1] + random.choice((-1, 0, 1)), 12, 30)) for name in random.sample(LICENCES, 2))
        taught = [topic for at, topic in enumerate(topics) if place in {at % len(codes), (at + 2) % len(codes), (at * 3 + 5) % len(codes)}]
        quarters = {(topic, date(year, month, 1)): random.choice((1, 1, 2) if topics.index(topic) % 3 == 2 else (1, 2, 2, 3)) if month in (SELDOM if topics.index(topic) % 3 == 2 else OFTEN) else 0
                    for topic in taught for year in years for month in range(1, 13)}
        made.append(AcademySeed(code, rooms, licences, quarters))
    return made
