"""The roll-up table: rows x columns with two numbers in each cell, as the units asked and as corrected on the way up. A unit's number is its own and
that of everything below it; no line is lost or counted twice, whatever units lie between."""
from dataclasses import dataclass, field

AXES = ("unit", "region", "group", "topic", "level", "priority", "quarter")
COLUMNS = ("topic", "group", "level", "priority", "quarter", "region", "none")
NO_VALUE = "–"


@dataclass(frozen=True)
class Sum:
    """What is asked in one row and one column: `row` and `column` are keys of the two axes, `changed` how many lines were corrected."""
    row: str
    column: str
    now: int
    asked: int
    changed: int = 0


@dataclass(frozen=True)
class Place:
    """The unit of a sheet, as the table needs it."""
    sheet_id: int
    unit_id: int
    path: str
    name: str
    region: str
    state: str
    review_unit_id: int
    code: str = ""


@dataclass
class Cell:
    """The number that counts, the one that was asked, and how many lines were corrected between the two."""
    now: int = 0
    asked: int = 0
    changed: int = 0

    def add(self, now: int, asked: int, changed: int = 0) -> None:
        """One more."""
        self.now += now
        self.asked += asked
        self.changed += changed

    @property
    def corrected(self) -> bool:
        """Whether a level above changed something in here, also where what was added makes up for what was taken away."""
        return self.changed > 0


@dataclass
class Row:
    """A row of the table; a row of units has the unit's path, and `own` when it stands for the unit alone without those below it."""
    key: str
    name: str
    path: str = ""
    unit_id: int | None = None
    own: bool = False
    below: int = 0
    cells: dict[str, Cell] = field(default_factory=dict)
    total: Cell = field(default_factory=Cell)

    def add(self, column: str, *numbers: int) -> None:
        """One more number (now, asked, lines changed)."""
        self.cells.setdefault(column, Cell()).add(*numbers)
        self.total.add(*numbers)


def uppers(path: str) -> list[str]:
    """The path itself and those of all units above, the nearest first."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:length]) + "/" for length in range(len(parts), 0, -1)]


def unit_rows(places: list[Place], level_path: str | None) -> list[Row]:
    """The level's own row, then the highest units below it that answer, each with everything below it. Without a level: the highest units of all."""
    paths = {place.path for place in places if place.path != level_path}
    own = [Row(str(place.unit_id), place.name, place.path, place.unit_id, own=True) for place in places if place.path == level_path]
    tops = [Row(str(place.unit_id), place.name, place.path, place.unit_id) for place in places
            if place.path != level_path and not paths.intersection(uppers(place.path)[1:])]
    found = {row.path: row for row in own + tops}
    for place in places:
        row = row_of(found, place.path)
        if row is not None and row.path != place.path and not row.own:
            row.below += 1
    return own + tops


def row_of(by_path: dict[str, Row], path: str) -> Row | None:
    """The row that holds a path: the nearest unit at or above it."""
    return next((by_path[upper] for upper in uppers(path) if upper in by_path), None)


def unit_keys(rows: list[Row], places: list[Place]) -> dict[int, str]:
    """Sheet -> the key of the one row whose subtree holds it."""
    by_path = {row.path: row for row in rows}
    found = {place.sheet_id: row_of(by_path, place.path) for place in places}
    return {sheet_id: row.key for sheet_id, row in found.items() if row is not None}


def folded(numbers, axes: tuple[str, str], keys: dict[str, dict[int, str]]) -> list[Sum]:
    """Grouped rows (sheet, key of the row, key of the column, now, asked, lines changed) as one sum for each row and column. On an axis in `keys` the sheet says the
    key; a sheet that has none there is in no row. The loop is bare because a large round has tens of thousands of groups."""
    first, second = (keys.get(axis) for axis in axes)
    now_by: dict[tuple, int] = {}
    asked_by: dict[tuple, int] = {}
    changed_by: dict[tuple, int] = {}
    for sheet_id, row, column, now, asked, changed in numbers:
        key = (row if first is None else first.get(sheet_id), column if second is None else second.get(sheet_id))
        now_by[key] = now_by.get(key, 0) + now
        asked_by[key] = asked_by.get(key, 0) + asked
        if changed:
            changed_by[key] = changed_by.get(key, 0) + changed
    return [Sum(str(key[0]), str(key[1]), int(now), int(asked_by[key]), changed_by.get(key, 0)) for key, now in now_by.items() if None not in key]


def fill(rows: list[Row], sums: list[Sum]) -> None:
    """Lay the sums into the rows they belong to."""
    by_key = {row.key: row for row in rows}
    for each in sums:
        by_key[each.row].add(each.column, each.now, each.asked, each.changed)


def value_rows(sums: list[Sum], names: dict[str, str]) -> list[Row]:
    """One row for each value that occurs, in the order of `names`; values without a name come last."""
    found: dict[str, Row] = {}
    for each in sums:
        found.setdefault(each.row, Row(each.row, names.get(each.row, each.row))).add(each.column, each.now, each.asked, each.changed)
    return sorted(found.values(), key=lambda row: _place(row.key, names))


def columns_in(sums: list[Sum], names: dict[str, str]) -> list[str]:
    """The columns that occur, in the order of `names`."""
    return sorted({each.column for each in sums}, key=lambda key: _place(key, names))


def _place(key: str, names: dict[str, str]) -> tuple:
    order = {name: place for place, name in enumerate(names)}
    return order.get(key, len(order)), key


def totals(rows: list[Row], columns: list[str]) -> tuple[dict[str, Cell], Cell]:
    """The last line of the table: each column, and everything."""
    found, every = {column: Cell() for column in columns}, Cell()
    for row in rows:
        for column, cell in row.cells.items():
            found.setdefault(column, Cell()).add(cell.now, cell.asked, cell.changed)
        every.add(row.total.now, row.total.asked, row.total.changed)
    return found, every


def as_shown(rows: list[Row], columns: list[str], sums: tuple[dict[str, Cell], Cell]) -> tuple[list[str], list[list[int]]]:
    """The cells of a spreadsheet: which numbers stand in which column. A column in which something was corrected is followed by the number asked.
    Returns column keys (`key` or `key|asked`) and the numbers row by row, the last line and the last columns being the sums."""
    by_column, every = sums
    keys = [key for column in columns for key in ([column, f"{column}|asked"] if by_column[column].corrected else [column])]
    lines = [(row.cells, row.total) for row in rows] + [(by_column, every)]
    numbers = [[_number(cells, key) for key in keys] + [total.now] + ([total.asked] if every.corrected else []) for cells, total in lines]
    return keys, numbers


def _number(cells: dict[str, Cell], key: str) -> int:
    column, _sign, asked = key.partition("|")
    cell = cells.get(column, Cell())
    return cell.asked if asked else cell.now
