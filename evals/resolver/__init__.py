"""How the resolver is trained: what a message asks, and which earlier words it needs."""
