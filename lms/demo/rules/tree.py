"""The tree of units: a ministry, 48 first-level units in seven families, about 300 units in all. Every first-level name says that it is a sample."""
from dataclasses import dataclass

REGIONS = ("Miền Bắc", "Miền Trung", "Miền Nam")
WHOLE = "Toàn quốc"
OFFICES = (
    ("Bộ Tổng Tham mưu Mẫu", "BTTM-M", "Bộ Tổng Tham mưu"), ("Tổng cục Mẫu Chính trị", "TCCT-M", "Tổng cục"), ("Tổng cục Mẫu Hậu cần - Kỹ thuật", "TCHC-M", "Tổng cục"),
    ("Tổng cục Mẫu Công nghiệp", "TCCN-M", "Tổng cục"), ("Văn phòng Bộ Mẫu", "VP-M", "Văn phòng"), ("Thanh tra Bộ Mẫu", "TTr-M", "Thanh tra"),
    ("Cục Mẫu Kế hoạch", "CKH-M", "Cục"), ("Cục Mẫu Tài chính", "CTC-M", "Cục"), ("Cục Mẫu Khoa học", "CKHQS-M", "Cục"), ("Cục Mẫu Pháp chế", "CPC-M", "Cục"),
    ("Cục Mẫu Đối ngoại", "CĐN-M", "Cục"), ("Cục Mẫu Cán bộ", "CCB-M", "Cục"), ("Cục Mẫu Chuyển đổi số", "CCĐS-M", "Cục"), ("Ban Mẫu Cơ yếu", "BCY-M", "Ban"))
ACADEMIES = (("Học viện Mẫu A", "HVA", "Học viện"), ("Học viện Mẫu B", "HVB", "Học viện"), ("Học viện Mẫu C", "HVC", "Học viện"), ("Học viện Mẫu D", "HVD", "Học viện"),
             ("Trường Sĩ quan Mẫu 1", "TSQ1", "Trường sĩ quan"), ("Trường Sĩ quan Mẫu 2", "TSQ2", "Trường sĩ quan"), ("Trường Sĩ quan Mẫu 3", "TSQ3", "Trường sĩ quan"))
BODIES = (("Viện Mẫu Nghiên cứu số", "VNCS-M", "Viện"), ("Bệnh viện Mẫu 1", "BV1-M", "Bệnh viện"))
ENTERPRISES = (("Tập đoàn Mẫu Viễn thông", "TĐVT-M"), ("Tổng công ty Mẫu Xây dựng", "TCTXD-M"), ("Công ty Mẫu Cơ khí", "CTCK-M"), ("Công ty Mẫu Cảng biển", "CTCB-M"))
SERVICES = (("Quân chủng Mẫu Hải quân", "HQ-M", "Quân chủng"), ("Quân chủng Mẫu Phòng không", "PK-M", "Quân chủng"), ("Quân chủng Mẫu Bờ biển", "BB-M", "Quân chủng"),
            ("Binh chủng Mẫu Thông tin", "TT-M", "Binh chủng"), ("Binh chủng Mẫu Công binh", "CB-M", "Binh chủng"), ("Binh chủng Mẫu Pháo binh", "PB-M", "Binh chủng"))
COMMANDS = (("Bộ tư lệnh Mẫu Thủ đô", "BTLTĐ-M"), ("Bộ tư lệnh Mẫu Không gian số", "BTLKGS-M"), ("Bộ tư lệnh Mẫu Biên cương", "BTLBC-M"), ("Bộ tư lệnh Mẫu Bảo vệ", "BTLBV-M"))
BUREAUS = ("Tác chiến", "Quân huấn", "Dân quân", "Tuyên huấn", "Tổ chức", "Bảo vệ", "Quân nhu", "Xăng dầu", "Vận tải", "Kỹ thuật", "Vật tư", "Đo lường")
SMALL = ("Phòng Tổng hợp", "Phòng Nghiệp vụ 1", "Phòng Nghiệp vụ 2")


@dataclass(frozen=True)
class UnitSeed:
    """One unit; `parent` is a code."""
    code: str
    name: str
    short: str
    kind: str
    parent: str | None
    depth: int
    region: str
    since_year: int


class _Tree:
    def __init__(self):
        self.units = [UnitSeed("M00", "Bộ Mẫu", "BM", "Bộ", None, 0, WHOLE, 2000)]
        self._children: dict[str, int] = {}

    def add(self, parent: UnitSeed, name: str, kind: str, short: str = "") -> UnitSeed:
        number = self._children[parent.code] = self._children.get(parent.code, 0) + 1
        code = f"M{number:02d}" if parent.depth == 0 else f"{parent.code}.{number:02d}"
        region = parent.region if parent.depth else (WHOLE if number <= 6 else REGIONS[number % 3])
        made = UnitSeed(code, name, short, kind, parent.code, parent.depth + 1, region, 2005 + (number * 7 + parent.depth * 3) % 14)
        self.units.append(made)
        return made


def units() -> list[UnitSeed]:
    """All units, parents first."""
    tree = _Tree()
    root = tree.units[0]
    for place, (name, short, kind) in enumerate(OFFICES):
        _office(tree, tree.add(root, name, kind, short), place)
    for name, short, kind in ACADEMIES:
        _few(tree, tree.add(root, name, kind, short), (("Phòng Đào tạo", "Phòng"), ("Phòng Chính trị", "Phòng"), ("Khoa Công nghệ thông tin", "Khoa"),
                                                       ("Khoa Chỉ huy tham mưu", "Khoa"), ("Ban Khảo thí", "Ban")))
    for name, short, kind in BODIES:
        _few(tree, tree.add(root, name, kind, short), tuple((each, "Phòng") for each in SMALL))
    for name, short in ENTERPRISES:
        _few(tree, tree.add(root, name, "Doanh nghiệp", short), (("Phòng Kế hoạch", "Phòng"), ("Phòng Kỹ thuật", "Phòng"), ("Chi nhánh Miền Bắc", "Chi nhánh"), ("Chi nhánh Miền Nam", "Chi nhánh")))
    for number in range(1, 8):
        _region(tree, tree.add(root, f"Quân khu Mẫu {number}", "Quân khu", f"QK{number}-M"), number)
    for number in range(1, 5):
        _corps(tree, tree.add(root, f"Quân đoàn Mẫu {number}", "Quân đoàn", f"QĐ{number}-M"), 10 + number)
    for place, (name, short, kind) in enumerate(SERVICES):
        _corps(tree, tree.add(root, name, kind, short), 20 + place)
    for place, (name, short) in enumerate(COMMANDS):
        _corps(tree, tree.add(root, name, "Bộ tư lệnh", short), 30 + place)
    return tree.units


def _few(tree: _Tree, unit: UnitSeed, children: tuple) -> None:
    for name, kind in children:
        tree.add(unit, name, kind)


def _office(tree: _Tree, unit: UnitSeed, place: int) -> None:
    """The four great bodies have bureaus with offices; the others have offices."""
    if place < 4:
        for step in range(3):
            bureau = tree.add(unit, f"Cục {BUREAUS[place * 3 + step]}", "Cục")
            _few(tree, bureau, (("Phòng Kế hoạch", "Phòng"), ("Phòng Nghiệp vụ", "Phòng")))
    _few(tree, unit, tuple((each, "Phòng") for each in (SMALL if place != 12 else ("Phòng Chuyển đổi số", "Phòng An toàn thông tin", "Phòng Tổng hợp"))))


def _region(tree: _Tree, unit: UnitSeed, number: int) -> None:
    tree.add(unit, "Bộ Tham mưu", "Bộ Tham mưu")
    _few(tree, unit, (("Phòng Chính trị", "Phòng"), ("Phòng Hậu cần - Kỹ thuật", "Phòng")))
    division = tree.add(unit, f"Sư đoàn Mẫu 3{number}0", "Sư đoàn")
    for step in (1, 2):
        regiment = tree.add(division, f"Trung đoàn Mẫu {number}{step}", "Trung đoàn")
        tree.add(regiment, "Tiểu đoàn Mẫu 1", "Tiểu đoàn")
    tree.add(unit, f"Lữ đoàn Mẫu 6{number}0", "Lữ đoàn")


def _corps(tree: _Tree, unit: UnitSeed, number: int) -> None:
    tree.add(unit, "Bộ Tham mưu", "Bộ Tham mưu")
    _few(tree, unit, (("Phòng Chính trị", "Phòng"), ("Phòng Hậu cần - Kỹ thuật", "Phòng")))
    brigade = tree.add(unit, f"Lữ đoàn Mẫu {number}0", "Lữ đoàn")
    tree.add(brigade, "Tiểu đoàn Mẫu 1", "Tiểu đoàn")
