"""How a question is read: its language, words, parts, kinds, names, and those before it."""
