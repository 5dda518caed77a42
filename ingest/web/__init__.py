"""How an address becomes documents: the page itself, or the fiches that a hub page links to."""
