"""Nominations, seats, attendance and results."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def guard(table):
    """The database refuses UPDATE and DELETE."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END")
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_append_only()")


def upgrade():
    """Up."""
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("reserve", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("nominated_by_id", sa.Integer(), nullable=True),
        sa.Column("nominated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('nominated', 'approved', 'refused', 'withdrawn', 'cancelled')", name=op.f("ck_nomination_known_state")),
        sa.CheckConstraint("state NOT IN ('approved', 'refused') OR decided_by_id IS NOT NULL", name=op.f("ck_nomination_decided_has_person")),
        sa.CheckConstraint("decided_by_id IS NULL OR decided_by_id != nominated_by_id", name=op.f("ck_nomination_nobody_approves_his_own")),
        sa.CheckConstraint("priority BETWEEN 1 AND 3", name=op.f("ck_nomination_priority_1_to_3")),
        sa.ForeignKeyConstraint(["class_id"], ["training_class.id"], name=op.f("fk_nomination_class_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_nomination_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nomination_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_nomination_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
    )
    op.create_index(op.f("ix_nomination_class_id"), "nomination", ["class_id"], unique=False)
    op.create_index(op.f("ix_nomination_need_id"), "nomination", ["need_id"], unique=False)
    op.create_index(op.f("ix_nomination_person_id"), "nomination", ["person_id"], unique=False)
    op.create_index(op.f("ix_nomination_state"), "nomination", ["state"], unique=False)
    op.create_index(op.f("ix_nomination_unit_id"), "nomination", ["unit_id"], unique=False)
    op.create_index(
        "uq_nomination_live",
        "nomination",
        ["class_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('nominated', 'approved')"),
        postgresql_where=sa.text("state IN ('nominated', 'approved')"),
    )
    op.create_table(
        "enrollment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=14), nullable=False),
        sa.Column("seat_no", sa.Integer(), nullable=True),
        sa.Column("waiting_no", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('seated', 'completed', 'not_completed', 'absent')) = (seat_no IS NOT NULL)", name=op.f("ck_enrollment_seated_has_number")
        ),
        sa.CheckConstraint("state != 'waiting' OR waiting_no IS NOT NULL", name=op.f("ck_enrollment_waiting_has_place")),
        sa.CheckConstraint(
            "state IN ('waiting', 'seated', 'withdrawn', 'cancelled', 'absent', 'completed', 'not_completed')", name=op.f("ck_enrollment_known_state")
        ),
        sa.ForeignKeyConstraint(["class_id"], ["training_class.id"], name=op.f("fk_enrollment_class_id")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_enrollment_nomination_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrollment_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_enrollment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
        sa.UniqueConstraint("class_id", "waiting_no", name=op.f("uq_enrollment_class_id_waiting_no")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_enrollment_nomination_id")),
    )
    op.create_index(op.f("ix_enrollment_class_id"), "enrollment", ["class_id"], unique=False)
    op.create_index(op.f("ix_enrollment_person_id"), "enrollment", ["person_id"], unique=False)
    op.create_index(op.f("ix_enrollment_state"), "enrollment", ["state"], unique=False)
    op.create_index(op.f("ix_enrollment_unit_id"), "enrollment", ["unit_id"], unique=False)
    op.create_index(
        "uq_enrollment_live",
        "enrollment",
        ["class_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('withdrawn', 'cancelled')"),
        postgresql_where=sa.text("state NOT IN ('withdrawn', 'cancelled')"),
    )
    op.create_index(
        "uq_enrollment_seat",
        "enrollment",
        ["class_id", "seat_no"],
        unique=True,
        sqlite_where=sa.text("seat_no IS NOT NULL"),
        postgresql_where=sa.text("seat_no IS NOT NULL"),
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('present', 'late', 'excused', 'absent')", name=op.f("ck_attendance_known_status")),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollment.id"], name=op.f("fk_attendance_enrollment_id")),
        sa.ForeignKeyConstraint(["session_id"], ["class_session.id"], name=op.f("fk_attendance_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("session_id", "enrollment_id", name=op.f("uq_attendance_session_id_enrollment_id")),
    )
    op.create_index(op.f("ix_attendance_enrollment_id"), "attendance", ["enrollment_id"], unique=False)
    op.create_index(op.f("ix_attendance_session_id"), "attendance", ["session_id"], unique=False)
    op.create_table(
        "completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Boolean(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["class_id"], ["training_class.id"], name=op.f("fk_completion_class_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["document.id"], name=op.f("fk_completion_decision_id")),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollment.id"], name=op.f("fk_completion_enrollment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_completion_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
        sa.UniqueConstraint("enrollment_id", name=op.f("uq_completion_enrollment_id")),
    )
    op.create_index(op.f("ix_completion_class_id"), "completion", ["class_id"], unique=False)
    op.create_index(op.f("ix_completion_person_id"), "completion", ["person_id"], unique=False)
    op.create_table(
        "grade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("mark BETWEEN 0 AND 100", name=op.f("ck_grade_mark_0_to_10")),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollment.id"], name=op.f("fk_grade_enrollment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade")),
        sa.UniqueConstraint("enrollment_id", name=op.f("uq_grade_enrollment_id")),
    )
    op.create_table(
        "seat_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=14), nullable=False),
        sa.Column("seat_no", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollment.id"], name=op.f("fk_seat_event_enrollment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_event")),
        info={"guarded": True},
    )
    op.create_index(op.f("ix_seat_event_enrollment_id"), "seat_event", ["enrollment_id"], unique=False)

    for table in ["seat_event"]:
        guard(table)


def downgrade():
    """Down."""
    op.drop_index(op.f("ix_seat_event_enrollment_id"), table_name="seat_event")
    op.drop_table("seat_event")
    op.drop_table("grade")
    op.drop_index(op.f("ix_completion_person_id"), table_name="completion")
    op.drop_index(op.f("ix_completion_class_id"), table_name="completion")
    op.drop_table("completion")
    op.drop_index(op.f("ix_attendance_session_id"), table_name="attendance")
    op.drop_index(op.f("ix_attendance_enrollment_id"), table_name="attendance")
    op.drop_table("attendance")
    op.drop_index(
        "uq_enrollment_seat", table_name="enrollment", sqlite_where=sa.text("seat_no IS NOT NULL"), postgresql_where=sa.text("seat_no IS NOT NULL")
    )
    op.drop_index(
        "uq_enrollment_live",
        table_name="enrollment",
        sqlite_where=sa.text("state NOT IN ('withdrawn', 'cancelled')"),
        postgresql_where=sa.text("state NOT IN ('withdrawn', 'cancelled')"),
    )
    op.drop_index(op.f("ix_enrollment_unit_id"), table_name="enrollment")
    op.drop_index(op.f("ix_enrollment_state"), table_name="enrollment")
    op.drop_index(op.f("ix_enrollment_person_id"), table_name="enrollment")
    op.drop_index(op.f("ix_enrollment_class_id"), table_name="enrollment")
    op.drop_table("enrollment")
    op.drop_index(
        "uq_nomination_live",
        table_name="nomination",
        sqlite_where=sa.text("state IN ('nominated', 'approved')"),
        postgresql_where=sa.text("state IN ('nominated', 'approved')"),
    )
    op.drop_index(op.f("ix_nomination_unit_id"), table_name="nomination")
    op.drop_index(op.f("ix_nomination_state"), table_name="nomination")
    op.drop_index(op.f("ix_nomination_person_id"), table_name="nomination")
    op.drop_index(op.f("ix_nomination_need_id"), table_name="nomination")
    op.drop_index(op.f("ix_nomination_class_id"), table_name="nomination")
    op.drop_table("nomination")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS seat_event_append_only()")
