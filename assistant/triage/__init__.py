"""The triage of the FAQ juridique: what the fiches answer, and what needs the jurist."""
