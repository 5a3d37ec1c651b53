"""What every fact has."""
from dataclasses import asdict, dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Fact:
    """`subject` names the kind of thing, `subject_id` the row, `unit_id` the unit it concerns (for reach)."""
    subject: ClassVar[str] = ""
    subject_id: int
    unit_id: int | None = None

    @property
    def name(self) -> str:
        """The fact's name in the journal."""
        return type(self).__name__

    def data(self) -> dict:
        """Everything else, as JSON-able values."""
        values = asdict(self)
        values.pop("subject_id")
        values.pop("unit_id")
        return {key: value if isinstance(value, (int, str, bool, list, dict, type(None))) else str(value) for key, value in values.items()}
