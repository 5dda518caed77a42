"""Which citations a statement rests on, as ALCE defines it, whoever says what quotes support.

Gao, Yen, Yu and Chen (2023), Enabling large language models to generate text with citations.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from corpus.text import units
from evals.said import Quoted, Said, Stated

# Whether quotes together support a text; None where that cannot be told.
Support = Callable[[str, Sequence[Quoted]], bool | None]
_MARK = re.compile(r"\[(\d+)\]")
# Marks after the full stop belong to the sentence before it.
_MARK_AFTER = re.compile(r"([.!?…])((?:\s*\[\d+\])+)")


def stated(said: Said) -> list[Stated]:
    """The statements; of a system that gives none, the sentences of a text that marks citations."""
    if said.citations is None:
        return []
    if said.statements is not None or not _MARK.search(said.text):
        return list(said.statements or ())
    text = _MARK_AFTER.sub(r"\2\1", said.text)
    sentences = [text[start:end] for start, end in units(text)]
    return [Stated(_MARK.sub("", s), tuple(map(int, _MARK.findall(s)))) for s in sentences]


def cited_by(statement: Stated, said: Said) -> list[Quoted]:
    """The citations of a statement."""
    return [c for c in said.citations or () if c.number in statement.citations]


def unused(said: Said) -> list[Quoted]:
    """The citations that no statement uses."""
    used = {number for statement in stated(said) for number in statement.citations}
    return [c for c in said.citations or () if c.number not in used]


def needed(statement: Stated, cited: Quoted, said: Said, support: Support) -> bool | None:
    """Whether a supported statement needs this citation: it supports it by itself, or the others
    do not without it.
    """
    together = cited_by(statement, said)
    whole = support(statement.text, together)
    if not whole or len(together) == 1:
        return whole
    alone = support(statement.text, [cited])
    if alone:
        return True
    others = support(statement.text, [other for other in together if other is not cited])
    if others is False:
        return True
    return None if alone is None or others is None else False


def mean(values: Iterable[bool | None]) -> float | None:
    """The share of what is true among what is known; None where nothing is."""
    given = [value for value in values if value is not None]
    return sum(given) / len(given) if given else None
