"""Spreadsheets in and out: the guard, the readers, the table finder, cell rules, the report and the one writer. Imports no floor."""
