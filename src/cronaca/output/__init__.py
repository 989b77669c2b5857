"""The output folder: made beside, placed whole, and known again."""
