"""Everything that is stored twice, added up again. One function for each check; each returns its faults as texts (English, for operators)."""
from collections.abc import Callable

from lms.db import db
from lms.doctor.queries import balance, certificates, chain, numbers, papers, people, seats, sheets, structure, tables

CHECKS: dict[str, Callable[[], list[str]]] = {
    "foreign keys": structure.foreign_keys,
    "unit paths": structure.unit_paths,
    "ranks in force": people.open_ranks,
    "posts in force": people.open_posts,
    "sheet counts": sheets.counts,
    "signed tables": tables.signed,
    "corrected numbers": sheets.corrections,
    "seats and waiting lists": seats.class_counts,
    "seat numbers": seats.numbers,
    "allocations": balance.allocations,
    "seats used": balance.used,
    "approved plans": balance.approved,
    "document numbers": numbers.documents,
    "register numbers": numbers.registers,
    "serials": numbers.serials,
    "documents": papers.documents,
    "blobs": papers.blobs,
    "certificate facts": certificates.facts,
    "certificate files": certificates.files,
    "one live certificate": certificates.one_live,
    "qualifications": certificates.qualifications,
    "journal": chain.journal,
    "tasks": structure.tasks,
}


def examine(names: tuple[str, ...] = ()) -> list[str]:
    """Run the checks (or those named); a check that cannot run is a fault itself."""
    found = []
    for name, check in CHECKS.items():
        if names and name not in names:
            continue
        try:
            with db.session.begin_nested():
                found += [f"{name}: {fault}" for fault in check()]
        except Exception as trouble:
            found.append(f"{name}: the check itself failed, {type(trouble).__name__}: {str(trouble).splitlines()[0][:200] if str(trouble) else ''}")
    return found
