"""The views of a dataset, as SQL: each file is the query of the view that it names."""
