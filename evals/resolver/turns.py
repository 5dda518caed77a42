"""What the resolver learns from: messages after others, with the words of these that they need, and
messages in which it is marked where each thing begins that they ask.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from assistant.resolver.resolving import Kind, Tokens, asked_of, history_of, tokens_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class Turn:
    """A message after the earlier ones that ask something, oldest first, and the reply to the last.

    `topic` are the words of theirs that it needs, as they stand there; `id` begins with its
    writer's number; of those without a `reply` none is known.
    """

    id: str
    history: tuple[str, ...]
    message: str
    kind: Kind
    topic: tuple[str, ...]
    reply: str = ""

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where the topic stands in the history; ValueError where a piece does not."""
        history, spans, start = history_of(self.history, self.reply), [], 0
        for piece in self.topic:
            at = history.find(piece, start)
            at = history.index(piece) if at < 0 else at
            start = at + len(piece)
            spans.append((at, start))
        return spans


@dataclass(frozen=True, slots=True)
class Message:
    """A message, and the words with which the second thing that it asks, and each later, begins."""

    id: str
    text: str
    begins: tuple[str, ...]

    @property
    def places(self) -> list[int]:
        """The characters at which they stand; ValueError where one does not."""
        places, start = [], 0
        for words in self.begins:
            at = self.text.index(words, start)
            start = at + 1
            places.append(at)
        return places


@dataclass(frozen=True, slots=True)
class Encoded:
    """A turn or a message as token ids.

    `taken` is 1 on the history's tokens that a turn's topic holds, on those of a message with
    which something else begins.
    """

    read: Turn | Message
    tokens: Tokens
    taken: list[int]


def read_turns() -> Iterator[Turn]:
    """The turns of `turns.jsonl`, and those of `replied.jsonl` with the reply before each."""
    lines = (*_lines("turns.jsonl"), *_lines("replied.jsonl"))
    return map(TypeAdapter(Turn).validate_json, lines)


def read_messages() -> Iterator[Message]:
    """The messages of `messages.jsonl`."""
    return map(TypeAdapter(Message).validate_json, _lines("messages.jsonl"))


def _lines(name: str) -> list[bytes]:
    return resources.files("evals.resolver").joinpath(name).read_bytes().splitlines()


def encode(tokenizer: "Tokenizer", read: Turn | Message) -> Encoded:
    """The tokens, and which of them are taken."""
    if isinstance(read, Message):
        tokens = asked_of(tokenizer, read.text)
        first = [
            next(number for number, (_, end) in enumerate(tokens.offsets) if end > place)
            for place in read.places
        ]
        return Encoded(read, tokens, [int(n in first) for n in range(len(tokens.offsets))])
    tokens = tokens_of(tokenizer, read.message, history_of(read.history, read.reply))
    taken = [
        int(any(a < end and b > start for start, end in read.spans)) for a, b in tokens.offsets
    ]
    return Encoded(read, tokens, taken)
