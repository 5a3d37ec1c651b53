"""`python -m lms.pdf.selfcheck`: can this machine print Vietnamese papers? One line, exit 0 or 1. Needs no Flask and no database."""
import re
import sys

from lms.pdf.errors import PaperProblem
from lms.pdf.fonts import FACES, face_file, missing_letters, vietnamese_letters


def check_fonts() -> str:
    """Render all 146 letters in four faces, read the fonts back; the good news as one line, or PaperProblem with the bad."""
    letters = vietnamese_letters()
    for face in FACES:
        if lost := missing_letters(face):
            raise PaperProblem(f"{face_file(face)} lacks {len(lost)} of {len(letters)} Vietnamese letters: {lost[:12]}")
    from weasyprint import HTML

    from lms.pdf.render import shared
    fonts, sheets = shared(("fonts", "base"))
    text = f"<p>{letters}</p><p><b>{letters}</b></p><p><i>{letters}</i></p><p><b><i>{letters}</i></b></p>"
    made = HTML(string=text).write_pdf(stylesheets=sheets, font_config=fonts, uncompressed_pdf=True)
    found = {name.decode() for name in re.findall(rb"/BaseFont ?/(?:[A-Z]{6}\+)?([^\s/\]>]+)", made)}
    if len(found) != len(FACES) or not all(name.startswith("LMS-Serif") for name in found):
        raise PaperProblem(f"a paper embeds {', '.join(sorted(found)) or 'no font'} instead of four faces of LMS-Serif")
    return f"{len(letters)} Vietnamese letters in {', '.join(sorted(found))} from {face_file('regular').parent}"


def main() -> int:
    """Say it."""
    try:
        print(f"papers: ok, {check_fonts()}")
    except PaperProblem as trouble:
        print(f"papers: NOT ok, {trouble.text}", file=sys.stderr)
    except (ImportError, OSError) as trouble:               # WeasyPrint or the libraries it loads
        print(f"papers: NOT ok, WeasyPrint cannot be loaded ({trouble}); Debian needs libpango-1.0-0 and libpangoft2-1.0-0", file=sys.stderr)
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
