"""The jurist's pages: the queue of questions, what is done to them, the validated answers."""
