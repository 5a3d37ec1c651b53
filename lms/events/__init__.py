"""Facts: what happened, as frozen dataclasses of ids. An action ends with `record(fact)`; listeners write rows in the same transaction.

One file per floor; together they are the list of what the journal can show. Names: subject + past participle.
"""
from collections import defaultdict
from collections.abc import Callable

from lms.events.fact import Fact

_listeners: dict[type, list[Callable]] = defaultdict(list)
_to_all: list[Callable] = []


def listen(listener: Callable, *kinds: type) -> None:
    """Plug a listener `listener(actor, fact)` to some kinds of facts, or to all when none is named. Only wiring.py calls this."""
    if not kinds:
        if listener not in _to_all:
            _to_all.append(listener)
    for kind in kinds:
        if listener not in _listeners[kind]:
            _listeners[kind].append(listener)


def record(actor, fact: Fact) -> None:
    """Tell everybody who listens, at once and in the same transaction. `actor` is an Account or None (the worker, a command)."""
    for listener in (*_to_all, *_listeners[type(fact)]):
        listener(actor, fact)


__all__ = ["Fact", "listen", "record"]
