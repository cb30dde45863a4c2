"""Expectations on the tables, derived from the records."""
