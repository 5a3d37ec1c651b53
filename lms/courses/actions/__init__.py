"""Deeds about courses, capacity, classes and sessions."""
from lms.courses.actions.capacity import change_course, save_lecturer_time, save_licence, save_room
from lms.courses.actions.classes import cancel_class, change_dates, finish_class, lock_class, open_class, open_nomination, start_class
from lms.courses.actions.holding import hold
from lms.courses.actions.sessions import assign_sessions, change_session, plan_session, propose_sessions

__all__ = ["assign_sessions", "cancel_class", "change_course", "change_dates", "change_session", "finish_class", "hold", "lock_class", "open_class", "open_nomination", "plan_session",
           "propose_sessions", "save_lecturer_time", "save_licence", "save_room", "start_class"]
