"""`bin/texts`: the English catalogues follow the texts that stand in the code. Runs in .venv/ (needs Babel)."""
import argparse
import io
import sys
from tokenize import TokenError

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from jinja2 import TemplateError

from _house.places import ROOT, Stop, complain, guarded, say

TEXT = """Brings the texts of the code into lms/translations/en/PACKAGE.po: adds new ones (without English, for you to write),
keeps what is translated, drops what nobody says any more. Names of packages limit it to their files."""
ENGLISH = ROOT / "lms" / "translations" / "en"
KEYWORDS = {"_": None, "lazy": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
GROUND = {"sheets", "pdf", "cli", "static", "translations"}
FRONT = {"layouts", "components", "errors"}
PAPERS = "papers"
HEADER = """# English words of `%s`. Vietnamese is the source text; bin/texts keeps this file in step with the code.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def owner(file):
    """The catalogue that a file's texts belong to; None for papers, which are Vietnamese by law."""
    parts = file.relative_to(ROOT).parts
    if parts[0] == "lms":
        return "ground" if len(parts) == 2 or parts[1] in GROUND else parts[1]
    if parts[1] == PAPERS:
        return None
    return "front" if len(parts) == 2 or parts[1] in FRONT else parts[1]


def first(text):
    """What a text is known by: itself, or its singular."""
    return text[0] if isinstance(text, tuple) else text


def said():
    """{key: (text, the catalogues that say it)} over all files, and the files that could not be read."""
    found, unread = {}, []
    files = [(file, "python") for file in sorted((ROOT / "lms").rglob("*.py"))]
    files += [(file, "jinja2") for file in sorted((ROOT / "templates").rglob("*.html"))]
    for file, method in files:
        name = owner(file)
        if name is None:
            continue
        try:
            texts = list(extract_from_file(method, str(file), keywords=KEYWORDS, options={"silent": "false"}))
        except (SyntaxError, UnicodeDecodeError, TokenError, TemplateError) as error:
            unread.append(f"{file.relative_to(ROOT)}: {error}")
            continue
        for _line, text, _comments, _context in texts:
            key = first(text)
            if key:
                known, names = found.get(key, (text, []))
                found[key] = (text if isinstance(text, tuple) else known, [*names, name])
    return found, unread


def read():
    """{catalogue: {key: message}} of the files as they are."""
    shelves = {}
    for file in sorted(ENGLISH.glob("*.po")):
        messages = read_po(io.BytesIO(file.read_bytes()), locale="en")
        shelves[file.stem] = {first(message.id): message for message in messages if message.id}
    return shelves


def rank(name):
    """Where a text that several packages say is kept: at the ground, then at the front, then by name."""
    return (name != "ground", name != "front", name)


def home(key, names, shelves):
    """The one catalogue for a text: where it stands already and is said, else the first that says it."""
    standing = [name for name in names if key in shelves.get(name, {})]
    return min(standing or names, key=rank)


def english(key, text, shelves):
    """What is written for a text anywhere, in the form that it needs (one, or one and many)."""
    for shelf in shelves.values():
        message = shelf.get(key)
        if message is not None and any(message.string if isinstance(message.string, tuple) else (message.string,)):
            words = message.string if isinstance(message.string, tuple) else (message.string,)
            return (words if len(words) == 2 else words * 2) if isinstance(text, tuple) else words[0]
    return ("", "") if isinstance(text, tuple) else ""


def arrange(found, shelves, torn):
    """{catalogue: Catalog} as the files should be; with `torn`, nothing is dropped since some files were not read."""
    wanted = {}
    for key, (text, names) in found.items():
        wanted.setdefault(home(key, names, shelves), {})[key] = text
    if torn:
        for name, shelf in shelves.items():
            for key, message in shelf.items():
                if key not in found:
                    wanted.setdefault(name, {})[key] = message.id
    catalogues = {name: Catalog(locale="en") for name in [*wanted, *shelves]}
    for name, texts in wanted.items():
        for key in sorted(texts):
            old = shelves.get(name, {}).get(key)
            catalogues[name].add(texts[key], english(key, texts[key], shelves),
                                 user_comments=old.user_comments if old else ())
    return catalogues


def written(name, catalogue):
    """The bytes of a catalogue: no dates, no line numbers, sorted, so that two people's changes rarely meet."""
    out = io.BytesIO()
    write_po(out, catalogue, omit_header=True, no_location=True, sort_output=True, width=0)
    return (HEADER % name).encode() + out.getvalue().strip(b"\n") + b"\n"


def report(name, catalogue, shelf):
    """What changed in a catalogue, and what still waits for its English."""
    keys = {first(message.id) for message in catalogue if message.id}
    empty = sum(not all(message.string if isinstance(message.string, tuple) else (message.string,))
                for message in catalogue if message.id)
    return f"{name + '.po':22} {len(keys):4} texts, {len(keys - set(shelf))} new, {len(set(shelf) - keys)} gone, {empty} without English"


def follow(names, check):
    """Writes the catalogues (all, or those named); with `check`, only tells whether something would change."""
    found, unread = said()
    shelves = read()
    for fault in unread:
        complain("not read: " + fault)
    catalogues = arrange(found, shelves, unread)
    unknown = sorted(set(names) - set(catalogues))
    if unknown:
        raise Stop("no such package says anything: " + ", ".join(unknown))
    moved = {home(key, found[key][1], shelves) for name in names for key in shelves.get(name, {}) if key in found}
    changed = False
    for name in sorted({*names, *moved} if names else catalogues):
        changed = put(name, catalogues[name], check) or changed
        say(report(name, catalogues[name], shelves.get(name, {})))
    return 1 if unread or (check and changed) else 0


def put(name, catalogue, check):
    """Writes one file, unless `check`; True when it was not as it should be."""
    file = ENGLISH / (name + ".po")
    content = written(name, catalogue) if len(catalogue) else None
    if content == (file.read_bytes() if file.exists() else None):
        return False
    if not check and content is None:
        file.unlink()
    elif not check:
        ENGLISH.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return True


def main(words):
    """The command."""
    parser = argparse.ArgumentParser("bin/texts", description=TEXT, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", nargs="*", help="ground, front, or a package of lms/")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when something would change")
    chosen = parser.parse_args(words)
    return guarded(lambda: follow(chosen.package, chosen.check))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
