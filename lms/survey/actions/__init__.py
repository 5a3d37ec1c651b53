"""Deeds of rounds, sheets and lines."""
from lms.survey.actions.closing import JOBS, Signing, close_round, sign_table
from lms.survey.actions.answering import answer_warnings
from lms.survey.actions.checking import install_check_rules, switch_rule
from lms.survey.actions.lines import (
           NewLine,
           add_group,
           add_people,
           change_line,
           change_lines,
           remove_lines,
           replace_lines,
    save_lines,
)
from lms.survey.actions.moving import follow_now, follow_units
from lms.survey.actions.opening import copy_round, open_round
from lms.survey.actions.pasting import take_lines
from lms.survey.actions.reminding import remind_all, reopen_sheet
from lms.survey.actions.reviewing import accept_many, comment, correct
from lms.survey.actions.rounds import (
           TICKS as LOCKING,
           RoundPlan,
           change_round,
           draft_round,
           extend_round,
           lock_round,
)
from lms.survey.actions.sheets import accept, say_no_need, send_back, submit

TICKS = [*LOCKING, ("follow units", 600, follow_now)]
__all__ = ["JOBS", "TICKS", "Signing", "sign_table", "NewLine", "RoundPlan", "accept", "accept_many", "add_group", "add_people", "answer_warnings", "comment", "correct", "install_check_rules", "switch_rule", "change_line", "change_lines", "change_round", "close_round",
           "copy_round", "draft_round", "follow_units", "remind_all", "reopen_sheet", "extend_round", "lock_round", "open_round", "remove_lines", "replace_lines", "save_lines", "say_no_need", "send_back", "submit", "take_lines"]
