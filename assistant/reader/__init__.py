"""Does a window of text answer the question, and where? A small model trained by this project."""
