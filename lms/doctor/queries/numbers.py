"""Numbers without a gap: what the counters say against what stands on the rows."""
from collections import defaultdict

from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.certificates.rules.numbers import register_series, serial_series
from lms.counters import Counter
from lms.db import db
from lms.documents.models import Document


def _counters(prefix: str) -> dict[str, int]:
    return {row.series: row.value for row in db.session.execute(select(Counter.series, Counter.value).where(Counter.series.startswith(prefix, autoescape=True)))}


def _against(prefix: str, taken: dict[str, list[tuple[int, bool]]]) -> list[str]:
    """`taken` is series -> (number, whether it was given from outside). A gap may only stand before a number from outside."""
    counters, found = _counters(prefix), []
    for series in sorted(taken.keys() | counters.keys()):
        rows = sorted(taken.get(series, []))
        numbers = [number for number, _given in rows]
        for before, (number, given) in zip([0, *numbers], rows, strict=False):
            if number == before:
                found.append(f"{series} has number {number} twice")
            elif number != before + 1 and not given:
                found.append(f"{series} has no number {before + 1}" + (f" to {number - 1}" if number > before + 2 else ""))
        if counters.get(series, 0) != max(numbers, default=0):
            found.append(f"{series} counts {counters.get(series, 0)}, the highest number is {max(numbers, default=0)}")
    return found


def documents() -> list[str]:
    """Each series of papers and year."""
    taken = defaultdict(list)
    rows = select(Document.series, Document.year, Document.number, Document.number_given).where(Document.number.is_not(None))
    for series, year, number, given in db.session.execute(rows):
        taken[f"document/{series}/{year}"].append((number, given))
    return _against("document/", taken)


def registers() -> list[str]:
    """Each issuer's register of each year."""
    taken = defaultdict(list)
    for issuer, year, number in db.session.execute(select(Certificate.issuer_id, Certificate.register_year, Certificate.register_no)):
        taken[register_series(issuer, year)].append((number, False))
    return _against("certificate/", taken)


def serials() -> list[str]:
    """Each issuer's serials."""
    taken = defaultdict(list)
    for issuer, serial in db.session.execute(select(Certificate.issuer_id, Certificate.serial)):
        taken[serial_series(issuer)].append((int(serial.rsplit("-", 1)[1]), False))
    return _against("serial/", taken)
