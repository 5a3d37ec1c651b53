"""The catalogue and the page of a course."""
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from lms.access import allow
from lms.courses import actions, queries
from lms.courses.forms import CourseForm
from lms.courses.views.door import pages
from lms.db import db
from lms.flow import check_version
from lms.texts import gettext as _
from lms.web import one_or_404, typed_version


@pages.get("/courses")
@allow("courses.read")
def catalogue():
    """All courses, by topic."""
    topic_id, words = request.args.get("topic", type=int), request.args.get("q", "")[:80]
    found = list(db.session.execute(queries.catalogue(topic_id, words)).scalars())
    return render_template("courses/catalogue.html", courses=found, topics=queries.topics(), topic_id=topic_id, words=words)


@pages.get("/courses/<row:course_id>")
@allow("courses.read")
def course(course_id: int):
    """One course with its rule in words."""
    found = one_or_404(queries.course_by_id(course_id))
    return render_template("courses/course.html", course=found, needed=queries.prerequisites(course_id))


@pages.route("/courses/<row:course_id>/edit", methods=["GET", "POST"])
@allow("courses.edit")
def edit_course(course_id: int):
    """Sizes and rule."""
    found = one_or_404(queries.course_by_id(course_id))
    form = CourseForm(obj=found)
    if request.method == "POST" and form.validate():
        check_version(found, typed_version())
        actions.change_course(current_user, found, {name: form[name].data for name in ("min_size", "max_size", "min_attendance", "pass_grade")})
        flash(_("Đã lưu khóa học."), "done")
        return redirect(url_for("courses.course", course_id=course_id), 303)
    return render_template("courses/edit_course.html", course=found, form=form), 422 if form.errors else 200
