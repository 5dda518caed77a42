"""Removal leaves what an ingest that never had the document would have made, or changes nothing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import manifest as m
from corpus.check import check
from corpus.errors import AssistantError
from corpus.index import open_manifest
from corpus.remove import remove
from corpus.settings import settings
from ingest.pipeline import ingest
from tests.stand_in import WordEncoder, use_word_encoder

SHARED = "Le service juridique relit chaque convention avant sa signature."


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    use_word_encoder(monkeypatch)


def made(tmp_path: Path, name: str, *documents: str) -> Path:
    lines = [
        {
            "id": document,
            "title": f"Titre {document}",
            "sections": [
                {"heading": "Propre", "text": f"L'atelier {document} répare des vélos."},
                {"heading": "Commun", "text": SHARED},
            ],
        }
        for document in documents
    ]
    source = tmp_path / f"{name}.jsonl"
    source.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    ingest([str(source)], tmp_path / name, settings())
    return tmp_path / name


def test_what_stays_is_what_an_ingest_without_the_document_makes(tmp_path: Path) -> None:
    index = made(tmp_path, "all", "a", "b", "c")
    assert [p.same_as for p in open_manifest(index)[1].passages if p.same_as] == ["a#2.1", "a#2.1"]
    done = remove(index, ["a"], WordEncoder())
    assert (done.removed, done.documents, done.passages) == (("a",), 2, 3)
    never = open_manifest(made(tmp_path, "never", "b", "c"))[1]
    left = open_manifest(index)[1]
    sources = {entry.document_id: entry.source for entry in never.documents}
    entries = tuple(replace(e, source=sources[e.document_id]) for e in left.documents)
    assert replace(left, documents=entries) == never
    assert [(p.passage_id, p.same_as, p.also_in) for p in left.passages if p.also_in] == [
        ("b#2.1", "", ("c",)),
        ("c#2.1", "b#2.1", ("b",)),
    ]
    assert check(index).ok


def test_only_a_text_whose_twin_leaves_is_embedded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = made(tmp_path, "all", "a", "b", "c", "d")
    embedded: list[str] = []
    passages = WordEncoder.passages

    def watched(encoder: WordEncoder, texts: list[str]):
        embedded.extend(texts)
        return passages(encoder, texts)

    monkeypatch.setattr(WordEncoder, "passages", watched)
    remove(index, ["b", "d"], WordEncoder())
    assert embedded == []
    remove(index, ["a"], WordEncoder())
    assert embedded == [f"Titre c\nCommun\n{SHARED}"]


@pytest.mark.parametrize(
    ("names", "said"), [(["a", "nulle-part"], "nulle-part"), (["a", "b"], "vide")]
)
def test_an_unknown_id_or_the_last_documents_change_nothing(
    tmp_path: Path, names: list[str], said: str
) -> None:
    index = made(tmp_path, "all", "a", "b")
    with pytest.raises(AssistantError, match=said):
        remove(index, names, WordEncoder())
    assert str(m.current_generation(index)).startswith("000001-")
    assert check(index).documents == 2


def test_the_next_ingest_of_the_source_brings_the_document_back(tmp_path: Path) -> None:
    index = made(tmp_path, "all", "a", "b")
    remove(index, ["a"], WordEncoder())
    report = ingest([str(tmp_path / "all.jsonl")], index, settings())
    assert (report.added, report.unchanged) == (1, 1)
