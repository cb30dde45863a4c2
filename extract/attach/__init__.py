"""Find the slots of each value: its metric, benchmarks, system and baselines, one module a slot."""
