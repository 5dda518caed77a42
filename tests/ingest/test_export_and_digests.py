"""The export and the digests in one index: each fiche once, in its own words, in either order."""

import shutil
from pathlib import Path

import pytest

from assistant.answer import Assistant
from corpus.remove import remove
from corpus.settings import settings
from ingest.pipeline import ingest, shipped_fiches
from ingest.read import Page, read_source
from tests.conftest import SHIPPED, export_file
from tests.ingest.test_formats import opened, said_twice
from tests.stand_in import WordEncoder, use_word_encoder

QUESTIONS = (
    "Comment une mairie peut-elle aider les habitants à réparer leur voiture ?",
    "Quelles clauses mettre dans un marché public pour l'insertion ?",
    "Qu'est-ce qu'une SCIC et une commune peut-elle y entrer ?",
    "Comment soutenir la vie culturelle avec les associations ?",
    "Que peut faire une intercommunalité contre la fracture numérique ?",
    "Combien de personnes travaillent dans l'économie sociale et solidaire ?",
    "Comment faciliter l'installation de jeunes agriculteurs ?",
    "De quoi vivent les associations et comment évolue leur financement ?",
    "Quel rôle le département joue-t-il pour l'ESS ?",
    "Comment trouver les structures de l'ESS présentes sur notre territoire ?",
)


def real_texts() -> dict[str, str]:
    pages = [page for page in read_source(str(export_file())) if isinstance(page, Page)]
    return {page.document.document_id: page.document.text for page in pages}


@pytest.fixture(scope="module")
def both(kits: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the real export in which the shipped digests were put as well."""
    index = tmp_path_factory.mktemp("both") / "index"
    shutil.copytree(kits, index)
    report = ingest([str(shipped_fiches())], index, settings())
    # A digest may be of a page that the export does not hold.
    more = len(set(SHIPPED) - set(real_texts()))
    assert (report.documents, report.added, report.updated) == (len(real_texts()) + more, more, 0)
    assert report.unchanged == len(real_texts())
    assert (report.removed, report.skipped) == (0, ())
    assert sorted(report.kept_over_digests) == sorted(real_texts())
    return index


def test_digests_after_the_export_leave_each_real_text_as_it_was(both: Path) -> None:
    documents, _ = opened(both)
    real = {name: documents[name] for name in real_texts()}
    assert {name: document.text for name, document in real.items()} == real_texts()
    assert {document.source_kind for document in real.values()} == {"fiche", "page"}


@pytest.fixture(scope="module")
def assistant(both: Path) -> Assistant:
    return Assistant(both, settings())


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_two_hits_say_the_same(assistant: Assistant, question: str) -> None:
    hits = assistant.search(question, 10)
    assert len(hits) == 10
    assert said_twice([hit.text for hit in hits]) == []


def test_an_export_after_the_digests_gives_the_index_of_the_export_alone(
    kits: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Embedding the export once more would tell nothing of which texts stay.
    use_word_encoder(monkeypatch)
    index, wanted = tmp_path / "index", real_texts()
    assert ingest([], index, settings()).documents == len(SHIPPED)
    report = ingest([str(export_file())], index, settings())
    assert (report.added, report.updated) == (0, len(wanted))
    assert sorted(report.replaced_digests) == sorted(wanted)
    if more := sorted(set(SHIPPED) - set(wanted)):
        remove(index, more, WordEncoder())
    documents, manifest = opened(index)
    of_kits, manifest_of_kits = opened(kits)
    assert documents == of_kits
    assert manifest.passages == manifest_of_kits.passages
