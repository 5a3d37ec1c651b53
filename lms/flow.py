"""A life cycle as a table of moves, and the one statement that makes a move.

From one table come the CHECK of the column, the buttons, the permission of each button, the 409 for a wrong move, and the test of all pairs.
"""
from dataclasses import dataclass, field

from sqlalchemy import CheckConstraint, not_, or_, update

from lms import clock
from lms.db import db
from lms.errors import SamePerson, StaleForm, WrongMove
from lms.texts import lazy

STALE = lazy("Nội dung này đã thay đổi từ khi trang này mở.")


@dataclass(frozen=True)
class Move:
    """`name` takes a thing from one of `sources` to `target`; `verb` is the permission; `not_by` are columns whose person may not do it."""
    name: str
    sources: tuple[str, ...]
    target: str
    verb: str
    label: object = ""
    not_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Flow:
    """The life cycle of one kind of thing: its states with labels (in order), where it begins, and its moves."""
    name: str
    initial: str
    states: dict[str, object]
    moves: tuple[Move, ...]
    glyphs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        used = {self.initial} | {state for move in self.moves for state in (*move.sources, move.target)}
        if unknown := used - set(self.states):
            raise ValueError(f"{self.name}: states without a label: {sorted(unknown)}")

    def move(self, name: str) -> Move:
        """The move of that name; KeyError when there is none."""
        return next(move for move in self.moves if move.name == name)

    def check(self) -> CheckConstraint:
        """The column `state` holds only known states, also for those who write past the program."""
        return CheckConstraint("state IN ({})".format(", ".join(f"'{state}'" for state in self.states)), name="known_state")

    def label(self, state: str):
        """The state in words."""
        return self.states[state]


def check_version(thing, version: int | None) -> None:
    """The form was opened on this version of the thing, or it is stale."""
    if version is not None and thing.version != version:
        raise StaleForm(STALE, thing=thing)


def _instant_of(kind, column: str):
    """When that person did it: `submitted_by_id` -> `submitted_at`; None where the kind does not keep it."""
    return getattr(kind, column.removesuffix("by_id") + "at", None)


def move(thing, name: str, actor, **values) -> None:
    """Make a move: one UPDATE that checks id, version, source state and separation of duties, so it also holds in a race. Who acts for somebody
    counts as both persons (`Account.same_as`).

    `values` are columns written with it (submitted_by_id=..., reason=...). Raises WrongMove, SamePerson or StaleForm; writes nothing then.
    """
    flow = type(thing).FLOW
    step = flow.move(name)
    kind = type(thing)
    db.session.flush()
    conditions = [kind.id == thing.id, kind.version == thing.version, kind.state.in_(step.sources)]
    if actor is not None:
        conditions += [or_(getattr(kind, column).is_(None), not_(actor.same_as(getattr(kind, column), _instant_of(kind, column)))) for column in step.not_by]
    if hasattr(kind, "changed_at"):
        values.setdefault("changed_at", clock.now())
    statement = update(kind).where(*conditions).values(state=step.target, version=kind.version + 1, **values)
    done = db.session.execute(statement.execution_options(synchronize_session=False)).rowcount
    known = thing.version
    db.session.refresh(thing)
    if done == 1:
        return
    if thing.state not in step.sources:
        raise WrongMove(lazy("Việc này không còn làm được: trạng thái hiện nay là “%(state)s”.", state=flow.label(thing.state)), thing=thing)
    if thing.version != known:
        raise StaleForm(STALE, thing=thing)
    raise SamePerson(lazy("Người đã làm bước trước không được tự duyệt bước này."), thing=thing)
