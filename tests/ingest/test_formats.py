"""The shipped fiches in five formats made by real tools: each is read whole, and kept once."""

import os
import re
import shutil
import zipfile
from itertools import combinations
from pathlib import Path

import pypandoc
import pytest

from corpus.index import open_documents, open_manifest
from corpus.manifest import Manifest
from corpus.settings import settings
from corpus.text import fold, squeeze
from corpus.types import Document
from ingest.pipeline import Report, ingest
from ingest.read import Page, read_source
from tests.ingest.test_html import DIGESTS, share_kept, with_fiche_title, words
from tests.ingest.test_pdf import sheet
from tests.stand_in import use_word_encoder
from tests.ui.test_page import CHROMIUM, FLAGS

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None and "CI" not in os.environ, reason="chromium is missing"
)
FORMATS = ("md", "html", "docx", "odt", "pdf")
HEADER = "Kit MunicipalESS – édition 2026"
STYLE = f"""
body {{ font: 11pt/1.4 serif; margin: 0 }}
@page {{ size: A4; margin: 18mm; @top-left {{ content: "{HEADER}"; font-size: 8pt }}
  @bottom-right {{ content: "Page " counter(page); font-size: 8pt }} }}
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped fiches in every format; without .pdf where chromium is missing."""
    made = tmp_path_factory.mktemp("formats")
    for file in DIGESTS:
        shutil.copy(file, made)
        title, body = with_fiche_title(file).removeprefix("# ").split("\n", 1)
        for kind in ("html", "docx", "odt"):
            pypandoc.convert_text(
                body,
                kind,
                "markdown-smart",
                ["--standalone", f"--metadata=title:{title}", "--metadata=lang:fr"],
                outputfile=str(made / f"{file.stem}.{kind}"),
            )
    if CHROMIUM or "CI" in os.environ:
        print_pages(made)
    return made


def print_pages(folder: Path) -> None:
    """Print each page to PDF, in turn as a browser does, as it is, and with a style of ours."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        for number, file in enumerate(sorted(folder.glob("*.html"))):
            page.goto(file.as_uri())
            if number % 3 == 2:
                page.add_style_tag(content=STYLE)
            page.pdf(
                path=file.with_suffix(".pdf"),
                format="A4",
                prefer_css_page_size=True,
                display_header_footer=number % 3 == 0,
                margin=dict.fromkeys(("top", "bottom", "left", "right"), "18mm"),
            )
        browser.close()


def document(path: Path) -> Document:
    (page,) = read_source(str(path))
    assert isinstance(page, Page)
    return page.document


def body(digest: Path) -> str:
    """A digest's Markdown as it stands in its file, without the front matter."""
    return digest.read_text("utf-8").split("\n---\n", 1)[1]


@needs_chromium
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("digest", DIGESTS, ids=lambda file: file.stem)
def test_a_fiche_is_read_whole_from_each_format_alone(
    digest: Path, kind: str, folder: Path
) -> None:
    wanted = body(digest)
    found = document(folder / f"{digest.stem}.{kind}")
    assert found.document_id == digest.stem
    assert share_kept(wanted, found.text) >= 0.98
    # A header kept on each page would be more.
    assert len(words(found.text)) <= 1.005 * len(words(wanted))
    headings = [squeeze(heading) for heading in re.findall(r"(?m)^#+ (.*)$", wanted)]
    assert [squeeze(s.heading) for s in found.sections if s.heading] == headings


@pytest.fixture(scope="module")
def report_of_all(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """An index of the whole folder, and what its ingest reported."""
    index = tmp_path_factory.mktemp("all") / "index"
    with pytest.MonkeyPatch.context() as patch:
        use_word_encoder(patch)
        return index, ingest([str(folder)], index, settings())


@needs_chromium
def test_a_folder_of_every_format_gives_each_fiche_and_each_fact_once(
    folder: Path, report_of_all: tuple[Path, Report]
) -> None:
    assert len(list(folder.iterdir())) == len(FORMATS) * len(DIGESTS)
    index, report = report_of_all
    assert (report.documents, report.added, report.skipped) == (len(DIGESTS), len(DIGESTS), ())
    documents, manifest = opened(index)
    assert sorted(documents) == [file.stem for file in DIGESTS]
    embedded = [p for p in manifest.passages if not p.same_as]
    texts = [documents[p.document_id].text[p.start : p.end] for p in embedded]
    assert said_twice(texts) == []
    assert said_twice([*texts, texts[-1].upper()]) == [(texts[-1], texts[-1].upper())]


@needs_chromium
def test_of_every_format_of_a_fiche_the_page_is_kept(
    folder: Path, report_of_all: tuple[Path, Report]
) -> None:
    for name, found in opened(report_of_all[0])[0].items():
        assert found == document(folder / f"{name}.html")


def opened(index: Path) -> tuple[dict[str, Document], Manifest]:
    _, manifest = open_manifest(index)
    return open_documents(index, manifest), manifest


def said_twice(texts: list[str]) -> list[tuple[str, str]]:
    """The pairs of texts that say the same: word five-grams with a Jaccard similarity of .85.

    Figures may differ: this finds more than corpus/dedupe.py ties.
    """
    grams = [five_grams(text) for text in texts]
    return [
        (texts[i], texts[j])
        for i, j in combinations(range(len(texts)), 2)
        if len(grams[i] & grams[j]) >= 0.85 * len(grams[i] | grams[j])
    ]


def five_grams(text: str) -> set[tuple[str, ...]]:
    said = words(fold(text))
    return {tuple(said[i : i + 5]) for i in range(max(1, len(said) - 4))}


# The rule of the contract: where several files hold the same document, the first of these is kept.
RANK = ("html", "docx", "odt", "md", "pdf")
TITLE = "Kit MunicipalESS | Fiche 8 : Commande publique responsable"
ORDERS = pytest.mark.parametrize("names", [("a", "b"), ("b", "a")], ids=["before", "after"])


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same fiche in each format, each saying in which one; and its digest."""
    made, found = tmp_path_factory.mktemp("versions"), {}
    for kind in ("html", "docx", "odt"):
        file = made / f"x.{kind}"
        pypandoc.convert_text(f"# {TITLE}\n\nDit en {kind}.", kind, "md", outputfile=str(file))
        found[kind] = file.read_bytes()
    found["md"] = f'---\ntitle: "{TITLE}"\n---\n\nDit en md.\n'.encode()
    info = b"<</Title(%b)>>" % TITLE.encode()
    found["pdf"] = sheet(b"BT /F 11 Tf 60 700 Td (Dit en pdf.) Tj ET", info, encrypt=b"/Info 6 0 R")
    found["digest.md"] = found["md"].replace(b"\n---\n", b"\nsource_kind: digest\n---\n", 1)
    found["digest.md"] = found["digest.md"].replace(b"en md", b"en digest.md")
    return found


def kept(index: Path, *sources: Path) -> str:
    """In which format the one document of an index says that it was, after these went in."""
    report = ingest([str(source) for source in sources], index, settings())
    assert (report.documents, report.skipped) == (1, ())
    (document,) = opened(index)[0].values()
    assert document.document_id == "municipaless-2026-08"
    return document.text.removeprefix("Dit en ").rstrip(".")


@pytest.fixture
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    use_word_encoder(monkeypatch)


@pytest.mark.usefixtures("_words")
@ORDERS
@pytest.mark.parametrize(("first", "second"), list(combinations(RANK, 2)))
def test_of_two_files_that_hold_a_fiche_the_better_format_is_kept(
    first: str, second: str, names: tuple[str, str], versions: dict[str, bytes], tmp_path: Path
) -> None:
    for name, kind in zip(names, (first, second), strict=True):
        (tmp_path / f"{name}.{kind}").write_bytes(versions[kind])
    assert kept(tmp_path / "index", tmp_path) == first


@pytest.mark.usefixtures("_words")
@ORDERS
@pytest.mark.parametrize("kind", RANK)
def test_a_digest_never_replaces_a_text_of_any_format(
    kind: str, names: tuple[str, str], versions: dict[str, bytes], tmp_path: Path
) -> None:
    digest = tmp_path / f"{names[1]}.md"
    digest.write_bytes(versions["digest.md"])
    (tmp_path / f"{names[0]}.{kind}").write_bytes(versions[kind])
    assert kept(tmp_path / "index", tmp_path) == kind
    assert kept(tmp_path / "index", digest) == kind


@pytest.mark.usefixtures("_words")
@ORDERS
def test_of_the_files_of_an_archive_the_better_format_is_kept(
    names: tuple[str, str], versions: dict[str, bytes], tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "kit.zip", "w") as archive:
        for name, kind in zip(names, ("html", "pdf"), strict=True):
            archive.writestr(f"{name}.{kind}", versions[kind])
    assert kept(tmp_path / "index", tmp_path) == "html"
