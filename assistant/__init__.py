"""How a question becomes a cited answer, or a refusal that says what is missing."""
