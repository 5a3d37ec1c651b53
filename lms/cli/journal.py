"""`flask --app lms journal`: walk the chain, write its head down."""
import sys

import click
from flask.cli import AppGroup

commands = AppGroup("journal", help="The journal and its chain of hashes.")


@commands.command("verify")
def verify() -> None:
    """Walk the chain and compare the heads kept outside. Exit 1 with the first bad row named."""
    from lms.audit.queries import verify_chain
    from lms.db import db, writing
    with writing(False):
        verdict = verify_chain()
        db.session.rollback()
    click.echo(f"{verdict.sealed} entries sealed, head {verdict.head}, {verdict.anchors} heads kept outside agree" if not verdict.faults else
               f"{verdict.sealed} entries sealed, {len(verdict.faults)} faults")
    click.echo(f"{verdict.unsealed} entries not sealed yet (the worker seals every 5 seconds)")
    for fault in verdict.faults:
        click.echo(fault, err=True)
    sys.exit(1 if verdict.faults else 0)


@commands.command("anchor")
def anchor() -> None:
    """Seal what is not sealed yet, append the head to instance/journal-heads.log and print it (to be kept on paper or another machine)."""
    from lms.audit.actions import BATCH, anchor, seal
    from lms.audit.queries import chain_head
    from lms.db import work
    with work():
        while seal() == BATCH:
            pass
        count, digest = chain_head()
    anchor(count, digest, force=True)
    click.echo(f"{count} {digest}")
