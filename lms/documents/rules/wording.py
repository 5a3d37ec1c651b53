"""How official Vietnamese papers write days, numbers and sums (Decree 30/2020, Annex I)."""
from datetime import date

GAP = "\u00a0" * 6          # room for the pen where a figure is not known yet
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def date_words(day: date | None, year: int | None = None) -> str:
    """`ngày 05 tháng 01 năm 2027`: days below 10 take a zero, months only 1 and 2. Without a day: room to write it."""
    if day is None:
        return f"ngày{GAP}tháng{GAP}năm {year if year else GAP.strip(' ')}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: date) -> str:
    """`05/01/2027`, the form of tables and lists."""
    return f"{day:%d/%m/%Y}"


def number_text(number: int | None, symbol: str) -> str:
    """`05/QĐ-BM`: numbers below 10 take one zero, nothing else does. Without a number: room to write it."""
    return f"{GAP if number is None else f'{number:02d}'}/{symbol}"


def thousands(number: int) -> str:
    """`1.055`."""
    return f"{number:,}".replace(",", ".")


def cell(number: int | None) -> str:
    """A figure in a table; none and zero are `-`, which the note explains."""
    return thousands(number) if number else "-"


def roman(number: int) -> str:
    """I, II, III … for the groups of a table."""
    told, left = "", number
    for value, sign in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        told += sign * (left // value)
        left %= value
    return told
