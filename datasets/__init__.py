"""What comes out: a sample that ships with the package."""
