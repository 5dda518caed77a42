"""What is kept of the triage: its queue, its history and the validated answers."""
