"""The whole way once, as users walk it: from a typed need to a certificate that is revoked again. Works with any kind of user."""
import re
from datetime import date, timedelta

from tests.story.place import DAY, on
from tests.story.users import PASSWORD

FIRST, SECOND, THIRD = "Nguyễn Thị Hường", "Trần Đức Ước", "Lê Hòa Bình"


def typed(day: date) -> str:
    """A day as people type it."""
    return f"{day:%d/%m/%Y}"


def passed(user) -> list[str]:
    """The stations of the page's thread that are done."""
    return re.findall(r"(Nhu cầu|Nhóm|Tổng hợp|Đề xuất|Quyết định|Lớp|Đề cử|Chỗ học|Hoàn thành|Chứng chỉ) ?, đã qua", user.text)


class Walk:
    """`enter()` gives a fresh user who has no session yet; `drain()` lets the worker work."""

    def __init__(self, enter, drain):
        self.enter, self.drain, self.seen = enter, drain, {}

    def sign_in(self, username: str):
        """Through the sign-in page."""
        user = self.enter()
        user.open("/sign-in").press("Đăng nhập", {"username": username, "password": PASSWORD})
        return user

    def need(self) -> None:
        """Round, sheets, acceptance, groups, closing."""
        with on(DAY):
            user = self.sign_in("committee_staff").open("/rounds").follow("Soạn đợt mới")
            user.press("Lưu bản soạn", {"code": "KS-2028-01", "title": "Khảo sát nhu cầu năm 2028", "year": 2028, "scope_id": "Bộ Mẫu", "depth": 2, "opens_on": typed(DAY),
                                        "due_on": typed(DAY + timedelta(days=14)), "lock_on": typed(DAY + timedelta(days=21))})
            user.press("Mở đợt").see("Đã mở đợt cho 3 đơn vị")
            self.seen["round"] = user.path
        with on(DAY + timedelta(days=1)):
            user = self.sign_in("brigade").open("/").follow("Nhập phiếu")
            self.seen["sheet"] = user.path
            user.follow("Thêm người").press("Thêm người đã chọn", {"topic_id": "An toàn thông tin", "level": "1", "priority": "1", "quarter": "2028Q2", "reason": "Mới nhận việc",
                                                                  f"Chọn {FIRST}": True}).see("Đã thêm 1 người")
            user.follow("Thêm số lượng").press("Thêm dòng", {"group_code": "N3", "heads": 1, "topic_id": "An toàn thông tin", "level": "1", "priority": "2", "quarter": "2028Q2"})
            user.press("Kiểm tra và gửi").press("Gửi phiếu").see("Đã gửi phiếu")
            user = self.sign_in("commander").open("/").follow("Nhập phiếu")
            user.press("Không có nhu cầu").follow("Kiểm tra và gửi").press("Gửi phiếu").see("Đã gửi phiếu")
        with on(DAY + timedelta(days=2)):
            user = self.sign_in("commander").open("/").follow("Rà soát").see(FIRST)
            user.press("Tiếp nhận").see("Đã tiếp nhận phiếu của Lữ đoàn Mẫu 990, xếp nhóm 1 người").follow("Nhóm và khoảng trống").see(FIRST)
            user.open(user.links_to("/groups/")[0]).see("Chuyên trách CNTT, chuyển đổi số", "Trợ lý công nghệ thông tin", "An toàn thông tin")
            self.sign_in("committee_staff").open("/").follow("Rà soát").press("Tiếp nhận").see("Đã tiếp nhận phiếu của Quân khu Mẫu 9")
        with on(DAY + timedelta(days=22)):
            user = self.sign_in("committee_staff").open(self.seen["round"]).follow("Chốt số liệu…").see("Học viện Mẫu H")
            user.press("Chốt số liệu", {"common": "Học viện không có người thuộc diện bồi dưỡng."}).see("Đã chốt số liệu")

    def quota(self) -> None:
        """A proposal is computed, submitted and granted; a class exists."""
        with on(DAY + timedelta(days=23)):
            user = self.sign_in("committee_staff").open("/").follow("Lập phương án")
            user.press("Tính phương án", {"round_id": "KS-2028-01", "year": 2028, "name": "Phương án A"})
            self.seen["proposal"] = user.path
            self.drain()
            user.open(self.seen["proposal"]).see("An toàn thông tin cơ bản", "Học viện Mẫu H")
            user.press("Trình phê duyệt Phương án A").see("Đã trình phương án")
        with on(DAY + timedelta(days=25)):
            user = self.sign_in("authority").open("/").follow("Xem và quyết định")
            user.press("Phê duyệt và lập lớp", {"number": 15, "dated": typed(DAY + timedelta(days=25)), "signer_name": "Thượng tướng Phan Mẫu Vinh", "signer_post": "THỨ TRƯỞNG"})
            user.see("Đã phê duyệt", "15/QĐ")
            self.drain()

    def open_class(self) -> None:
        """The academy plans and opens."""
        with on(DAY + timedelta(days=30)):
            user = self.sign_in("academy_staff").open("/").follow("Mở đề cử").see("An toàn thông tin cơ bản", "15/QĐ")
            self.seen["class"] = user.path
            first = re.search(r"(\d\d)/(\d\d)/(2028)", user.text)
            self.seen["starts"] = date(int(first[3]), int(first[2]), int(first[1]))
            user.follow("Buổi học")
            self.seen["days"] = sorted({date(int(year), int(month), int(day)) for day, month, year in re.findall(r"(\d\d)/(\d\d)/(2028)", user.text)})[:3]
            user.press("Phân công", {"Giảng viên": "Lecturer"}).see("Đã phân công")
            user.open(self.seen["class"]).press("Mở đề cử").see("đang nhận đề cử")

    def seats(self) -> None:
        """Named by the unit, approved by the personnel office, one withdrawn, the next moves up."""
        with on(DAY + timedelta(days=40)):
            user = self.sign_in("brigade").open("/").follow("Chọn người").see(FIRST, "ưu tiên 1")
            user.press("Gửi đề cử", {f"Chọn {FIRST}": True}).see("Đã đề cử 1 người, trong đó 0 dự bị")
            for name, reserve in ((SECOND, 0), (THIRD, 1)):
                user.open(self.seen["class"] + "/nominate").press("Tìm", {"q": name}).press("Gửi đề cử", {f"Chọn {name}": True})
                user.see(f"Đã đề cử 1 người, trong đó {reserve} dự bị")
        with on(DAY + timedelta(days=41)):
            user = self.sign_in("personnel_officer").open("/nominations?state=nominated")
            listed = user.path
            for name, place in ((FIRST, "có chỗ số 1"), (SECOND, "có chỗ số 2"), (THIRD, "vào danh sách chờ, số 1")):
                user.open(listed).follow(name).press("Duyệt nhân sự").see(f"{name} {place}")
        with on(DAY + timedelta(days=42)):
            user = self.sign_in("brigade").open(self.seen["class"].replace("/classes/", "/nominations?class_id=")).follow(SECOND).follow("Rút đề cử…")
            user.press("Rút đề cử", {"reason": "Đi công tác dài ngày"}).see(f"Đã rút {SECOND}", f"{THIRD} được xếp vào chỗ số 2")

    def teach(self) -> None:
        """Locked, started, attended, finished, graded, recognised."""
        starts, path = self.seen["starts"], self.seen["class"]
        with on(starts - timedelta(days=7)):
            self.sign_in("academy_staff").open(path).press("Khóa danh sách").see("Đã khóa danh sách")
        with on(starts, 7):
            self.sign_in("academy_staff").open(path).press("Khai giảng").see("đang học")
        for number in range(1, 7):
            day = self.day_of(number)
            with on(day, 12 if number % 2 else 17):
                user = self.sign_in("lecturer").open(path).follow(f"Điểm danh buổi {number}")
                late = {f"{THIRD}": "vào muộn"} if number == 3 else {}
                user.press("Lưu điểm danh", late).see(f"Đã điểm danh buổi {number}")
        with on(self.day_of(6), 18):
            self.sign_in("academy_staff").open(path).press("Kết thúc học").see("đã học xong")
            self.sign_in("lecturer").open(path).follow("Nhập điểm").press("Lưu điểm", {FIRST: "8,5", THIRD: "7.0"}).see("Đã lưu 2 điểm")
        with on(self.day_of(6) + timedelta(days=1)):
            user = self.sign_in("academy_head").open("/").follow("Xem kết quả").see("2 trên 2 người hoàn thành")
            user.press("Công nhận kết quả", {"dated": typed(self.day_of(6) + timedelta(days=1)), "signer_post": "GIÁM ĐỐC", "signer_rank": "Đại tá", "signer_name": "Phan Mẫu Hải"})
            user.see("Đã công nhận kết quả: 2 trên 2 người hoàn thành")
            self.drain()

    def day_of(self, number: int) -> date:
        """The day of a session: two a day."""
        return self.seen["days"][(number - 1) // 2]

    def certify(self) -> None:
        """Issued, verified by anybody, downloaded by its owner, revoked."""
        day = self.day_of(6) + timedelta(days=2)
        with on(day):
            user = self.sign_in("registrar").open("/").follow("Cấp chứng chỉ").see("2 người hoàn thành")
            path = user.path
            user.press("Cấp cho 2 người", {"issued_on": typed(day), "place": "Hà Nội", "signer_post": "GIÁM ĐỐC", "signer_rank": "Đại tá", "signer_name": "Phan Mẫu Hải"})
            self.drain()
            user.open(path).follow(FIRST)
            self.seen["certificate"] = user.path
            self.seen["code"] = user.links_to("/verify/")[0].rpartition("/")[2]
            self.seen["threads"] = {"certificate": passed(user)}
            for role in ("inspector", "academy_staff", "commander"):
                self.seen["threads"][f"class, {role}"] = passed(self.sign_in(role).open(self.seen["class"]))
            self.enter().open(f"/verify/{self.seen['code']}").see("Có hiệu lực", "N. T. Hường", "An toàn thông tin cơ bản", "do Học viện Mẫu H cấp", "Giỏi")
            user = self.sign_in("huong").open("/my/certificates").see("An toàn thông tin cơ bản")
            self.seen["pdf"] = user.download(user.links_of("/my/certificates/", "/pdf")[0])
            self.seen["threads"]["me"] = passed(user.open("/me").see("An toàn thông tin cơ bản"))
        with on(day + timedelta(days=30)):
            user = self.sign_in("academy_head").open(self.seen["certificate"]).follow("Thu hồi chứng chỉ…")
            user.press("Thu hồi chứng chỉ", {"decision": "52/QĐ-HVMH", "decided_on": typed(day + timedelta(days=30)), "reason": "Sai đối tượng."}).see("Đã thu hồi")
            self.enter().open(f"/verify/{self.seen['code']}").see("Đã thu hồi", "52/QĐ-HVMH", "Sai đối tượng.")

    def whole(self) -> None:
        """From the need to the end."""
        for part in (self.need, self.quota, self.open_class, self.seats, self.teach, self.certify):
            part()
