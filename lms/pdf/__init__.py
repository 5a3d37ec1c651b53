"""From plain values to a PDF: fonts, small codes, drawings, rendering. Knows nothing of training, asks no clock and no database."""
