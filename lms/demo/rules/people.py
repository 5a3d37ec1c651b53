"""3,000 persons with ranks and posts, each dated. The posts are such that the first rule set finds all nine groups."""
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from lms.demo.rules.names import Names
from lms.demo.rules.tree import UnitSeed

TOTAL = 3000
HEADS = {"Bộ": "Thứ trưởng", "Bộ Tổng Tham mưu": "Phó Tổng Tham mưu trưởng", "Tổng cục": "Chủ nhiệm Tổng cục", "Văn phòng": "Chánh Văn phòng", "Thanh tra": "Chánh Thanh tra",
         "Cục": "Cục trưởng", "Ban": "Trưởng ban", "Học viện": "Giám đốc Học viện", "Trường sĩ quan": "Hiệu trưởng", "Viện": "Viện trưởng", "Bệnh viện": "Giám đốc Bệnh viện",
         "Doanh nghiệp": "Tổng Giám đốc", "Chi nhánh": "Giám đốc chi nhánh", "Quân khu": "Tư lệnh Quân khu", "Quân đoàn": "Tư lệnh Quân đoàn", "Quân chủng": "Tư lệnh Quân chủng",
         "Binh chủng": "Tư lệnh Binh chủng", "Bộ tư lệnh": "Tư lệnh", "Bộ Tham mưu": "Tham mưu trưởng", "Phòng": "Trưởng phòng", "Khoa": "Chủ nhiệm khoa",
         "Sư đoàn": "Sư đoàn trưởng", "Lữ đoàn": "Lữ đoàn trưởng", "Trung đoàn": "Trung đoàn trưởng", "Tiểu đoàn": "Tiểu đoàn trưởng"}
SECONDS = {"Phòng": "Phó Trưởng phòng", "Khoa": "Phó Chủ nhiệm khoa", "Ban": "Phó Trưởng ban", "Bộ Tham mưu": "Phó Tham mưu trưởng", "Tiểu đoàn": "Chính trị viên Tiểu đoàn"}
FIELD, SCHOOL = ("Sư đoàn", "Lữ đoàn", "Trung đoàn", "Tiểu đoàn"), ("Khoa",)
STAFF = ("Trợ lý tác huấn", "Trợ lý quân lực", "Trợ lý tuyên huấn", "Trợ lý cán bộ", "Trợ lý kế hoạch", "Trợ lý tài chính", "Trợ lý pháp chế", "Trợ lý khoa học quân sự")
DIGITAL = ("Trợ lý công nghệ thông tin", "Trợ lý chuyển đổi số", "Quản trị mạng", "Quản trị hệ thống", "Kỹ sư an toàn thông tin", "Lập trình viên")
CLERKS = ("Nhân viên văn thư", "Nhân viên bảo mật - lưu trữ", "Trợ lý văn thư - lưu trữ")
TEACHERS = ("Giảng viên", "Giảng viên", "Giảng viên chính", "Trợ giảng", "Chủ nhiệm bộ môn")
TROOPS = ("Đại đội trưởng", "Chính trị viên đại đội", "Trung đội trưởng", "Trợ lý tham mưu", "Trợ lý hậu cần - kỹ thuật", "Phó Đại đội trưởng")
MEN = ("Tiểu đội trưởng", "Báo vụ", "Thủ kho", "Lái xe", "Nhân viên thống kê", "Chiến sĩ", "Y sĩ", "Thợ sửa chữa")
TRADE = ("Chuyên viên dự án", "Chuyên viên kỹ thuật", "Kế toán trưởng", "Nhân viên kinh doanh")
OFFICER = ("sq_trung_uy", "sq_thuong_uy", "sq_dai_uy", "sq_thieu_ta", "sq_trung_ta", "sq_thuong_ta", "sq_dai_ta", "sq_thieu_tuong", "sq_trung_tuong")
PROFESSIONAL = ("qncn_trung_uy", "qncn_thuong_uy", "qncn_dai_uy", "qncn_thieu_ta", "qncn_trung_ta")
RANKS = {"head": (("SQ", OFFICER, 5, 7),), "first": (("SQ", OFFICER, 6, 8),), "second": (("SQ", OFFICER, 4, 6),), "staff": (("SQ", OFFICER, 1, 5),),
         "digital": (("SQ", OFFICER, 1, 4), ("QNCN", PROFESSIONAL, 0, 4), ("SQ", OFFICER, 2, 5)), "clerk": (("QNCN", PROFESSIONAL, 0, 4), ("CNVQP", (None,), 0, 0)),
         "teacher": (("SQ", OFFICER, 2, 6),), "troops": (("SQ", OFFICER, 0, 3),), "trade": (("SQ", OFFICER, 2, 5), ("CNVQP", (None,), 0, 0)),
         "men": (("QNCN", PROFESSIONAL, 0, 3), ("HSQ-BS", ("hsq_trung_si", "hsq_thuong_si", "bs_binh_nhat"), 0, 2))}
SPECIALTIES = ("Chỉ huy tham mưu", "Công nghệ thông tin", "Thông tin liên lạc", "Hậu cần", "Kỹ thuật quân sự", "Luật", "Tài chính", "Sư phạm", "")


@dataclass(frozen=True)
class PersonSeed:
    """One person; `ranks` and `posts` are dated rows (value, since), oldest first; `kind` says what sort of post."""
    service_no: str
    name: str
    birth: date
    gender: str
    category: str
    unit: str
    kind: str
    ranks: tuple[tuple[str | None, date], ...]
    posts: tuple[tuple[str, date], ...]
    specialty: str
    it_level: int | None
    roster_group: str | None = None

    @property
    def post(self) -> str:
        """The post of today."""
        return self.posts[-1][0]


class People:
    """Draws persons; the same seed and the same day draw the same persons."""

    def __init__(self, seed: int, today: date):
        self.random, self.today = Random(seed), today
        self.names, self._numbers = Names(self.random), set()

    def everybody(self, units: list[UnitSeed]) -> list[PersonSeed]:
        """Persons of all units, in the order of the tree."""
        wanted, made = self._sizes(units), []
        for unit in units:
            posts = self._posts(unit, wanted[unit.code])
            made += [self._person(unit, kind, post) for kind, post in posts]
        return made

    def _sizes(self, units: list[UnitSeed]) -> dict[str, int]:
        """Persons of each unit, TOTAL in all."""
        weight = {unit.code: (16 if unit.kind in FIELD else 12 if unit.kind in SCHOOL else 9) if unit.depth > 1 else 8 for unit in units}
        total, sizes, given, run = sum(weight.values()), {}, 0, 0
        for code, share in weight.items():
            run += share
            sizes[code] = TOTAL * run // total - given
            given += sizes[code]
        return sizes

    def _posts(self, unit: UnitSeed, count: int) -> list[tuple[str, str]]:
        posts = [("first" if unit.depth < 2 else "head", HEADS[unit.kind]), ("second", SECONDS.get(unit.kind, "Chính ủy" if unit.kind in FIELD else "Phó Chủ nhiệm")),
                 ("clerk", self.random.choice(CLERKS)), ("digital", self.random.choice(DIGITAL)), ("staff", self.random.choice(STAFF))]
        while len(posts) < count:
            posts.append(self._one_post(unit))
        return posts[:max(count, 5)]

    def _one_post(self, unit: UnitSeed) -> tuple[str, str]:
        draw = self.random.random()
        if unit.kind in FIELD:
            return ("men", self.random.choice(MEN)) if draw < 0.5 else ("troops", self.random.choice(TROOPS)) if draw < 0.9 else ("digital", self.random.choice(DIGITAL))
        if unit.kind in SCHOOL:
            return ("teacher", self.random.choice(TEACHERS)) if draw < 0.8 else ("staff", self.random.choice(STAFF))
        if unit.kind in ("Doanh nghiệp", "Chi nhánh") or (unit.kind == "Viện" and draw < 0.3):
            return ("trade", self.random.choice(TRADE)) if unit.kind != "Viện" else ("staff", "Nghiên cứu viên")
        if draw < 0.12:
            return "clerk", self.random.choice(CLERKS)
        if draw < 0.3:
            return "digital", self.random.choice(DIGITAL)
        return ("staff", self.random.choice(STAFF)) if draw < 0.85 else ("men", self.random.choice(MEN[2:5]))

    def _person(self, unit: UnitSeed, kind: str, post: str) -> PersonSeed:
        gender = "Nữ" if self.random.random() < (0.45 if kind in ("clerk", "trade") else 0.12) else "Nam"
        category, ladder, least, most = self.random.choice(RANKS[kind])
        step = self.random.randint(least, most)
        age = min(58, 22 + 4 * step + self.random.randint(0, 5)) if ladder[0] else self.random.randint(26, 55)
        birth = self._back(age * 365 + self.random.randint(0, 364))
        since = self._back(self.random.randint(200, 1800))
        ranks = [(ladder[step], self._back(self.random.randint(120, 1300)))]
        if step > 0 and ladder[0] and self.random.random() < 0.4:
            ranks.insert(0, (ladder[step - 1], ranks[0][1] - timedelta(days=self.random.randint(1100, 1600))))
        posts = [(post, since)]
        if kind in ("staff", "digital", "troops") and self.random.random() < 0.25:
            posts.insert(0, (self.random.choice(STAFF if kind != "troops" else TROOPS), since - timedelta(days=self.random.randint(500, 1500))))
        level = self.random.choice({"digital": (4, 5, 6, 6, 7), "clerk": (2, 3, None), "teacher": (3, 4, 5)}.get(kind, (1, 2, 2, 3, None)))
        group = "N7" if kind in ("digital", "teacher") and self.random.random() < 0.05 else None
        return PersonSeed(self._number(), self.names.draw(gender), birth, gender, category, unit.code, kind, tuple(ranks), tuple(posts), self.random.choice(SPECIALTIES), level, group)

    def _back(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def _number(self) -> str:
        while (number := f"{self.random.randrange(10**7, 10**8):08d}") in self._numbers:
            continue
        self._numbers.add(number)
        return number


def by_unit(people: list[PersonSeed]) -> dict[str, list[PersonSeed]]:
    """Unit code -> its persons."""
    found = defaultdict(list)
    for person in people:
        found[person.unit].append(person)
    return found
