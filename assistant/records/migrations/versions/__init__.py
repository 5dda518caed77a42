"""The steps that made the tables of the records, in the order of their numbers."""
