"""The roll-up table: unit x column with totals, where a unit's number is its own and that of everything below it."""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sum:
    """Heads of one sending unit in one column."""
    path: str
    column: str
    heads: int


@dataclass
class Row:
    """A row of the table: the unit's own heads and those of its children are in `cells` together."""
    unit_id: int
    path: str
    name: str
    cells: dict = field(default_factory=dict)
    own: int = 0

    @property
    def total(self) -> int:
        """All columns."""
        return sum(self.cells.values())


def fill(rows: list[Row], sums: list[Sum]) -> None:
    """Add every sum to the row whose subtree holds it. Rows do not lie inside each other."""
    by_path = {row.path: row for row in rows}
    for each in sums:
        row = _row_of(by_path, each.path)
        if row is not None:
            row.cells[each.column] = row.cells.get(each.column, 0) + each.heads
            row.own += each.heads if each.path == row.path else 0


def _row_of(by_path: dict[str, Row], path: str) -> Row | None:
    parts = path.strip("/").split("/")
    for length in range(len(parts), 0, -1):
        if (row := by_path.get("/" + "/".join(parts[:length]) + "/")) is not None:
            return row
    return None


def by_topic(rows: list[Row], columns: list[str], level: int | None) -> list[str]:
    """Join the columns `topic|level` to topics, of one level or of all; the cells change in place."""
    kept = [column for column in columns if level is None or column.endswith(f"|{level}")]
    for row in rows:
        cells: dict[str, int] = {}
        for column in kept:
            topic = column.rpartition("|")[0]
            cells[topic] = cells.get(topic, 0) + row.cells.get(column, 0)
        row.cells = cells
    return list(dict.fromkeys(column.rpartition("|")[0] for column in kept))


def totals(rows: list[Row], columns: list[str]) -> dict[str, int]:
    """The last line of the table."""
    return {column: sum(row.cells.get(column, 0) for row in rows) for column in columns}
