"""Which systems are measured beside this one: each answers in the contract's JSON."""
