"""Who holds which role where. Usernames say both; the person stands at a place in the unit's list."""
from dataclasses import dataclass

from lms.demo.rules.tree import ACADEMIES, UnitSeed

MAIN, INSPECTED, COMMANDED = "M28", "M00", "M09"
# role -> the username whose password is written down; a star is the academy where most waits, the same for all of them, so that a class can be followed to its end
ROLE_NAMES = (
    ("commander", f"chihuy.{MAIN.lower()}"), ("unit_clerk", f"troly.{MAIN.lower()}"), ("personnel_officer", "nhansu"), ("academy_staff", "daotao.*"),
    ("academy_head", "giamdoc.*"), ("lecturer", "giangvien.*"), ("registrar", "vanthu.*"), ("committee_staff", "thuongtruc"), ("authority", "lanhdao"),
    ("inspector", "thanhtra"), ("administrator", "quantri"), ("person", "canhan"), ("inspector", "thanhtra.m09"))


@dataclass(frozen=True)
class Holder:
    """An account: roles as (role, unit code), the unit whose list the person stands in, and the place there."""
    username: str
    unit: str
    place: int
    roles: tuple[tuple[str, str], ...]


def holders(tree: list[UnitSeed]) -> list[Holder]:
    """All accounts of the demo but the plain person's."""
    schools = {name for name, _short, _kind in ACADEMIES}
    first = [unit for unit in tree if unit.depth == 1]
    made = [Holder("thuongtruc", "M13", 0, (("committee_staff", "M00"),)), Holder("lanhdao", "M00", 0, (("authority", "M00"),)),
            Holder("thanhtra", "M06", 1, (("inspector", "M00"),)), Holder("thanhtra.m09", "M09", 1, (("inspector", INSPECTED), ("commander", COMMANDED))),
            Holder("quantri", "M13", 3, (("administrator", "M00"),)), Holder("nhansu", "M12", 0, (("personnel_officer", "M00"),)),
            Holder("vanthu", "M05", 2, (("registrar", "M00"),))]
    for place, unit in enumerate(first):
        made += _of_unit(unit, place, unit.name in schools)
    for unit in tree:
        if unit.depth in (2, 3) and unit.code.startswith(MAIN):
            made.append(Holder(f"chihuy.{unit.code.lower()}", unit.code, 0, (("commander", unit.code),)))
    return made


def _of_unit(unit: UnitSeed, place: int, academy: bool) -> list[Holder]:
    code, low = unit.code, unit.code.lower()
    seat = 4 if code in ("M12", "M13", "M09") else 0
    made = [Holder(f"chihuy.{low}", code, seat, (("commander", code),))]
    if place % 3 == 0 or code == MAIN:
        made.append(Holder(f"troly.{low}", code, 5, (("unit_clerk", code),)))
    if place % 4 == 3:
        made.append(Holder(f"nhansu.{low}", code, 6, (("personnel_officer", code),)))
    if academy:
        made += [Holder(f"giamdoc.{low}", code, 1, (("academy_head", code),)), Holder(f"daotao.{low}", f"{code}.01", 4, (("academy_staff", code),)),
                 Holder(f"giangvien.{low}", f"{code}.03", 5, (("lecturer", code),)), Holder(f"vanthu.{low}", f"{code}.01", 2, (("registrar", code),))]
    return made
