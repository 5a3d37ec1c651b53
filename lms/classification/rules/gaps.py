"""The gap: what the group or the line asks for, less what the person holds."""


def it_gap(held: int | None, required: int | None) -> dict | None:
    """IT level (1 to 8) of the group against the person's; None when the group asks for nothing."""
    if required is None:
        return None
    return {"kind": "it", "topic": "", "held": held or 0, "known": held is not None, "required": required}


def topic_gap(topic: str, held: int | None, asked: int) -> dict:
    """Level (1 to 3) asked for in the line against certificates in that topic."""
    return {"kind": "topic", "topic": topic, "held": held or 0, "known": True, "required": asked}


def missing(gap: dict) -> int:
    """How many levels are missing."""
    return max(0, gap["required"] - gap["held"])
