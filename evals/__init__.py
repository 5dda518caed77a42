"""How this version does, on questions whose answers are known."""
