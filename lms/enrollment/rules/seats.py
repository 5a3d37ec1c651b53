"""Which seat is given, who is next, and whose unused seat moves. Plain values only."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Waiter:
    """Somebody on the waiting list."""
    enrollment_id: int
    unit_id: int
    priority: int
    waiting_no: int


@dataclass(frozen=True)
class Share:
    """What a unit may use of a class, and what it uses."""
    unit_id: int
    allocated: int
    used: int

    @property
    def left(self) -> int:
        """Seats of the unit that nobody has taken."""
        return self.allocated - self.used


def lowest_free(taken: set[int], capacity: int) -> int | None:
    """The lowest seat number that nobody has; None when the class is full."""
    return next((number for number in range(1, capacity + 1) if number not in taken), None)


def in_order(waiters: list[Waiter]) -> list[Waiter]:
    """The waiting list: by priority, then by the number drawn."""
    return sorted(waiters, key=lambda one: (one.priority, one.waiting_no))


def giver(shares: list[Share], to_unit_id: int, freed_by: int | None) -> int | None:
    """Whose unused seat goes to a unit that has none left: the unit that freed it, else the one with most unused seats."""
    able = [share for share in shares if share.unit_id != to_unit_id and share.left > 0]
    if any(share.unit_id == freed_by for share in able):
        return freed_by
    return max(able, key=lambda share: (share.left, -share.unit_id)).unit_id if able else None


def split_by_allocation(priorities: list[int], left: int) -> list[bool]:
    """Which of the persons named together go to the reserve (True): the seats left go to the highest priorities, then in the order named."""
    order = sorted(range(len(priorities)), key=lambda place: (priorities[place], place))
    within = set(order[:max(0, left)])
    return [place not in within for place in range(len(priorities))]
