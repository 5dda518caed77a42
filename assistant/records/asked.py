"""What a row asks, as others may read it: without courtesies and without personal data."""


def asked_of(question: str, whole: str) -> str:
    """What a mail asks; `whole` is all of it, masked."""
    from assistant.triage.mail import questions_of
    from assistant.triage.personal import masked

    texts = questions_of(question)
    # Where the whole mail holds no personal data, its parts need no look.
    return "\n".join(texts if whole == question else map(masked, texts))
