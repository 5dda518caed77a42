"""What the resolver learns from: messages after others, with the words of these that they need."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from assistant.resolver.resolving import Kind, Tokens, history_of, tokens_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class Turn:
    """A message after the earlier ones that ask something, oldest first.

    `topic` are the words of theirs that it needs, as they stand there; `id` begins with its
    writer's number.
    """

    id: str
    history: tuple[str, ...]
    message: str
    kind: Kind
    topic: tuple[str, ...]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where the topic stands in the history; ValueError where a piece does not."""
        history, spans, start = history_of(self.history), [], 0
        for piece in self.topic:
            at = history.find(piece, start)
            at = history.index(piece) if at < 0 else at
            start = at + len(piece)
            spans.append((at, start))
        return spans


@dataclass(frozen=True, slots=True)
class Encoded:
    """A turn as token ids; `needed` is 1 on the history's tokens that its topic holds."""

    turn: Turn
    tokens: Tokens
    needed: list[int]


def read_turns() -> Iterator[Turn]:
    """The turns of `turns.jsonl`."""
    lines = resources.files("evals.resolver").joinpath("turns.jsonl").read_bytes().splitlines()
    return map(TypeAdapter(Turn).validate_json, lines)


def encode(tokenizer: "Tokenizer", turn: Turn) -> Encoded:
    """The turn's tokens, and which of the history's are needed."""
    tokens = tokens_of(tokenizer, turn.message, history_of(turn.history))
    spans = turn.spans
    needed = [int(any(a < end and b > start for start, end in spans)) for a, b in tokens.offsets]
    return Encoded(turn, tokens, needed)
