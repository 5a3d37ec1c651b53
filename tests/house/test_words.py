"""Every Vietnamese text of the product has its English; none is empty, fuzzy, or has other placeholders."""
import re
from io import BytesIO

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.house.rules import ROOT

KEYWORDS = {"_": None, "lazy": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def catalogue() -> dict:
    """msgid -> message of all English files together."""
    known = {}
    for file in sorted((ROOT / "lms" / "translations" / "en").glob("*.po")):
        for message in read_po(BytesIO(file.read_bytes()), locale="en"):
            if message.id:
                known[message.id[0] if isinstance(message.id, tuple) else message.id] = (file.name, message)
    return known


def said() -> dict[str, str]:
    """Every text of the product -> where it stands."""
    found = {}
    for folder, method in (("lms", [("**.py", "python")]), ("templates", [("papers/**", "ignore"), ("**.html", "jinja2")])):
        for file, line, message, _comments, _context in extract_from_dir(str(ROOT / folder), method, keywords=KEYWORDS):
            text = message[0] if isinstance(message, tuple) else message
            if text:
                found.setdefault(text, f"{folder}/{file}:{line}")
    return found


def test_every_text_has_its_english():
    known = catalogue()
    missing = [f"{where}: {text!r}" for text, where in said().items() if text not in known]
    assert not missing, f"{len(missing)} missing (bin/texts adds them):\n" + "\n".join(missing[:60])


def test_no_translation_is_empty_fuzzy_or_has_other_placeholders():
    faults = []
    for text, (file, message) in catalogue().items():
        translations = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy or not all(translations):
            faults.append(f"{file}: {text!r} is empty or fuzzy")
        for translation in translations:
            wanted, given = set(PLACEHOLDER.findall(text)), set(PLACEHOLDER.findall(translation))
            if wanted - {"%(num)s"} != given - {"%(num)s"}:
                faults.append(f"{file}: {text!r} has other placeholders")
    assert not faults, "\n".join(faults[:60])
