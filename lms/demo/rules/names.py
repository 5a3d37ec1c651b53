"""Invented Vietnamese names: every tone, both spellings of hòa, and names of other peoples."""
from random import Random

FAMILIES = (("Nguyễn", 38), ("Trần", 12), ("Lê", 10), ("Phạm", 7), ("Hoàng", 5), ("Huỳnh", 3), ("Phan", 4), ("Vũ", 4), ("Võ", 3), ("Đặng", 3), ("Bùi", 3), ("Đỗ", 3),
            ("Hồ", 2), ("Ngô", 2), ("Dương", 2), ("Lý", 1), ("Đinh", 1), ("Đoàn", 1), ("Trịnh", 1), ("Mai", 1), ("Lương", 1), ("Quách", 1), ("Tạ", 1), ("Khổng", 1), ("Nghiêm", 1),
            ("Nông", 1), ("Lò", 1), ("Cầm", 1), ("Giàng", 1), ("Thạch", 1))
MIDDLES = {"Nam": ("Văn", "Đức", "Quang", "Minh", "Hữu", "Ngọc", "Xuân", "Thanh", "Quốc", "Đình", "Tiến", "Công", "Mạnh", "Duy", "Anh"),
           "Nữ": ("Thị", "Thị", "Ngọc", "Thu", "Thanh", "Minh", "Hồng", "Thị Thùy", "Phương", "Mỹ")}
GIVEN = {"Nam": ("Hùng", "Dũng", "Tuấn", "Nam", "Sơn", "Thắng", "Hải", "Long", "Cường", "Trung", "Kiên", "Phúc", "Đạt", "Hiếu", "Nghĩa", "Thành", "Tùng", "Quân", "Vinh", "Bình",
                 "Hòa", "Hoà", "Khánh", "Lực", "Mạnh", "Quyết", "Thịnh", "Tâm", "Việt", "Ước", "Bảo", "Định", "Quảng", "Thủy", "Hưởng", "Tỉnh", "Vĩnh", "Mẫn", "Lãm", "Thưởng"),
         "Nữ": ("Hương", "Hường", "Lan", "Hoa", "Thảo", "Trang", "Yến", "Nga", "Ánh", "Hạnh", "Thúy", "Thuý", "Quỳnh", "Linh", "Nhung", "Ngọc", "Tuyết", "Oanh", "Hằng", "Diệp",
                "Huệ", "Mỹ", "Thơm", "Liễu", "Nữ", "Duyên", "Châu", "Mai", "Phượng", "Ngà")}
OTHERS = {"Nam": ("Y Blưi Niê", "A Brồi", "K'Brếp", "Siu Thơ", "Rơ Châm Út", "Ksor Phử", "Giàng A Páo", "Lò Văn Ỉn", "Danh Thươl", "Y Moan Êban", "Bàn Văn Tả", "Thào A Lử"),
          "Nữ": ("H'Lan Niê", "H'Phương Mlô", "Ka Thia", "Giàng Thị Mỷ", "Lầu Thị Dế", "Cầm Thị Ún", "H'Nhung Byă", "Bế Thị Slao")}


class Names:
    """Draws names; the same seed draws the same names."""

    def __init__(self, random: Random):
        self.random = random
        self._families = [family for family, weight in FAMILIES for _ in range(weight)]

    def draw(self, gender: str) -> str:
        """A full name; one in forty is of another people."""
        if self.random.random() < 0.025:
            return self.random.choice(OTHERS[gender])
        return " ".join((self.random.choice(self._families), self.random.choice(MIDDLES[gender]), self.random.choice(GIVEN[gender])))
