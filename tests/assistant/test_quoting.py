"""What is quoted can be read by itself: list items whole, « Ces… » with what it takes up."""

import json
from dataclasses import replace

import pytest

from assistant.answer import Assistant
from assistant.extractive import extract
from assistant.quoting import around, continues
from assistant.types import Part
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


@pytest.mark.parametrize(
    "text",
    [
        "Il faut ces pièces :\n  a) les statuts ;\n  b) le budget.",
        "  Une phrase.",
        "- Un point.\nUn paragraphe.\n  Une ligne en retrait.",
        "- Un point.\n \n  Une ligne en retrait.",
    ],
)
def test_an_indented_line_without_an_item_above_goes_on_with_none(text: str) -> None:
    spans = list(units(text))
    assert not continues(text, spans, len(spans) - 1)


@pytest.mark.parametrize(
    ("sentence", "takes_up"),
    [
        ("Ces aides cessent.", True),
        ("Leurs actions durent.", True),
        ("Sa ville vote.", True),
        ("Ils votent.", True),
        ("Il est élu par le conseil.", True),
        ("Il faut une délibération.", False),
        ("Il est possible de louer.", False),
    ],
)
def test_a_pronoun_takes_up_what_was_said_unless_it_stands_for_nothing(
    sentence: str, takes_up: bool
) -> None:
    assert continues(sentence, [(0, len(sentence))], 0) is takes_up


_OPENING = "Le bureau se réunit le lundi matin dans la salle du haut, sans ordre du jour ni café."
_ASKED = (
    "Qui paie les ludothèques ? Et comment leurs partenaires peuvent-ils, année après année, "
    "financer durablement les ludothèques associatives sans leur imposer de nouveaux projets ?"
)
_GOES_ON = (
    "Ces questions sur le financement durable des ludothèques se posent à chaque budget, et plus "
    "encore dans les villages, où les bénévoles manquent."
)


@pytest.fixture(scope="module")
def ludotheques(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("ludotheques")
    row = {
        "id": "ludo",
        "question": "Ludothèques associatives",
        "answer": f"{_OPENING}\n\n{_ASKED}\n\n{_GOES_ON}",
        "theme": "autre",
        "updated": "2026-03-01",
    }
    (folder / "faq.jsonl").write_text(json.dumps(row), "utf-8")
    ingest([str(folder / "faq.jsonl")], folder / "index", Settings(passage_tokens=80))
    return Assistant(folder / "index", settings())


@pytest.mark.parametrize(
    ("found", "quoted"),
    [
        ("ab", [f"{_OPENING}\n\n{_ASKED}", _GOES_ON]),
        ("b", [_ASKED, _GOES_ON]),
        ("ba", [f"{_OPENING}\n\n{_ASKED}", _GOES_ON]),
    ],
)
def test_a_paragraph_that_takes_up_the_one_before_is_quoted_after_it(
    ludotheques: Assistant, found: str, quoted: list[str]
) -> None:
    hits = ludotheques.search("Quelles questions se posent sur les ludothèques ?", 2)
    first, second = sorted(hits, key=lambda hit: hit.passage.start)
    named = {"a": replace(first, score=1.0), "b": replace(second, score=1.0)}
    with ludotheques.reading() as index:
        chosen = [named[name] for name in found]
        part = Part("Quelles questions ?", "reasons")
        extracts = extract(index, ludotheques.models, part, chosen, None, None, 300)
    assert [one.quote for one in extracts] == quoted


def test_of_a_long_list_begun_before_the_lead_in_alone_is_quoted(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("points")
    lead = "La loi sur les ludothèques précise cependant plusieurs points :"
    first = "- Les communes " + "prêtent des salles et des jeux aux habitants, " * 16 + "et plus."
    second = (
        "- Les départements aident les ludothèques " + "de chaque canton rural, " * 12 + "enfin."
    )
    row = {
        "id": "points",
        "question": "Ludothèques",
        "answer": f"{lead}\n\n{first}\n\n{second}",
        "theme": "autre",
        "updated": "2026-03-01",
    }
    (folder / "faq.jsonl").write_text(json.dumps(row), "utf-8")
    ingest([str(folder / "faq.jsonl")], folder / "index", Settings(passage_tokens=280))
    assistant = Assistant(folder / "index", settings())
    hits = assistant.search("Que font les départements pour les ludothèques ?", 3)
    found = [hit for hit in hits if hit.document.text[hit.passage.start :].startswith("- Les dép")]
    with assistant.reading() as index:
        part = Part("Que font les départements ?", "ways")
        extracts = extract(index, assistant.models, part, found, None, None, 400)
    assert [one.quote for one in extracts] == [lead, second]
