"""Next year: a closed round whose proposal waits for the authority, an open round, and a small one below one unit."""
from datetime import timedelta

import lms.demo.actions.quotas as quotas
from lms.demo.actions.ground import World, kept
from lms.demo.actions.rounds import RoundSeed, Sheets, open_one, whole_round
from lms.demo.rules import answers
from lms.demo.rules.needs import FITS, Asking
from lms.demo.rules.staff import MAIN

ALL = tuple(FITS)


def being_decided(world: World, asking: Asking) -> None:
    """Two scenarios; one was sent back and is before the authority again."""
    year, back = world.today.year + 1, lambda days: world.today - timedelta(days=days)
    seed = RoundSeed(f"KS-{year}-01", f"Khảo sát nhu cầu bồi dưỡng chuyển đổi số năm {year}", year, 1, back(96), back(66), back(60))
    found = whole_round(world, seed, lambda code: asking.lines(world.below(code), ALL, year, persons=6, heads=60))
    quotas.computed(world, found, year, "Phương án A", world.ago(40))
    chosen = quotas.computed(world, found, year, "Phương án B", world.ago(39))
    quotas.submitted(world, chosen, world.ago(38, 15))
    quotas.returned(world, chosen, world.ago(33), "Đề nghị tính lại sau khi các học viện cập nhật năng lực giảng viên.")
    quotas.submitted(world, chosen, world.ago(2, 16))


def open_rounds(world: World, asking: Asking) -> None:
    """The open round is some days past its due date and before its lock; the small one is due next week."""
    year, back = world.today.year + 1, lambda days: world.today - timedelta(days=days)
    seed = RoundSeed(f"KS-{year}-02", f"Khảo sát bổ sung nhu cầu năm {year}", year, 1, back(24), back(3), back(-14))
    _answer(Sheets(world, open_one(world, seed)), seed, asking, answers.state_of)
    below = RoundSeed(f"KS-{year}-QK1", "Khảo sát nhanh trong Quân khu Mẫu 1", year, 2, back(10), back(-6), back(-20))
    _answer(Sheets(world, open_one(world, below, MAIN)), below, asking, lambda _code, place: answers.subtree_state(place))


def _answer(sheets: Sheets, seed: RoundSeed, asking: Asking, state_of) -> None:
    with kept():
        for place, code in enumerate(sorted(sheets.by_code)):
            _bring_to(sheets, seed, code, (state_of(code, place), place, asking))


def _bring_to(sheets: Sheets, seed: RoundSeed, code: str, wanted: tuple) -> None:
    state, place, asking = wanted
    if state == "not_opened":
        return
    day = seed.opened + timedelta(days=1 + place % 3)
    lines = [] if state == "no_need" else asking.lines(sheets.world.below(code), ALL, seed.year, persons=6, heads=5)
    sheets.on(day, sheets.fill, code, lines)
    if state == "draft":
        return
    sheets.on(sheets.world.today - timedelta(days=1) if state == "late" else day + timedelta(days=2), sheets.submit, code)
    if state in ("returned", "resubmitted"):
        sheets.on(day + timedelta(days=4), sheets.send_back, code, answers.RETURN_REASONS[place % 3])
    if state == "resubmitted":
        sheets.on(day + timedelta(days=6), sheets.submit, code)
    if state in ("accepted", "no_need"):
        sheets.on(day + timedelta(days=4), sheets.accept, code)
