"""Taking spreadsheets in: read, preview, confirm, one act. Knows every floor; no floor knows it."""
