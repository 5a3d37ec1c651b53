"""Decisions of a survey on plain values."""
