"""Courses, capacity and classes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    """Up."""
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_squeezed", sa.String(length=512).with_variant(sa.String(length=512, collation="C"), "postgresql"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("name", name=op.f("uq_topic_name")),
        sa.UniqueConstraint("name_squeezed", name=op.f("uq_topic_name_squeezed")),
    )
    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_squeezed", sa.String(length=512).with_variant(sa.String(length=512, collation="C"), "postgresql"), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("min_size", sa.Integer(), nullable=False),
        sa.Column("max_size", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("prerequisites_text", sa.Text(), nullable=False),
        sa.Column("min_attendance", sa.Integer(), nullable=False),
        sa.Column("pass_grade", sa.Integer(), nullable=False),
        sa.Column("certificate_kind", sa.String(length=12), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("certificate_kind IN ('chung_chi', 'chung_nhan')", name=op.f("ck_course_known_certificate_kind")),
        sa.CheckConstraint("level BETWEEN 1 AND 3", name=op.f("ck_course_level_1_to_3")),
        sa.CheckConstraint("min_size >= 1 AND min_size <= max_size", name=op.f("ck_course_sizes_in_order")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_course_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("code", name=op.f("uq_course_code")),
    )
    op.create_index(op.f("ix_course_title_squeezed"), "course", ["title_squeezed"], unique=False)
    op.create_index(op.f("ix_course_topic_id"), "course", ["topic_id"], unique=False)
    op.create_table(
        "course_prerequisite",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("needs_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_prerequisite_course_id")),
        sa.ForeignKeyConstraint(["needs_id"], ["course.id"], name=op.f("fk_course_prerequisite_needs_id")),
        sa.PrimaryKeyConstraint("course_id", "needs_id", name=op.f("pk_course_prerequisite")),
    )
    op.create_table(
        "lecturer_month",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("quarters", sa.Integer(), nullable=False),
        sa.CheckConstraint("quarters >= 0", name=op.f("ck_lecturer_month_not_negative")),
        sa.ForeignKeyConstraint(["academy_id"], ["unit.id"], name=op.f("fk_lecturer_month_academy_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_lecturer_month_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lecturer_month")),
        sa.UniqueConstraint("academy_id", "topic_id", "month", name=op.f("uq_lecturer_month_academy_id_topic_id_month")),
    )
    op.create_index(op.f("ix_lecturer_month_academy_id"), "lecturer_month", ["academy_id"], unique=False)
    op.create_table(
        "licence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["unit.id"], name=op.f("fk_licence_academy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence")),
        sa.UniqueConstraint("academy_id", "name", name=op.f("uq_licence_academy_id_name")),
    )
    op.create_index(op.f("ix_licence_academy_id"), "licence", ["academy_id"], unique=False)
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("computers", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("seats >= 0 AND computers >= 0", name=op.f("ck_room_not_negative")),
        sa.ForeignKeyConstraint(["academy_id"], ["unit.id"], name=op.f("fk_room_academy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("academy_id", "name", name=op.f("uq_room_academy_id_name")),
    )
    op.create_index(op.f("ix_room_academy_id"), "room", ["academy_id"], unique=False)
    op.create_table(
        "training_class",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("lecturer_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("nominate_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lock_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seated", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("last_waiting_no", sa.Integer(), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'open', 'locked', 'running', 'finished', 'closed', 'cancelled')", name=op.f("ck_training_class_known_state")
        ),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_training_class_has_capacity")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_training_class_dates_in_order")),
        sa.CheckConstraint("seated BETWEEN 0 AND capacity AND waiting >= 0", name=op.f("ck_training_class_never_overbooked")),
        sa.ForeignKeyConstraint(["academy_id"], ["unit.id"], name=op.f("fk_training_class_academy_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_training_class_course_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["document.id"], name=op.f("fk_training_class_decision_id")),
        sa.ForeignKeyConstraint(["lecturer_id"], ["person.id"], name=op.f("fk_training_class_lecturer_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_training_class_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_class")),
        sa.UniqueConstraint("code", name=op.f("uq_training_class_code")),
    )
    op.create_index(op.f("ix_training_class_academy_id"), "training_class", ["academy_id"], unique=False)
    op.create_index(op.f("ix_training_class_course_id"), "training_class", ["course_id"], unique=False)
    op.create_index(op.f("ix_training_class_state"), "training_class", ["state"], unique=False)
    op.create_index(op.f("ix_training_class_year"), "training_class", ["year"], unique=False)
    op.create_table(
        "class_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("lecturer_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends > begins", name=op.f("ck_class_session_times_in_order")),
        sa.ForeignKeyConstraint(["class_id"], ["training_class.id"], name=op.f("fk_class_session_class_id")),
        sa.ForeignKeyConstraint(["lecturer_id"], ["person.id"], name=op.f("fk_class_session_lecturer_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_class_session_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_session")),
        sa.UniqueConstraint("class_id", "number", name=op.f("uq_class_session_class_id_number")),
        sa.UniqueConstraint("lecturer_id", "day", "begins", name=op.f("uq_class_session_lecturer_id_day_begins")),
        sa.UniqueConstraint("room_id", "day", "begins", name=op.f("uq_class_session_room_id_day_begins")),
    )
    op.create_index(op.f("ix_class_session_class_id"), "class_session", ["class_id"], unique=False)
    op.create_index("ix_class_session_day", "class_session", ["day"], unique=False)


def downgrade():
    """Down."""
    op.drop_index("ix_class_session_day", table_name="class_session")
    op.drop_index(op.f("ix_class_session_class_id"), table_name="class_session")
    op.drop_table("class_session")
    op.drop_index(op.f("ix_training_class_year"), table_name="training_class")
    op.drop_index(op.f("ix_training_class_state"), table_name="training_class")
    op.drop_index(op.f("ix_training_class_course_id"), table_name="training_class")
    op.drop_index(op.f("ix_training_class_academy_id"), table_name="training_class")
    op.drop_table("training_class")
    op.drop_index(op.f("ix_room_academy_id"), table_name="room")
    op.drop_table("room")
    op.drop_index(op.f("ix_licence_academy_id"), table_name="licence")
    op.drop_table("licence")
    op.drop_index(op.f("ix_lecturer_month_academy_id"), table_name="lecturer_month")
    op.drop_table("lecturer_month")
    op.drop_table("course_prerequisite")
    op.drop_index(op.f("ix_course_topic_id"), table_name="course")
    op.drop_index(op.f("ix_course_title_squeezed"), table_name="course")
    op.drop_table("course")
    op.drop_table("topic")
