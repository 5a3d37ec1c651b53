"""Reading a PDF back: fonts, text, words with their places, codes, enclosed files."""
import io
import re
import shutil
import subprocess
from dataclasses import dataclass
from xml.etree import ElementTree

import pypdf
import pytest

MM = 72 / 25.4


@dataclass(frozen=True)
class Word:
    """A word and its box in mm from the top left corner of its page."""
    page: int
    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


def tool(*words, data: bytes) -> bytes:
    """What a program says about a PDF that it reads from its input; skips the test where the program is not installed."""
    if not shutil.which(words[0]):
        pytest.skip(f"{words[0]} is not installed")
    return subprocess.run(words, input=data, capture_output=True, check=True).stdout


def opened(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def fonts(data: bytes) -> set[str]:
    """Names of all fonts, without the tag of the subset."""
    found = set()
    for page in opened(data).pages:
        for font in (page["/Resources"].get("/Font") or {}).values():
            found.add(re.sub(r"^/[A-Z]{6}\+", "", font.get_object()["/BaseFont"]))
    return found


def text(data: bytes) -> str:
    """The whole text as a reader would copy it, white space squeezed."""
    return re.sub(r"\s+", " ", tool("pdftotext", "-enc", "UTF-8", "-", "-", data=data).decode())


def words(data: bytes) -> list[Word]:
    told = tool("pdftotext", "-bbox", "-", "-", data=data).decode()
    tree, name, found = ElementTree.fromstring(told), "{http://www.w3.org/1999/xhtml}", []
    for number, page in enumerate(tree.iter(name + "page"), 1):
        for item in page.iter(name + "word"):
            found.append(Word(number, item.text or "", *(float(item.get(key)) / MM for key in ("xMin", "yMin", "xMax", "yMax"))))
    return found


def line(data: bytes, phrase: str, page: int = 1) -> tuple[float, float, float]:
    """(left, right, middle height) in mm of the words that spell a phrase."""
    wanted, there = phrase.split(), [word for word in words(data) if word.page == page]
    for place in range(len(there)):
        run = there[place:place + len(wanted)]
        if [word.text for word in run] == wanted:
            return run[0].x0, run[-1].x1, sum(word.middle for word in run) / len(run)
    raise AssertionError(f"{phrase!r} is not on page {page}")


def picture(data: bytes, dpi: int = 100):
    """The first page as a grey picture."""
    from PIL import Image
    return Image.open(io.BytesIO(tool("pdftoppm", "-r", str(dpi), "-gray", "-png", "-l", "1", "-", data=data)))


def codes(data: bytes, dpi: int) -> list[str]:
    """What a scanner reads from the first page."""
    if not shutil.which("zbarimg"):
        pytest.skip("zbarimg is not installed")
    image = io.BytesIO()
    picture(data, dpi).save(image, "PNG")
    done = subprocess.run(["zbarimg", "--raw", "-q", "-"], input=image.getvalue(), capture_output=True, check=False)
    return done.stdout.decode().split()
