"""From the plan's seats to named classes: each section becomes a class, each unit's seats go to as few classes as possible."""
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Section:
    """`count` classes of one course at one academy that start in `month` and end in bucket `end_bucket`."""
    academy_id: int
    course_id: int
    month: date
    end_bucket: int
    count: int


@dataclass(frozen=True)
class Share:
    """Seats of a unit in the classes of one course at one academy that end in one bucket; `priority` orders who goes first."""
    unit_id: int
    academy_id: int
    course_id: int
    priority: int
    end_bucket: int
    heads: int


@dataclass
class PlannedClass:
    """One class to open, and how many seats each unit has in it."""
    academy_id: int
    course_id: int
    month: date
    seats: dict[int, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """All its seats."""
        return sum(self.seats.values())


def split(sections: list[Section], shares: list[Share]) -> list[PlannedClass]:
    """All classes of a plan. Sizes of classes that end together differ by at most one; higher priority sits in the earlier class."""
    classes = []
    groups = sorted({(section.academy_id, section.course_id, section.end_bucket) for section in sections})
    for academy_id, course_id, end_bucket in groups:
        made = [PlannedClass(academy_id, course_id, section.month) for section in sorted(sections, key=lambda row: row.month)
                if (section.academy_id, section.course_id, section.end_bucket) == (academy_id, course_id, end_bucket) for _ in range(section.count)]
        wanted = [share for share in shares if (share.academy_id, share.course_id, share.end_bucket) == (academy_id, course_id, end_bucket)]
        _fill(made, wanted)
        classes += [one for one in made if one.size]
    return classes


def _fill(classes: list[PlannedClass], shares: list[Share]) -> None:
    total = sum(share.heads for share in shares)
    sizes = [total // len(classes) + (place < total % len(classes)) for place in range(len(classes))]
    at = 0
    for share in sorted(shares, key=lambda row: (row.priority, row.unit_id)):
        left = share.heads
        while left:
            room = sizes[at] - classes[at].size
            if room <= 0:
                at += 1
                continue
            taken = min(left, room)
            classes[at].seats[share.unit_id] = classes[at].seats.get(share.unit_id, 0) + taken
            left -= taken
