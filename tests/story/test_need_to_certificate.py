"""The whole way once, through the pages only."""
import pytest

from lms.audit.actions import seal
from lms.audit.queries import verify_chain
from lms.db import work
from lms.doctor.queries import examine
from tests.story.place import DAY, build, drain, on
from tests.story.users import PageUser
from tests.story.walk import Walk

pytestmark = pytest.mark.slow


def test_a_need_becomes_a_certificate_that_anybody_can_verify_and_the_head_can_revoke(app):
    with on(DAY, 7):
        build()
    walk = Walk(lambda: PageUser(app), lambda: drain(app))
    walk.whole()
    assert walk.seen["pdf"][:5] == b"%PDF-"
    assert {page: len(set(stations)) for page, stations in walk.seen["threads"].items()} == dict.fromkeys(walk.seen["threads"], 10)
    with work():
        seal()
    assert examine() == []
    assert verify_chain().faults == []
