"""The web chat: its page, how an answer looks on it, and the server."""
