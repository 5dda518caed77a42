"""What is quoted can be read by itself: list items whole, « Ces… » with what it takes up."""

import json
from pathlib import Path

from assistant.answer import Assistant
from assistant.quoting import around, continues
from corpus.settings import Settings, settings
from corpus.text import units
from ingest.pipeline import ingest

_LIST = """\
La loi précise deux points :

  - Les communes aident le commerce. Elles votent un budget.
    Les prêts sont possibles.

  - Les régions ont un schéma.

Le reste est libre."""


def test_a_line_below_an_item_goes_on_with_it() -> None:
    spans = list(units(_LIST))
    said = [_LIST[slice(*span)] for span in spans]
    goes_on = [text for place, text in enumerate(said) if continues(_LIST, spans, place)]
    assert goes_on == said[1:5]
    assert around(_LIST, spans, said.index("Les prêts sont possibles."), 5)[0] == 0
    # Nor is an item cut before that line.
    assert around(_LIST, spans, said.index("La loi précise deux points :"), 14) == (0, 0)


def test_a_passage_that_takes_up_the_one_before_is_quoted_with_it(tmp_path: Path) -> None:
    asked = "Comment financer durablement les ludothèques associatives, et avec quels partenaires ?"
    goes_on = (
        "Ces questions sur le financement durable des ludothèques associatives par leurs "
        "partenaires se posent à chaque budget."
    )
    row = {
        "id": "ludo",
        "question": "Ludothèques associatives",
        "answer": f"Le bureau se réunit le lundi matin dans la salle du haut. {asked}\n\n{goes_on}",
        "theme": "autre",
        "updated": "2026-03-01",
    }
    (tmp_path / "faq.jsonl").write_text(json.dumps(row), "utf-8")
    ingest([str(tmp_path / "faq.jsonl")], tmp_path / "index", Settings(passage_tokens=45))
    answer = Assistant(tmp_path / "index", settings()).ask(
        "Pourquoi le financement durable des ludothèques se pose-t-il à chaque budget ?"
    )
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert goes_on in quotes
    assert quotes.index(asked) < quotes.index(goes_on)
