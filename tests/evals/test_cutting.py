"""Where messages were marked to be cut, and how they are."""

from click.testing import CliRunner

from evals.cutting import Cutting, Marked, cutting, main, read_marked


def test_every_mark_stands_in_its_message_in_order() -> None:
    marked = list(read_marked())
    assert len({one.id for one in marked}) == len(marked) > 1800
    for one in marked:
        at = 0
        for words in one.begins:
            at = one.text.index(words, at) + len(words)


def test_cuts_are_counted_by_message() -> None:
    two = "Qui gère la ressourcerie ? Combien coûte-t-elle ?"
    found = cutting(
        [
            Marked("1", two, ("Combien coûte",)),
            Marked("2", two, ()),
            Marked("3", "Qui gère la ressourcerie ?", ("la ressourcerie", "?")),
        ]
    )
    assert found == Cutting(messages=3, alike=1, places=3, missing=2, beyond=1)


def test_the_command_prints_all_of_it(monkeypatch) -> None:
    few = [Marked("1", "Qui gère la ressourcerie ?", ())]
    monkeypatch.setattr("evals.cutting.read_marked", lambda: iter(few))
    said = CliRunner().invoke(main).output
    assert "cut as often as marked\t1 of 1 messages" in said
    assert "not cut\t0 of 0 places" in said
