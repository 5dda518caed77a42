"""The one error that a user is shown: a French sentence that says what is wrong and what to do."""


class AssistantError(Exception):
    """A failure that its message explains to the person at the keyboard, in one sentence."""
