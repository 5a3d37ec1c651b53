"""Very small instances of every odd kind, and one made by hand, for the tests of the quota engine."""

from hypothesis import strategies as st

from lms.quota.rules.generate import Sequence


def by_hand() -> dict:
    """Two units of two first-level units, two academies, three courses of one topic; the second academy may open course 2."""
    return {
        "format": "lms-quota-instance", "version": 1, "name": "by hand", "seed": 0, "periods": 4, "tops": 2, "regions": 1,
        "topics": 1, "groups": 1, "bucket_end": [1, 3],
        "units": {"id": ["U1", "U2"], "top": [0, 1], "region": [0, 0]},
        "courses": {"id": ["C1", "C2", "C3"], "topic": [0, 0, 0], "duration": [1, 2, 1], "min_size": [2, 3, 2],
                    "max_size": [5, 6, 4], "load_q": [2, 1, 1], "cost_mvnd": [10, 20, 15], "new_rule": [0, 0, 2],
                    "setup_mvnd": [0, 0, 30]},
        "academies": {"id": ["A1", "A2"], "licences": [[0, 1], [0]], "budget_mvnd": [60, 80], "new_limit": [0, 1],
                      "prep": [0, 1]},
        "teachers_q": [[[3, 3, 3, 3]], [[2, 2, 2, 2]]],
        "rooms": [[2, 2, 2, 2], [1, 1, 1, 1]],
        "travel_kvnd": [[100, 200]],
        "demand": {"unit": [0, 0, 0, 1, 1, 1], "group": [0] * 6, "course": [0, 1, 2, 0, 1, 2],
                   "priority": [1, 2, 3, 2, 3, 3], "bucket": [0, 1, 1, 1, 1, 1], "heads": [4, 5, 3, 5, 3, 2]},
    }


def build(shape: tuple[int, ...], seed: int, plenty: int) -> dict:
    """`plenty` from 0 (no capacity at all) to 3 (more than enough)."""
    units, tops, academies, courses, periods, buckets, cells = shape
    draw = Sequence(seed, "tiny")
    topics, regions = draw.between(1, 2), draw.between(1, 2)
    ends = sorted({periods - 1} | {draw.between(0, periods - 1) for _ in range(buckets - 1)})
    low = [draw.between(0, 8) for _ in range(courses)]
    rows = {}
    for _ in range(cells):
        key = (draw.between(0, units - 1), draw.between(0, 1), draw.between(0, courses - 1), draw.between(1, 3),
               draw.between(0, len(ends) - 1))
        rows[key] = draw.between(1, 9)
    names = ("unit", "group", "course", "priority", "bucket")
    demand = {name: [key[place] for key in sorted(rows)] for place, name in enumerate(names)}

    def upto(most: int, count: int) -> list[int]:
        return [draw.between(0, most) for _ in range(count)]

    return {
        "format": "lms-quota-instance", "version": 1, "name": "tiny", "seed": seed, "periods": periods, "tops": tops,
        "regions": regions, "topics": topics, "groups": 2, "bucket_end": ends,
        "units": {"id": [f"U{u}" for u in range(units)], "top": [draw.between(0, tops - 1) for _ in range(units)],
                  "region": [draw.between(0, regions - 1) for _ in range(units)]},
        "courses": {"id": [f"C{c}" for c in range(courses)], "topic": [draw.between(0, topics - 1) for _ in range(courses)],
                    "duration": [draw.between(1, 3) for _ in range(courses)], "min_size": low,
                    "max_size": [max(1, least + draw.between(0, 6)) for least in low], "load_q": upto(3, courses),
                    "cost_mvnd": upto(90, courses), "new_rule": upto(2, courses), "setup_mvnd": upto(60, courses)},
        "academies": {"id": [f"A{a}" for a in range(academies)],
                      "licences": [[c for c in range(courses) if draw.chance(50)] for _ in range(academies)],
                      "budget_mvnd": upto(200 * plenty, academies), "new_limit": upto(2, academies),
                      "prep": upto(periods, academies)},
        "teachers_q": [[upto(3 * plenty, periods) for _ in range(topics)] for _ in range(academies)],
        "rooms": [upto(2 * plenty, periods) for _ in range(academies)],
        "travel_kvnd": [upto(2000, academies) for _ in range(regions)],
        "demand": demand | {"heads": [rows[key] for key in sorted(rows)]},
    }


@st.composite
def instances(draw) -> dict:
    shape = tuple(draw(st.integers(low, high)) for low, high in
                  ((1, 5), (1, 3), (1, 3), (1, 4), (1, 5), (1, 3), (0, 14)))
    return build(shape, draw(st.integers(0, 10**6)), draw(st.integers(0, 3)))
