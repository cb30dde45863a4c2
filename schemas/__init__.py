"""What a claim is: the records, the field's words, the ways a claim is worded, and the expectations on the tables."""
