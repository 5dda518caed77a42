"""What the assistant knows: documents, their index, and how both are searched."""
