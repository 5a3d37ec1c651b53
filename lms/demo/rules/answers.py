"""Who has answered the open rounds and how, so that sheets in every state are there."""
STATES = ("accepted", "submitted", "returned", "resubmitted", "draft", "not_opened", "no_need", "late", "accepted", "accepted")
SUBTREE = ("submitted", "returned", "submitted", "accepted", "draft", "not_opened", "no_need", "resubmitted")
FIXED = {"M28": "draft", "M09": "returned", "M01": "submitted"}
RETURN_REASONS = ("Số lượng đề nghị vượt quá biên chế, đề nghị rà soát lại.", "Chưa ghi lý do của các dòng ưu tiên 1.", "Một số đồng chí đã học khóa này năm trước.")


def state_of(code: str, place: int) -> str:
    """What the sheet of a first-level unit has come to."""
    return FIXED.get(code, STATES[place % len(STATES)])


def subtree_state(place: int) -> str:
    """The same for the small round below one unit."""
    return SUBTREE[place % len(SUBTREE)]
