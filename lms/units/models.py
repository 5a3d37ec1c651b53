"""The command tree, with dates of effect. An academy and an enterprise are units too."""
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Key, Path, Versioned, db
from lms.units.rules.names import kind_beside


class UnitKind(db.Model):
    """Bộ, Tổng cục, Quân khu, Học viện ...: kept as data. `family` groups first-level units on the pages of 48."""
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    name_squeezed: Mapped[str] = mapped_column(Key, index=True)
    family: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    academy: Mapped[bool] = mapped_column(default=False)


class Unit(Versioned, db.Model):
    """One unit for life, as it is today. `code` is its identity; `path` is /1/4/17/ from the ministry down to itself."""
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    short: Mapped[str] = mapped_column(default="")
    kind_id: Mapped[int] = mapped_column(ForeignKey("unit_kind.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    path: Mapped[str] = mapped_column(Path, index=True)
    depth: Mapped[int] = mapped_column(index=True)
    first_level_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    region: Mapped[str] = mapped_column(default="")
    since: Mapped[date]
    until: Mapped[date | None]
    name_fold: Mapped[str] = mapped_column(Key, index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[UnitKind] = relationship(lazy="joined")
    parent: Mapped["Unit | None"] = relationship(remote_side=[id], foreign_keys=[parent_id])
    __table_args__ = (CheckConstraint("until IS NULL OR until >= since", name="dates_in_order"),)

    @property
    def is_academy(self) -> bool:
        """Whether classes are held here."""
        return self.kind.academy

    @property
    def kind_beside(self) -> str:
        """The kind, where the name does not say it already."""
        return kind_beside(self.kind.name, self.name)


class UnitVersion(db.Model):
    """What a unit was called and where it stood between two dates (`until` included). Never overwritten."""
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str]
    short: Mapped[str] = mapped_column(default="")
    kind_id: Mapped[int] = mapped_column(ForeignKey("unit_kind.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    region: Mapped[str] = mapped_column(default="")
    since: Mapped[date]
    until: Mapped[date | None]
    decision: Mapped[str] = mapped_column(default="")
    __table_args__ = (UniqueConstraint("unit_id", "since"),)


class UnitSuccession(db.Model):
    """Merge, split, dissolution: from `on`, what was `old` is `new`."""
    id: Mapped[int] = mapped_column(primary_key=True)
    old_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    new_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(12))
    on: Mapped[date]
    decision: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        CheckConstraint("kind IN ('merge', 'split', 'dissolve', 'rename')", name="known_kind"),
        UniqueConstraint("old_unit_id", "new_unit_id", "on"),
    )


Index("ix_unit_first_level_path", Unit.first_level_id, Unit.path)
