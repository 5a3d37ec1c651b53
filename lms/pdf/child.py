"""The child of `render_safely`: limits itself, reads one request from its input, writes one PDF to its output.

Exit 0 the PDF, 3 the paper is broken, anything else: out of time or memory.
"""
import json
import resource
import sys
from datetime import date


def _limit(seconds: int, megabytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _day(found: dict):
    return date.fromisoformat(found["__day__"]) if set(found) == {"__day__"} else found


def main() -> int:
    """One paper."""
    asked = json.loads(sys.stdin.buffer.read(), object_hook=_day)
    _limit(asked["seconds"], asked["megabytes"])
    from lms.pdf.render import render
    try:
        made = render(asked["template"], asked["values"], identifier=asked["identifier"])
    except MemoryError:
        return 4
    except Exception as trouble:  # noqa: BLE001              the parent turns it into an error with a name
        print(f"{type(trouble).__name__}: {trouble}", file=sys.stderr)
        return 3
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
