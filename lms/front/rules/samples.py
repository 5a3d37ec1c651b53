"""Invented data for the page of all parts. Words that are not data stand in the templates, where they are translated."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Station:
    """One station of a thread."""
    name: str
    state: str
    here: bool = False
    text: str | None = None
    url: str | None = None


def everything() -> dict:
    """What the page of all parts shows."""
    return {}
