"""Decisions of this floor on plain values: no Flask, no SQLAlchemy, no clock."""
