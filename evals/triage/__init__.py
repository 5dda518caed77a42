"""How the models of the triage are fitted, and how its decisions are scored."""
