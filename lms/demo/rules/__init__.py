"""The invented army as plain values, made from a seed. Nothing here knows the database, the web or the clock."""
