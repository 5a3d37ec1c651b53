"""`flask --app lms papers`: the issued papers as files."""
import sys
from pathlib import Path

import click
from flask.cli import AppGroup

commands = AppGroup("papers", help="Issued papers: decisions, proposals, certificates.")


@commands.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write every issued paper into FOLDER as KIND-NUMBER.pdf. Files that are there already and equal are left alone."""
    from lms.blobs import read_bytes
    from lms.certificates.queries import exported
    from lms.db import db, writing
    from lms.documents.queries import printed
    from lms.documents.rules.numbers import file_name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise click.ClickException(f"cannot make {folder}: {trouble.strerror}") from None
    taken: set[str] = set()
    with writing(False):
        rows = [(kind, number if str(year) in number else f"{number}-{year}", digest) for kind, number, year, digest in db.session.execute(printed())]
        rows += [tuple(row) for row in db.session.execute(exported())]
        for kind, number, digest in rows:
            name = _free(file_name(kind, number), taken)
            (folder / name).write_bytes(read_bytes(digest))
        db.session.rollback()
    click.echo(f"{len(rows)} papers in {folder}")
    sys.exit(0)


def _free(name: str, taken: set[str]) -> str:
    """A name nobody has yet, also where capitals do not count; two bodies may issue the same number in a year."""
    stem, count = name.removesuffix(".pdf"), 1
    while name.casefold() in taken:
        count += 1
        name = f"{stem}-{count}.pdf"
    taken.add(name.casefold())
    return name
