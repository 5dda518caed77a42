"""A model that says whether quotes support a statement, beside the check in code."""
