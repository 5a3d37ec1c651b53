"""What the tests of proposals begin with."""
from datetime import date

import pytest

from lms import clock
from lms.courses.models import LecturerMonth, Room
from lms.db import db
from lms.survey.models import Need, NeedSheet, SurveyRound
from tests import builders


@pytest.fixture
def army(app):
    """A ministry with two units that need 12 seats of a course, and an academy that can hold it."""
    top = builders.ministry()
    units = [builders.unit(f"Quân khu Mẫu {n}", top, "Quân khu") for n in (1, 2)]
    school, course = builders.academy(top), builders.course("KH-ATT1", min_size=5, max_size=20)
    builders.group("N3")
    year = clock.today().year + 1
    db.session.add(Room(academy_id=school.id, name="P1", seats=30))
    db.session.add_all([LecturerMonth(academy_id=school.id, topic_id=course.topic_id, month=date(year, month, 1), quarters=8) for month in range(3, 13)])
    staff, chief = builders.account("committee_staff", top), builders.account("authority", top)
    found = SurveyRound(code="KS-1", title="Đợt mẫu", year=year, scope_id=top.id, depth=1, opens_on=clock.today(), due_at=clock.now(), lock_at=clock.now(), state="closed",
                        changed_at=clock.now())
    db.session.add(found)
    db.session.flush()
    for unit, heads in zip(units, (7, 5), strict=True):
        sheet = NeedSheet(round_id=found.id, unit_id=unit.id, review_unit_id=top.id, unit_name=unit.name, state="accepted", heads=heads, submitted_at=clock.now(),
                          submitted_by_id=chief.id, reviewed_by_id=staff.id, reviewed_at=clock.now(), changed_at=clock.now())
        db.session.add(sheet)
        db.session.flush()
        db.session.add(Need(sheet_id=sheet.id, line_no=1, unit_id=unit.id, group_code="N3", heads=heads, topic_id=course.topic_id, level=1, course_id=course.id, priority=1,
                            quarter=f"{year}Q4"))
    db.session.commit()
    return {"round": found, "staff": staff, "chief": chief, "units": units, "course": course, "year": year, "top": top}
