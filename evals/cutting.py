"""`python -m evals.cutting`: whether messages are cut into as many questions as they ask."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from pydantic import TypeAdapter

from assistant.asking.parts import cut
from assistant.asking.talk import without_greeting

MARKED = Path(__file__).parent / "cases" / "begins.jsonl"


@dataclass(frozen=True, slots=True)
class Marked:
    """A message, and the words with which its second question and each later one begin."""

    id: str
    text: str
    begins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cutting:
    """Of how many messages, how many are cut as often as was marked; of how many marked places,
    how many are not cut, and how many cuts are too many.
    """

    messages: int
    alike: int
    places: int
    missing: int
    beyond: int


def read_marked() -> Iterator[Marked]:
    """The messages of `evals/cases/begins.jsonl`."""
    return map(TypeAdapter(Marked).validate_json, MARKED.read_bytes().splitlines())


def cutting(marked: Iterable[Marked]) -> Cutting:
    """How messages are cut, by the number of questions found in each."""
    pairs = [(len(cut(without_greeting(one.text))) - 1, len(one.begins)) for one in marked]
    return Cutting(
        len(pairs),
        sum(found == wanted for found, wanted in pairs),
        sum(wanted for _, wanted in pairs),
        sum(max(0, wanted - found) for found, wanted in pairs),
        sum(max(0, found - wanted) for found, wanted in pairs),
    )


@click.command()
def main() -> None:
    """Print how the messages of `evals/cases/begins.jsonl` are cut."""
    found = cutting(read_marked())
    click.echo(f"cut as often as marked\t{found.alike} of {found.messages} messages")
    click.echo(f"not cut\t{found.missing} of {found.places} places")
    click.echo(f"cut beyond\t{found.beyond}")


if __name__ == "__main__":
    main()
