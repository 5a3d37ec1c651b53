"""Whether a text fits its box, measured with the widths of the font before anything is laid out."""
from lms.pdf.errors import TextDoesNotFit
from lms.pdf.fonts import text_width

SPARE = 0.985               # of a box is used
STARTERS = {"và", "cho", "của", "trong", "trên", "theo", "với", "tại", "dành", "cấp"}


def one_line(field: str, text: str, face: str, sizes: tuple[int, ...], wide: float) -> dict:
    """The line in the largest size that fits `wide` mm; TextDoesNotFit names the field."""
    for size in sizes:
        if text_width(text, face, size) <= wide * SPARE:
            return {"text": text, "size": size}
    raise TextDoesNotFit(field, text)


def _cost(before: str, after: str, face: str, size: float) -> float:
    """How bad a break is: uneven lines are bad, a break after a comma or before a joining word is good, one behind such a word is not."""
    left, right = text_width(before, face, size), text_width(after, face, size)
    uneven = abs(left - right) / (left + right)
    good = 0.12 if before.endswith((",", ";", ":")) else 0.10 if after.split(" ")[0].lower() in STARTERS else 0
    torn = 0.15 if before.split(" ")[-1].lower() in STARTERS else 0
    return uneven - good + torn


def two_lines(field: str, text: str, face: str, size: float, wide: float) -> list[str]:
    """The text as two lines of nearly equal length; a no-break space is never broken."""
    words = text.split(" ")
    ways = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    fitting = [way for way in ways if all(text_width(part, face, size) <= wide * SPARE for part in way)]
    if not fitting:
        raise TextDoesNotFit(field, text)
    return list(min(fitting, key=lambda way: _cost(*way, face, size)))
