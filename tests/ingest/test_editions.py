"""Two editions of one kit: what they share is cited from the newer, changed figures are told."""

import json
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.types import Answer
from corpus.index import open_manifest
from corpus.settings import settings
from ingest.pipeline import Report, ingest
from tests.stand_in import use_word_encoder

SHARED = (
    "La ressourcerie de Valmont collecte les meubles dont les habitants ne veulent plus, les "
    "répare dans son atelier et les revend à petit prix aux familles du canton."
)
CHANGED = (
    "Le fonds de soutien aux épiceries associatives verse {} euros par an et par projet, après "
    "avis du comité des élus, et chaque association rend compte de son action au printemps."
)


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    use_word_encoder(monkeypatch)


def source(folder: Path, year: str, amount: str, **fields: object) -> Path:
    line = {
        "id": f"kit-{year}",
        "title": "Soutenir le réemploi et les épiceries",
        "kit": "municipaless",
        "edition": year,
        "sections": [
            {"heading": "Réemploi", "text": SHARED},
            {"heading": "Fonds de soutien", "text": CHANGED.format(amount)},
        ],
    }
    path = folder / f"{year}.jsonl"
    path.write_text(json.dumps(line | fields, ensure_ascii=False), "utf-8")
    return path


@pytest.fixture
def index(tmp_path: Path) -> Path:
    ingested(tmp_path, source(tmp_path, "2020", "1 500"), source(tmp_path, "2026", "2 000"))
    return tmp_path / "index"


def ingested(folder: Path, *sources: Path) -> Report:
    return ingest([str(path) for path in sources], folder / "index", settings())


def ask(index: Path, question: str) -> Answer:
    return Assistant(index, settings().model_copy(update={"reader": False})).ask(question)


def test_what_two_editions_share_is_embedded_once_and_cited_from_the_newer(index: Path) -> None:
    shared = [p for p in open_manifest(index)[1].passages if p.also_in]
    assert [(p.document_id, bool(p.same_as)) for p in shared] == [
        ("kit-2026", False),
        ("kit-2020", True),
    ]
    answer = ask(index, "Que collecte la ressourcerie de Valmont ?")
    assert [(c.document_id, c.also_in) for c in answer.citations] == [("kit-2026", ("kit-2020",))]


def test_a_changed_figure_makes_two_editions_of_one_fact(tmp_path: Path) -> None:
    first = ingested(tmp_path, source(tmp_path, "2026", "2 000"))
    assert first.editions == ()
    report = ingested(tmp_path, source(tmp_path, "2020", "1 500"))
    assert [(e.newer, e.older) for e in report.editions] == [("kit-2026#2.1", "kit-2020#2.1")]
    marked = {p.passage_id: p.newer_in for p in open_manifest(tmp_path / "index")[1].passages}
    assert marked["kit-2020#2.1"] == "kit-2026"
    assert marked["kit-2026#2.1"] == ""


def test_the_newer_figure_is_the_one_that_is_said(index: Path) -> None:
    answer = ask(index, "Combien verse le fonds de soutien aux épiceries par projet ?")
    assert {c.document_id for c in answer.citations} == {"kit-2026"}
    assert "2 000 euros" in answer.text
    assert "1 500" not in answer.text


def test_the_older_figure_is_said_to_who_asks_for_its_year_and_marked(index: Path) -> None:
    answer = ask(index, "Combien versait le fonds de soutien aux épiceries par projet en 2020 ?")
    older = [c for c in answer.citations if c.document_id == "kit-2020"]
    assert [c.newer_in for c in older] == ["kit-2026"]
    assert "1 500 euros" in answer.text
    assert any("d’autres chiffres" in w.text for w in answer.warnings if w.code == "outdated")


@pytest.mark.parametrize(
    "fields",
    [{"kit": "departements"}, {"edition": "2026", "fiche": 3}],
    ids=["in another kit", "in the same edition"],
)
def test_figures_that_differ_elsewhere_are_two_facts(
    tmp_path: Path, fields: dict[str, object]
) -> None:
    report = ingested(
        tmp_path,
        source(tmp_path, "2020", "1 500", **fields),
        source(tmp_path, "2026", "2 000"),
    )
    assert (report.documents, report.editions) == (2, ())


def test_the_same_sentence_about_another_name_is_another_fact(tmp_path: Path) -> None:
    other = {"heading": "Fonds", "text": CHANGED.format("1 500").replace("Le fonds", "Le Fonds")}
    report = ingested(
        tmp_path,
        source(tmp_path, "2020", "1 500", sections=[other]),
        source(tmp_path, "2026", "2 000"),
    )
    assert report.editions == ()


def test_removing_the_newer_edition_unmarks_the_older(index: Path) -> None:
    from corpus.check import check
    from corpus.remove import remove
    from tests.stand_in import WordEncoder

    assert check(index).problems == ()
    remove(index, ["kit-2026"], WordEncoder())
    passages = open_manifest(index)[1].passages
    assert [(p.newer, p.also_in, p.same_as) for p in passages] == [("", (), "")] * 2
    assert check(index).problems == ()


def test_another_kit_that_shares_the_older_figures_is_not_marked(tmp_path: Path) -> None:
    of_regions = source(tmp_path, "2024", "1 500", kit="regional", edition="2024")
    report = ingested(
        tmp_path, source(tmp_path, "2026", "2 000"), source(tmp_path, "2025", "1 500"), of_regions
    )
    assert [e.older for e in report.editions] == ["kit-2025#2.1"]


def test_an_older_edition_tied_to_another_kit_is_marked_all_the_same(tmp_path: Path) -> None:
    of_regions = source(tmp_path, "2025", "1 500", kit="regional", edition="2025")
    report = ingested(
        tmp_path, of_regions, source(tmp_path, "2026", "2 000"), source(tmp_path, "2024", "1 500")
    )
    assert [e.older for e in report.editions] == ["kit-2024#2.1"]


def test_pages_of_no_kit_are_no_editions(tmp_path: Path) -> None:
    report = ingested(
        tmp_path,
        source(tmp_path, "2020", "1 500", kit="", edition="", updated="2020-05-01"),
        source(tmp_path, "2026", "2 000", kit="", edition="", updated="2026-05-01"),
    )
    assert (report.documents, report.editions) == (2, ())


def test_a_year_that_both_editions_name_asks_for_neither(tmp_path: Path) -> None:
    text = CHANGED.replace("par an", "d'ici 2027")
    sections = [[{"heading": "Fonds", "text": text.format(n)}] for n in ("1 500", "2 000")]
    ingested(
        tmp_path,
        source(tmp_path, "2024", "", sections=sections[0]),
        source(tmp_path, "2026", "", sections=sections[1]),
    )
    asked = "Combien verse le fonds de soutien aux épiceries par projet d'ici 2027 ?"
    answer = ask(tmp_path / "index", asked)
    assert {c.document_id for c in answer.citations} == {"kit-2026"}
