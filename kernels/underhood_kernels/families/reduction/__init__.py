"""Reduction, many numbers combined into one: what `sum` and `max` share; the operation is a file of its own."""
