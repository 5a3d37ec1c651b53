"""Why a paper cannot be made. Each is a Problem: its text may be shown to the person who asked for the paper."""
from lms.errors import Problem


class PaperProblem(Problem):
    """A paper cannot be made from these values."""


class TextDoesNotFit(PaperProblem):
    """The text of one field is too long for its place on the paper, even in the smallest type."""

    def __init__(self, field: str, text: str):
        super().__init__(f"Nội dung quá dài, không in được trên giấy ({field}): {text}", field=field, value=text)
        self.field = field


class SignNotInFont(PaperProblem):
    """A sign that the font of the papers does not have; another font would be mixed in silently."""

    def __init__(self, signs: str):
        told = ", ".join(f"“{sign}” (U+{ord(sign):04X})" for sign in signs)
        super().__init__(f"Phông chữ của văn bản không có ký tự: {told}", signs=signs)
        self.signs = signs


class NotPlain(PaperProblem):
    """A value for a template that is no text, number, date, list or table of those."""


class FontsMissing(PaperProblem):
    """The four faces of Tinos are not on this machine, or lack Vietnamese letters."""


class PaperTooHeavy(PaperProblem):
    """The document needed more time or memory than a document may."""


class PaperBroken(PaperProblem):
    """The template asked for something that papers never load, or the engine failed."""
