"""The thread: ten stations of the chain, each done, part, to come, stopped or skipped. Source: look.md section 5."""
from dataclasses import dataclass, replace

from lms.texts import lazy as _

# in lower case: the words whose capital form is the name of a list page, which English says in the plural
NAMES = (_("nhu cầu"), _("Nhóm"), _("Tổng hợp"), _("Đề xuất"), _("Quyết định"), _("Lớp"), _("Đề cử"), _("Chỗ học"), _("Hoàn thành"), _("chứng chỉ"))
PLACES = ("need", "group", "demand", "proposal", "decision", "class", "nomination", "seat", "completion", "certificate")


@dataclass(frozen=True)
class Station:
    """One station as it is drawn: `state` is done, part, to, stop or skip; `text` at most 18 characters; `url` only if the reader may open it."""
    name: object
    state: str = "to"
    text: str = ""
    url: str | None = None
    here: bool = False


def empty() -> list[Station]:
    """Ten stations to come."""
    words = [str(name) for name in NAMES]
    return [Station(word[:1].upper() + word[1:]) for word in words]


def put(stations: list[Station], place: str, state: str, text: str = "", url: str | None = None) -> None:
    """Fill one station."""
    at = PLACES.index(place)
    stations[at] = replace(stations[at], state=state, text=text[:24], url=url)


def stand_at(stations: list[Station], place: str) -> list[Station]:
    """Mark the station of this page; it carries no link to itself."""
    at = PLACES.index(place)
    stations[at] = replace(stations[at], here=True, url=None)
    return stations


def is_gold(stations: list[Station]) -> bool:
    """All ten done: the certificate is valid."""
    return all(station.state in ("done", "skip") for station in stations) and stations[-1].state == "done"


def part(done: int, total: int) -> str:
    """`to` for none, `part` for some, `done` for all."""
    if not done:
        return "to"
    return "done" if done >= total > 0 else "part"
