"""Facts open and close tasks. Listeners only write rows."""
LISTENERS: list[tuple] = []
