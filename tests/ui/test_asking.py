"""What is typed is not lost, and an answer is read aloud, copied and printed, in a real browser."""

import json
import os
import re
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tests.ui import SLOW
from tests.ui.test_page import CHROMIUM, FLAGS, GARAGES, PALE, serving

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="chromium is missing"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@pytest.fixture(scope="module")
def address(digests: Path) -> Iterator[str]:
    with serving(digests) as url:
        yield url


def opened(browser: Browser, url: str) -> Page:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(SLOW)
    page = context.new_page()
    page.goto(url)
    return page


def ask(page: Page, question: str) -> None:
    turns = page.locator("section.turn").count()
    page.get_by_label("Votre question").fill(question)
    page.get_by_label("Votre question").press("Enter")
    settled(page, turns + 1)


def settled(page: Page, turns: int) -> None:
    """Wait until this many questions have their answers."""
    expect(page.locator("section.turn")).to_have_count(turns)
    expect(page.locator(".searching")).to_have_count(0)
    expect(page.locator("#send")).to_be_enabled()


@contextmanager
def held_model() -> Iterator[tuple[str, threading.Event]]:
    """The address of a language model that words nothing, and not before it is let go."""
    let_go = threading.Event()

    class Held(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            let_go.wait(60)
            self.send_error(400)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Held)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", let_go
    finally:
        let_go.set()
        server.shutdown()
        server.server_close()


def again(url: str, joined: list[str], askers: int) -> None:
    """Send what one page sent once more, as the pages of so many others."""
    for asker in range(askers):
        for body in joined:
            data = json.dumps(json.loads(body) | {"session_hash": f"asker{asker}"}).encode()
            headers = {"Content-Type": "application/json"}
            request = urllib.request.Request(f"{url}/gradio_api/queue/join", data, headers)
            urllib.request.urlopen(request, timeout=60).close()


def test_what_is_typed_while_an_answer_is_sought_stays(digests: Path, browser: Browser) -> None:
    draft = "Et dans une commune rurale ?"
    with (
        held_model() as (model, let_go),
        serving(digests, ASSISTANT_LLM="openai:m", ASSISTANT_LLM_BASE_URL=model) as url,
    ):
        page, other = opened(browser, url), opened(browser, url)
        for asker in (page, other):
            # The second asker's question is accepted at once, though it waits its turn.
            box = asker.get_by_label("Votre question")
            box.fill(GARAGES)
            box.press("Enter")
            expect(asker.locator(".searching")).to_be_visible()
            expect(box).to_have_value("")
            expect(asker.locator("#send")).to_be_disabled()
        box = page.get_by_label("Votre question")
        box.fill(draft)
        box.press("Enter")
        page.locator("#examples button").last.click()
        # What a page loaded anew was asked for is a draft again, before what was being typed.
        other.get_by_label("Votre question").fill(draft)
        other.wait_for_timeout(1000)
        expect(other.locator(".searching")).to_be_visible()
        other.reload()
        expect(other.get_by_label("Votre question")).to_have_value(f"{GARAGES}\n{draft}")
        let_go.set()
        settled(page, 1)
        other.get_by_label("Votre question").press("Enter")
        settled(other, 1)
        expect(box).to_have_value(draft)
        page.locator("#examples button").last.click()
        settled(page, 2)
        expect(box).to_have_value(draft)
        box.press("Enter")
        settled(page, 3)
        expect(box).to_have_value("")
        # However many wait for their answers, all else of the page is served.
        let_go.clear()
        joined: list[str] = []
        page.on("request", lambda r: joined.append(r.post_data or "") if "join" in r.url else None)
        page.locator("#examples button").last.click()
        expect(page.locator(".searching")).to_be_visible()
        page.wait_for_timeout(1000)
        again(url, joined, 50)
        urllib.request.urlopen(f"{url}/readyz", timeout=60).close()
        let_go.set()
        page.context.close()
        other.context.close()


def test_a_question_is_taken_only_once_what_the_tab_kept_is_there(
    address: str, browser: Browser
) -> None:
    page = opened(browser, address)
    ask(page, GARAGES)
    page.get_by_label("Votre question").fill("Et pour le vélo ?")
    late: list[Route] = []
    # The first event of a page is that which brings back what the tab kept.
    page.route("**/queue/join*", lambda route: route.continue_() if late else late.append(route))
    page.reload()
    box = page.get_by_label("Votre question")
    expect(page.locator("#examples button")).to_have_count(5)
    with page.expect_response("**/queue/join*"):
        page.locator("#examples button").last.click()
    page.wait_for_timeout(2000)
    expect(box).to_be_disabled()
    late[0].continue_()
    expect(box).to_have_value("Et pour le vélo ?")
    expect(page.locator("section.turn")).to_have_count(1)
    box.press("Enter")
    settled(page, 2)
    page.reload()
    settled(page, 2)
    page.context.close()


def test_an_answer_is_read_copied_printed_and_kept_over_a_lost_connection(
    address: str, browser: Browser
) -> None:
    page = opened(browser, address)
    box = page.get_by_label("Votre question")
    ask(page, GARAGES)
    read = page.locator("#conversation .unseen")
    expect(read).to_contain_text("Solidarauto49")
    ask(page, "recette de la tarte aux pommes " * 20)
    expect(page.locator("h2.question").last).to_have_text(re.compile("…$"))
    expect(read).to_contain_text("recette de la tarte")
    expect(read).not_to_contain_text("Solidarauto49")

    # What was read aloud does not stand twice in the page; the same again is read again.
    expect(read).to_be_empty()
    page.set_viewport_size({"width": 360, "height": 640})
    box.fill(GARAGES)
    page.locator("#send").press("Enter")
    settled(page, 3)
    expect(read).to_contain_text("Solidarauto49")
    expect(page.locator("h2.question").last).to_be_in_viewport(ratio=1)
    expect(page.locator("h2.question").last).to_be_focused()
    page.locator("#send").click()
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-invalid", "true")
    box.fill("Un essai")
    page.locator("#page-head a").press("Enter")
    expect(box).to_be_focused()
    page.set_viewport_size({"width": 1280, "height": 720})

    button = page.get_by_role("button", name="Copier la réponse").first
    button.press("Enter")
    expect(page.locator(".copying [role=status]").first).to_have_text("Copié")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f"Question\u00a0: {GARAGES}")
    assert "\n[1] Kit MunicipalESS (2026), fiche 11" in text
    rich = page.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html'))"
        ".then(blob => blob.text())"
    )
    assert '<a href="https://www.rtes.fr/kit-municipaless">' in rich

    page.get_by_label("Source 1").first.click()
    page.emulate_media(media="print")
    expect(page.locator("mark").first).to_be_visible()
    for hidden in ("#ask-row", "#examples", "button.copy >> nth=0"):
        expect(page.locator(hidden)).to_be_hidden()
    page.emulate_media(media="screen")

    box.fill("Un brouillon")
    page.context.set_offline(True)
    page.locator("#examples button").last.click()
    expect(page.locator(".toast-title")).to_have_text("Connexion perdue")
    page.context.set_offline(False)
    expect(page.locator(".toast-title")).to_have_count(0)
    settled(page, 3)
    expect(box).to_have_value("Un brouillon")
    ask(page, "Qu’est-ce que la médiation numérique ?")
    expect(page.locator("section.turn")).to_have_count(4)
    expect(page.locator("#conversation")).to_contain_text("Solidarauto49")
    page.context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_follow_up_can_be_asked_without_what_came_before(
    address: str, browser: Browser, width: int
) -> None:
    page = opened(browser, address)
    page.set_viewport_size({"width": width, "height": 900})
    ask(page, GARAGES)
    hour = "Quelle heure est-il ?"
    ask(page, hour)
    turns = page.locator("section.turn")
    expect(turns.nth(1)).to_contain_text("Soutenir les garages solidaires")
    page.get_by_label("Votre question").fill("Un brouillon")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(PALE) == []
    page.get_by_role("button", name="Poser cette question seule").press("Enter")
    settled(page, 3)
    expect(turns.last.locator("h2")).to_have_text(hour)
    expect(turns.last.locator("h2")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.activeElement.textContent") == "Poser cette question seule"
    expect(turns.last).not_to_contain_text("comprise ainsi")
    expect(page.get_by_label("Votre question")).to_have_value("Un brouillon")
    # What follows is read with it, and with nothing before, on a page loaded anew too.
    page.reload()
    expect(turns).to_have_count(3)
    ask(page, "et à Rennes ?")
    expect(turns.last).not_to_contain_text("garages")
    page.context.close()
