"""How a trainee group and a gap are found, on plain values."""
