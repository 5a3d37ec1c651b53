"""`flask --app lms certificates`: the same answer as the public page."""
import hashlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import AppGroup

commands = AppGroup("certificates", help="Certificates: verify a file or a code.")
EXITS = {"valid": 0, "revoked": 1, "replaced": 1, "unknown": 1}


@commands.command("verify")
@click.argument("file_or_code")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(file_or_code: str, as_json: bool) -> None:
    """Whether a certificate holds: FILE is an issued PDF, CODE the 16 letters printed on it. Exit 0 valid, 1 revoked, replaced or not found."""
    from lms.certificates import queries
    from lms.certificates.rules.numbers import read_code
    from lms.db import db, writing
    file = Path(file_or_code)
    if not file.is_file() and ("/" in file_or_code or file.suffix.lower() == ".pdf" or file.exists()):
        raise click.UsageError(f"{file_or_code} is no file")
    with writing(False):
        found = queries.by_file(hashlib.sha256(file.read_bytes()).hexdigest()) if file.is_file() else queries.by_code(read_code(file_or_code))
        answer = queries.public_answer(found)
        db.session.rollback()
    kind = answer.kind if answer else "unknown"
    click.echo(json.dumps({"answer": kind, **(asdict(answer) if answer else {})}, ensure_ascii=False, default=str, indent=1) if as_json else _said(answer))
    sys.exit(EXITS[kind])


def _said(answer) -> str:
    if answer is None:
        return "not found: no issued certificate has this code or these bytes"
    held = {"valid": "valid, neither revoked nor replaced", "revoked": f"REVOKED by decision {answer.end_decision} of {answer.end_on}: {answer.end_reason}",
            "replaced": f"REPLACED by decision {answer.end_decision} of {answer.end_on}" + (f", the valid one has code {answer.successor}" if answer.successor else "")}
    lines = [("answer", held[answer.kind]), ("code", answer.code), ("holder", f"{answer.holder}, born {answer.birth}"), ("course", f"{answer.course}, {answer.hours} hours"),
             ("dates", f"{answer.starts} to {answer.ends}"), ("result", answer.result or "-"), ("serial", answer.serial), ("register", answer.register_text),
             ("issuer", f"{answer.issuer}, {answer.issued_on}"), ("decision", f"{answer.decision} of {answer.decision_on}")]
    return "\n".join(f"{name:<9} {text}" for name, text in lines)
