"""Slips that bring a person their first way into the system: eight on a sheet, to be cut apart. No birth date, no password."""
from dataclasses import dataclass

from lms.pdf.codes import in_groups
from lms.pdf.fitting import one_line
from lms.pdf.render import render

A_SHEET, LEFT, NAME = 8, 69, 69          # slips on a sheet; mm of the text beside the code


@dataclass(frozen=True)
class Slip:
    """One person's slip. `code` are 26 letters, `url` the address in capitals that the code holds."""
    number: str
    person_name: str
    lines: tuple[str, ...]          # rank and unit, at most two lines
    login: str
    code: str
    url: str
    expires: tuple[str, str]        # "17:00", "05/03/2026"


@dataclass(frozen=True)
class SlipSheetFacts:
    """Slips printed together."""
    issuer_name: str
    system_name: str
    address: str                    # as a person types it: daotao.bomau.example/activate
    slips: tuple[Slip, ...]
    specimen: bool = False


def slip_values(slip: Slip) -> dict:
    """One slip; raises TextDoesNotFit with the name of the field."""
    return {"number": slip.number, "name": one_line("person_name", slip.person_name, "bold", (14, 13, 12, 11, 10), NAME),
            "lines": [one_line("lines", line, "regular", (11, 10, 9, 8), LEFT) for line in slip.lines[:2]], "login": slip.login,
            "code": [in_groups(slip.code[:13], (5, 4, 4)), in_groups(slip.code[13:], (5, 4, 4))], "url": slip.url,
            "expires": list(slip.expires)}


def slip_sheet_values(facts: SlipSheetFacts) -> dict:
    """All sheets, eight slips each."""
    slips = [slip_values(slip) for slip in facts.slips]
    return {"title": f"Phiếu kích hoạt tài khoản {facts.slips[0].number} - {facts.slips[-1].number}", "issuer": facts.issuer_name.upper(),
            "system": facts.system_name, "address": facts.address, "specimen": facts.specimen,
            "sheets": [slips[place:place + A_SHEET] for place in range(0, len(slips), A_SHEET)]}


def slip_sheet_pdf(facts: SlipSheetFacts) -> bytes:
    """The sheets as one PDF. It holds codes that open accounts: never store it, hand it over and forget it."""
    return render("phieu_kich_hoat", slip_sheet_values(facts), identifier=f"slips {facts.slips[0].number} {facts.slips[-1].number}")
