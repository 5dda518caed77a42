"""What a reply said, as the next message is read with it."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from assistant.naming import names_of_several, own_names
from assistant.resolver.resolving import BETWEEN
from assistant.types import Answer, Citation, Closest
from assistant.wording import asks_nothing, own_heading

# Characters of what was quoted; what may be asked instead comes after it.
_LONGEST = 1100


class Told(NamedTuple):
    """A quote, or a heading that is pointed to, with the heading above it and its own names."""

    text: str
    heading: str
    names: frozenset[str]


@dataclass(frozen=True)
class Replied:
    """What a reply shows, part by part: the text of each on the line that the resolver reads, and
    the heading above it, empty for what is suggested.

    `headings` stand above the quotes, by their numbers; `suggested` are the questions it suggests;
    `told` are all its quotes, then the headings that it points to.
    """

    parts: tuple[tuple[str, str], ...] = ()
    headings: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def line(self) -> str:
        """All of it on one line."""
        return BETWEEN.join(text for text, _ in self.parts)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that it shows."""
        return frozenset().union(*(one.names for one in self.told))


NO_REPLY = Replied()


def replied(answer: Answer) -> Replied:
    """What an answer shows; of a refusal the headings that it points to, nothing of what was no
    question.
    """
    if asks_nothing(answer):
        return NO_REPLY
    parts: list[tuple[str, str]] = []
    room = _LONGEST
    for one in answer.citations or answer.closest:
        heading = _heading(one)
        quote = one.quote if isinstance(one, Citation) else ""
        is_new = not parts or parts[-1][1] != heading
        text = f"{heading} : {quote}" if quote and is_new else quote or heading
        text = " ".join(text.replace("•", " ").replace("|", "/").split())
        text = text if len(text) <= room else text[:room].rpartition(" ")[0]
        room -= len(text)
        parts += [(text, heading)] if text else []
    suggested = tuple(one.question for one in answer.suggestions)
    return Replied(
        (*parts, *((question, "") for question in suggested)),
        tuple(map(_heading, answer.citations)),
        suggested,
        (*map(_told, answer.citations), *map(_told, answer.closest)),
    )


def _told(one: Citation | Closest) -> Told:
    text = f"{one.heading} {one.quote}" if isinstance(one, Citation) else _heading(one)
    return Told(text, _heading(one), frozenset(own_names(text) | names_of_several(text)))


def _heading(one: Citation | Closest) -> str:
    return own_heading(one.heading) if one.heading else one.title
