"""The ways in which a claim is worded, as data."""
