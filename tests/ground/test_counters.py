"""Numbers without a gap, under threads and rollbacks."""
import random
import threading

from sqlalchemy import select

from lms.counters import Counter, next_number
from lms.db import db, work


def _race(app, tries: int, workers: int) -> list[int]:
    taken, lock = [], threading.Lock()

    def take(seed):
        chance = random.Random(seed)
        with app.app_context():
            for _ in range(tries):
                try:
                    with work():
                        number = next_number("document/1/2027")
                        if chance.random() < 0.2:
                            raise RuntimeError
                    with lock:
                        taken.append(number)
                except RuntimeError:
                    continue
    threads = [threading.Thread(target=take, args=(seed,)) for seed in range(workers)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return taken


def test_eight_writers_with_failures_leave_no_gap_and_no_double(app):
    taken = _race(app, 25, 8)
    assert sorted(taken) == list(range(1, len(taken) + 1))
    assert db.session.execute(select(Counter.value)).scalar_one() == len(taken)


def test_each_series_counts_for_itself(app):
    with work():
        assert [next_number("a"), next_number("b"), next_number("a")] == [1, 1, 2]
