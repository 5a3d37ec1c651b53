"""Plain forms of staged rows: what is stored between reading and writing."""
