"""The second core: something is done in a process of its own while the loading goes on."""
import os
import traceback
from collections.abc import Callable

from lms.db import db


def beside(deed: Callable[[], None]) -> Callable[[], None]:
    """Begin it; returns what waits for its end and raises when it failed. No connection is shared: all are closed before."""
    db.session.remove()
    db.engine.dispose()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            deed()
            code = 0
        except BaseException:               # a fault must not run on into the parent's code
            traceback.print_exc()
        finally:
            os._exit(code)

    def wait() -> None:
        _pid, status = os.waitpid(child, 0)
        if status:
            raise RuntimeError("the certificates of last year were not made; see the lines above")
    return wait
