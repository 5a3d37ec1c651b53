"""Correcting a number on the way up: what may be written, which level writes it, and why a sheet is not accepted with the others."""
from lms.survey.rules.sending import SENT, WAITING

HEADS_MOST = 100_000


def corrected(asked: int, after: int) -> int | None:
    """What is stored beside the number asked: nothing when a correction leads back to it."""
    return None if after == asked else after


def why_no_number(is_person: bool, now: int, after: int) -> str | None:
    """`range`, `person` (a person counts once or not at all), `same`, or None when the number may be written."""
    if is_person and after not in (0, 1):
        return "person"
    if not 0 <= after <= HEADS_MOST:
        return "range"
    return "same" if after == now else None


def level_of(grants: list[tuple[str, int | None]], review_path: str, review_unit_id: int) -> int:
    """The unit in whose name somebody reviews: of his grants (path, unit) over the reviewing unit the nearest."""
    over = [(len(path), unit_id) for path, unit_id in grants if unit_id is not None and review_path.startswith(path)]
    return max(over)[1] if over else review_unit_id


def why_not_together(state: str, own: bool, warned: int | bool) -> str | None:
    """Why a sheet is not accepted together with others: `gone`, `own` (its sender counts as the reviewer), `warned`, or None."""
    if state not in WAITING:
        return "gone"
    if own:
        return "own"
    return "warned" if warned else None


def may_correct(state: str, round_state: str) -> bool:
    """Numbers are corrected while the sheet lies with a reviewer or is accepted, until the round is closed."""
    return state in SENT and round_state in ("open", "locked")
