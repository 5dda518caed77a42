"""Runs of the triage over labelled rows: asked, scored, reported and compared."""
