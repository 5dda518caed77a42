"""The site export becomes documents with the sections that plain text only hints at."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.text import squeeze
from corpus.types import Document
from ingest.build import heading_kind
from ingest.clean import is_furniture
from ingest.read import SourceError, read_source
from tests.conftest import EXPORT, export_file

LABELS = {"Catégorie", "Type de ressource", "Ressources RTES", "Ressource privée", "Non", "Résumé"}
LABELS |= {"Autres"}


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, Document]:
    source = tmp_path / "export.txt"
    source.write_text(EXPORT, "utf-8")
    return {p.document.document_id: p.document for p in read_source(str(source))}


def test_kit_edition_number_and_address_come_from_the_title(pages: dict[str, Document]) -> None:
    assert sorted(pages) == ["municipaless-2026-08", "municipaless-2026-20"]
    fiche = pages["municipaless-2026-08"]
    assert (fiche.kit, fiche.edition, fiche.fiche) == ("municipaless", "2026", 8)
    assert fiche.title == "Commande publique responsable"
    assert fiche.levels == ("commune", "epci")
    assert fiche.url == "https://www.rtes.fr/kit-municipaless"
    assert fiche.source_kind == "fiche"


def test_levers_and_their_examples_are_sections(pages: dict[str, Document]) -> None:
    shape = [(s.kind, s.path, s.heading) for s in pages["municipaless-2026-08"].sections]
    lever = "Réserver des marchés aux structures d’insertion"
    assert shape == [
        ("text", (), ""),
        ("lever", (), lever),
        ("example", (lever,), "L’exemple de Testville (99)"),
    ]


def test_a_reading_list_is_one_section_of_its_kind(pages: dict[str, Document]) -> None:
    last = pages["municipaless-2026-20"].sections[-1]
    assert last.kind == "resources"
    text = pages["municipaless-2026-20"].text[last.start : last.end]
    assert "Guide des épiceries" in text
    assert "Cahier des commerces" in text


def test_furniture_and_the_second_copy_are_left_out(pages: dict[str, Document]) -> None:
    text = pages["municipaless-2026-08"].text
    assert text.count("un marché de 40 000 euros par an") == 1
    assert not any(is_furniture(line) or line in LABELS for line in text.split("\n"))


def test_what_only_the_second_copy_holds_is_kept(tmp_path: Path) -> None:
    changed = "un suivi chaque mois, puis chaque trimestre"
    head, _, tail = EXPORT.rpartition("- un suivi chaque trimestre")
    source = tmp_path / "export.txt"
    source.write_text(f"{head}- {changed}{tail}", "utf-8")
    text = next(iter(read_source(str(source)))).document.text
    assert changed in text
    assert "un suivi chaque trimestre" in text


@pytest.mark.parametrize(
    "variant",
    [
        lambda text: text.replace("Catégorie\n", "Catégorie\nÉconomie\n"),
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text.replace("responsable\n\nVersion", "responsable\nVersion"),
        lambda text: text.replace("La loi permet", "Non\n\nLa loi permet"),
        lambda text: text.replace("\n", "\r\n"),
    ],
)
def test_small_variations_of_the_export_are_read(
    tmp_path: Path, variant: Callable[[str], str]
) -> None:
    source = tmp_path / "export.txt"
    source.write_bytes(variant(EXPORT).encode())
    pages = [p.document for p in read_source(str(source))]
    assert [p.document_id for p in pages] == ["municipaless-2026-08", "municipaless-2026-20"]
    assert "Vertes Mains" in pages[0].text
    assert "Réserver des marchés" in pages[0].text
    assert pages[1].sections[-1].kind == "resources"


def test_a_plain_text_may_have_a_heading_that_is_a_label(tmp_path: Path) -> None:
    source = tmp_path / "note.txt"
    source.write_text("Note\n\nRésumé\n\nLe village a une épicerie.\n", "utf-8")
    (page,) = read_source(str(source))
    assert page.document.title == "Note"
    assert "épicerie" in page.document.text


@pytest.mark.parametrize("text", ["\u00a0\n", "Catégorie\nRésumé\n", "Un titre seul"])
def test_a_file_without_text_is_refused(tmp_path: Path, text: str) -> None:
    source = tmp_path / "x.txt"
    source.write_text(text, "utf-8")
    with pytest.raises(SourceError):
        read_source(str(source))


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Soutenir les lieux partagés", "lever"),
        ("S’appuyer sur les réseaux", "lever"),
        ("Co-construire une politique", "lever"),
        ("1. Favoriser le réemploi", "lever"),
        ("L’exemple de la ville de Testville", "example"),
        ("Focus sur les SCIC", "example"),
        ("Le soutien de Testville (99)", "example"),
        ("Ressources pour aller plus loin :", "resources"),
        ("Sommaire de la publication :", "resources"),
        ("Chiffres clés", "text"),
    ],
)
def test_a_headings_shape_tells_its_kind(heading: str, kind: str) -> None:
    assert heading_kind(heading) == kind


def test_the_real_export_has_its_ten_documents_and_every_paragraph_once() -> None:
    source = export_file()
    documents = {p.document.document_id: p.document for p in read_source(str(source))}
    fiches = [f"municipaless-2026-{n:02d}" for n in (1, 3, 5, 11, 13, 17, 19)]
    others = [
        "departements-ess",
        "modeles-socio-economiques-associations",
        "guide-agriculture-durable",
    ]
    assert sorted(documents) == sorted(fiches + others)
    assert [documents[name].fiche for name in fiches] == [1, 3, 5, 11, 13, 17, 19]
    assert documents["departements-ess"].updated == "2022-09"

    stored = {name: squeeze(d.text) for name, d in documents.items()}
    titles = {squeeze(d.title) for d in documents.values()}
    for paragraph in re.split(r"\n\s*\n", source.read_text("utf-8")):
        for line in map(squeeze, paragraph.split("\n")):
            if not line or is_furniture(line) or line in LABELS:
                continue
            if any(line.endswith(title) for title in titles):
                continue
            holders = [name for name, text in stored.items() if line in text]
            assert holders or line == "Ressources pour aller plus loin :", line
            if len(line) > 60:
                assert [stored[name].count(line) for name in holders] == [1] * len(holders), line
