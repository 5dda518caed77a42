"""How the resolver is trained: which earlier words a message needs."""
