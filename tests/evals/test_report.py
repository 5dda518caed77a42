"""report.html: self-contained, in French, escaped, readable at both widths."""

import json
import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.evals.test_run import QUESTIONS, write_lines
from tests.ui.test_page import CHROMIUM, FLAGS

HOSTILE = "</div><script>document.title='owned'</script><img src=https://example.org/x.png>"
NAME = "a <b>bold</b> system"
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="chromium is missing"
)


@pytest.fixture(scope="module")
def report(run: Run, digests: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a system that says hostile things to hostile questions, beside itself."""
    folder = tmp_path_factory.mktemp("report")
    rows = [*QUESTIONS, {"id": HOSTILE, "question": f"{HOSTILE} ?", "label": "off_topic"}]
    questions = write_lines(folder / "questions.jsonl", rows)
    quote = {"number": 1, "document_id": HOSTILE, "quote": HOSTILE, "heading": HOSTILE}
    said = {
        "text": HOSTILE * 8,
        "status": "answered",
        "statements": [{"text": HOSTILE, "citations": [1]}],
        "citations": [quote],
        "model": HOSTILE,
        "confidence": 0.9,
    }
    given = [said | {"id": row["id"], "confidence": i / 9} for i, row in enumerate(rows)]
    answers = write_lines(folder / f"{NAME.replace('/', '')}.jsonl", [*given, "{", {"id": HOSTILE}])
    words = ["evals", "run", "--index", digests, "--questions", questions, "--answers", answers]
    assert run(*words, "--output", folder / "beside").returncode == 1
    result = run(*words, "--output", folder / "out", "--beside", folder / "beside")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    return folder / "out" / "report.html"


def test_everything_shown_is_escaped(report: Path) -> None:
    page = report.read_text("utf-8")
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert page.count("&lt;script&gt;") > 8


def test_the_page_names_no_address(report: Path) -> None:
    from lxml import html

    text = report.read_text("utf-8")
    addresses = {
        value
        for element in html.fromstring(text).iter()
        for name, value in element.items()
        if name in ("src", "href", "srcset", "action", "data", "poster")
    }
    assert addresses == {"#figures", "data:,"}
    assert re.findall(r"url\(|@import", text) == []


def test_headings_and_tables_are_what_a_screen_reader_needs(report: Path) -> None:
    from lxml import html

    page = html.fromstring(report.read_text("utf-8"))
    assert page.get("lang") == "fr"
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in page.iter("table"):
        assert all(cell.get("scope") in ("col", "row") for cell in table.iter("th"))
        assert table.xpath("./thead//th")
    named = {value for element in page.iter() for value in [element.get("id")] if value}
    for element in page.xpath("//*[@aria-labelledby]"):
        assert element.get("aria-labelledby") in named
    assert all(drawing.find("{*}title") is not None for drawing in page.iter("svg"))


def test_columns_of_one_system_are_told_apart_by_their_folders(report: Path) -> None:
    from lxml import html

    page = html.fromstring(report.read_text("utf-8"))
    heads = page.xpath("//table[.//th='Ce qui est mesuré']/thead//th/text()")
    assert heads[1:] == [f"{NAME.replace('/', '')} (out)", f"{NAME.replace('/', '')} (beside)"]


def test_a_bad_answer_is_told_with_what_was_expected_and_why(report: Path) -> None:
    from lxml import html

    page = html.fromstring(report.read_text("utf-8"))
    articles = {a.findtext("h3"): a.text_content() for a in page.iter("article")}
    assert len(articles) == len(QUESTIONS) + 1
    ratatouille = next(text for title, text in articles.items() if "ratatouille" in title)
    assert "hors sujet" in ratatouille
    assert "Promesse non tenue" in ratatouille
    near_miss = next(text for title, text in articles.items() if "Testville" in title)
    assert "ni Testville ni l'année" in near_miss
    assert "Répond sans réserve" in near_miss
    fact = next(text for title, text in articles.items() if "Citiz" in title)
    assert "« 2007 »" in fact.replace("\u00a0", " ")


@needs_chromium
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_loads_nothing_and_fits(report: Path, width: int) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": 900})
        requests: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(report.as_uri())
        for summary in page.locator("details summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert "owned" not in page.title()
        browser.close()
    assert [url for url in requests if url not in (report.as_uri(), "data:,")] == []
    assert said == []


def test_questions_kept_for_control_are_counted_but_not_shown() -> None:
    from evals.cases import Case
    from evals.run import may_be_read

    assert not may_be_read(Case("t", "?", split="test"), shipped=True)
    assert may_be_read(Case("t", "?", split="tune"), shipped=True)
    assert may_be_read(Case("t", "?", split="test"), shipped=False)


def test_a_figure_that_is_not_known_is_a_dash_and_never_nought() -> None:
    from evals.wording import NONE, interval_text, value_text

    assert value_text(None, "share") == NONE
    assert value_text(0.0, "share").replace("\u00a0", " ") == "0,0 %"
    assert interval_text({"low": None, "high": None}, "share") == NONE
    bounds = json.loads('{"low": 0.834, "high": 1}')
    assert interval_text(bounds, "share").replace("\u00a0", " ") == "83,4 à 100,0 %"
