"""What units ask for: person lines that fit the person's post, and head counts."""
from dataclasses import dataclass
from random import Random

FITS = {"KH-CDS1": ("staff", "second", "troops"), "KH-LDS1": ("head", "first", "second"), "KH-KNS1": ("men", "clerk"), "KH-CKS1": ("clerk", "staff", "head"),
        "KH-VTL1": ("clerk",), "KH-ATT1": ("digital", "clerk", "staff"), "KH-BMN1": ("clerk", "head"), "KH-PTD1": ("staff", "digital"), "KH-TTN1": ("staff", "teacher", "head"),
        "KH-HTS1": ("digital",), "KH-LTR1": ("digital", "staff"), "KH-TDQ1": ("staff",), "KH-BGS1": ("teacher", "staff"), "KH-HTT1": ("staff", "men"), "KH-HSC1": ("staff", "clerk"),
        "KH-QTD1": ("digital",)}
GROUPS = {"KH-CDS1": "N3", "KH-LDS1": "N1", "KH-KNS1": "N9", "KH-CKS1": "N5", "KH-VTL1": "N5", "KH-ATT1": "N3", "KH-BMN1": "N5", "KH-PTD1": "N3", "KH-TTN1": "N3", "KH-HTS1": "N2",
          "KH-LTR1": "N2", "KH-TDQ1": "N3", "KH-BGS1": "N6", "KH-HTT1": "N9", "KH-HSC1": "N3", "KH-QTD1": "N2"}
LAST_YEAR = ("KH-CDS1", "KH-LDS1", "KH-CKS1", "KH-VTL1", "KH-ATT1", "KH-PTD1", "KH-TTN1", "KH-HSC1")
THIS_YEAR = ("KH-CDS1", "KH-LDS1", "KH-KNS1", "KH-CKS1", "KH-VTL1", "KH-ATT1", "KH-BMN1", "KH-PTD1", "KH-HTS1", "KH-LTR1", "KH-TDQ1", "KH-BGS1", "KH-QTD1", "KH-HSC1")
REASONS = ("Triển khai nhiệm vụ mới", "Vị trí chưa qua bồi dưỡng", "Chuẩn bị kiểm tra cuối năm", "Theo kế hoạch chuyển đổi số của đơn vị", "", "", "")


@dataclass(frozen=True)
class LineSeed:
    """One line: a person or (group, heads); `course` is a code."""
    course: str
    person: int | None
    group: str | None
    heads: int
    priority: int
    quarter: str
    reason: str


class Asking:
    """Draws the lines of sheets; nobody is asked for the same course twice over all rounds."""

    def __init__(self, seed: int, kinds: dict[int, str]):
        self.random, self.kinds, self.asked = Random(seed + 11), kinds, set()

    def lines(self, people: list[int], courses: tuple[str, ...], year: int, *, persons: int, heads: int) -> list[LineSeed]:
        """About `persons` person lines and head counts of about `heads` heads for one unit."""
        made: list[LineSeed] = []
        for course in self.random.sample(courses, min(len(courses), 3)):
            fitting = [one for one in people if self.kinds[one] in FITS[course] and (one, course) not in self.asked]
            for person in self.random.sample(fitting, min(len(fitting), max(1, persons // 3 + self.random.randint(0, 1)))):
                self.asked.add((person, course))
                made.append(LineSeed(course, person, None, 1, *self._how(year)))
        if heads:
            for course in self.random.sample(courses, min(len(courses), 2)):
                made.append(LineSeed(course, None, GROUPS[course], self.random.randint(max(1, heads // 2), heads), *self._how(year)))
        return made

    def _how(self, year: int) -> tuple[int, str, str]:
        """Priority, quarter, reason."""
        return self.random.choice((1, 1, 2, 2, 2, 3)), f"{year}Q{self.random.choice((2, 3, 4, 4))}", self.random.choice(REASONS)
