"""How sources become an index."""
