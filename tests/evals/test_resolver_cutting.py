"""Where messages were marked to be cut, and how they are."""

from assistant.asking.parts import cut
from evals.resolver.cutting import Cutting, cutting
from evals.resolver.turns import Message


def test_cuts_are_counted_by_message() -> None:
    two = "Qui gère la ressourcerie ? Combien coûte-t-elle ?"
    found = cutting(
        [
            Message("1", two, ("Combien coûte",)),
            Message("2", two, ()),
            Message("3", "Qui gère la ressourcerie ?", ("la ressourcerie", "?")),
        ],
        cut,
    )
    assert found == Cutting(messages=3, alike=1, places=3, missing=2, beyond=1)
