"""The engine: one module a step, in the order of the data."""
