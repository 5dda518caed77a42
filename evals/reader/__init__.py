"""The reader's training: pairs, training, evaluation, export (`python -m evals.reader`)."""
