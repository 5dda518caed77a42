"""The errors that a person is shown: French words that say what is wrong and what to do."""


class AssistantError(Exception):
    """A failure that its message explains to the person at the keyboard, in one sentence."""


class SourceError(Exception):
    """Why a source cannot be read, in a French phrase for a report."""


def named(text: str, most: int = 80) -> str:
    """A name that a source gives, as a phrase can hold it: on one line, cut where it is long."""
    line = "".join(c if c.isprintable() else " " for c in text[: 2 * most])
    line = " ".join(line.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
