"""Each shipped digest says all that its page says, in other words."""

import re
import unicodedata
from pathlib import Path

import pytest

from corpus.catalogue import identify
from corpus.types import Document
from ingest.pipeline import shipped_fiches
from ingest.read import read_source
from tests.conftest import SHIPPED, export_file

RUN = 14
# Spellings that a digest renders otherwise: inclusive forms.
RENDERED = {"francais.es", "elu.es"}


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe"))
    return "".join(c for c in text if not unicodedata.combining(c))


def figures(text: str) -> set[str]:
    """Every number, thousands joined, with its per cent sign."""
    found = re.findall(r"(?<!\w)(\d+(?: \d{3})*(?:[.,]\d+)?)( ?%)?", folded(text))
    return {number.replace(" ", "") + percent.strip() for number, percent in found}


def dates(text: str) -> set[str]:
    months = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    return set(re.findall(rf"(?:\d{{1,2}} )?(?:{months}) \d{{4}}", folded(text)))


def names(text: str) -> set[str]:
    """Words with a capital or a digit inside, or a capital away from a sentence's start."""
    text, found = folded(text), set()
    for match in re.finditer(r"[\w@+.'-]*\w\+?", text):
        before = text[: match.start()].rstrip(' "«“(•-\t')
        initial = not before or before[-1] in ".!?:\n…"
        for part in re.split(r"['-]", match.group().strip(".'-")):
            inner = re.search(r"[A-Z0-9]", part[1:]) and re.search(r"[A-Za-z]", part)
            if len(part) > 1 and (inner or (part[0].isupper() and not initial)):
                found.add(part.lower())
    return found - RENDERED


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def digest(name: str) -> Document:
    (page,) = read_source(str(shipped_fiches() / f"{name}.md"))
    return page.document


def source(name: str) -> Document:
    pages = {p.document.document_id: p.document for p in read_source(str(export_file()))}
    if name not in pages:
        pytest.skip(f"the export does not hold {name}")
    return pages[name]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_digest_is_declared_as_one(name: str) -> None:
    made, page = digest(name), source(name)
    assert (made.document_id, made.source_kind) == (name, "digest")
    assert (made.kit, made.edition, made.fiche) == (page.kit, page.edition, page.fiche)
    assert (made.levels, made.url) == (page.levels, page.url)
    assert len(made.sections) >= len(page.sections) / 2


@pytest.mark.parametrize("name", SHIPPED)
def test_every_figure_date_and_name_of_the_page_stands_in_its_digest(name: str) -> None:
    page, made = source(name), digest(name)
    # A title that is a run of the page's words by itself is shortened.
    assert (
        words(made.title) == words(page.title) or name == "modeles-socio-economiques-associations"
    )
    assert identify(made.title).document_id == identify(page.title).document_id
    assert figures(page.text) - figures(made.text) == set()
    assert dates(page.text) - dates(made.text) == set()
    held = set(re.findall(r"[\w.]+\+?", folded(made.text).lower().replace("'", " ")))
    held |= {part for word in held for part in word.split(".")}
    assert names(page.text) - held == set()


@pytest.mark.parametrize("name", SHIPPED)
def test_no_run_of_words_is_the_pages(name: str) -> None:
    runs: set[tuple[str, ...]] = set()
    page = source(name)
    headings = {s.heading for s in page.sections}
    for line in page.text.split("\n"):
        # Titles, laws and names of bodies may stand as they are; prose may not.
        if line not in headings:
            said = words(line)
            runs |= {tuple(said[i : i + RUN]) for i in range(len(said) - RUN + 1)}
    ours = words(Path(shipped_fiches() / f"{name}.md").read_text("utf-8"))
    copied = [run for i in range(len(ours)) if (run := tuple(ours[i : i + RUN])) in runs]
    assert copied == []


def test_no_contact_of_a_person_is_shipped() -> None:
    for file in shipped_fiches().glob("*.md"):
        assert "@" not in file.read_text("utf-8")
