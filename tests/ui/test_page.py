"""The web chat in a real browser, without any route to elsewhere."""

import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.forking import start

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
GARAGES = "Comment ma commune peut-elle soutenir les garages solidaires ?"
# Over how many lines the text of an element runs.
LINES = """element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getClientRects().length;
}"""
# The visible texts whose contrast with what is behind them is below 4.5, that of WCAG's level AA.
PALE = """() => {
  const parts = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => {
    const [r, g, b] = parts(color).map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = node => {
    const color = getComputedStyle(node).backgroundColor;
    return parts(color)[3] === 0 && node.parentElement ? behind(node.parentElement) : color;
  };
  const pale = [];
  const check = (node, color, text) => {
    const [dark, bright] = [light(color), light(behind(node))].sort((a, b) => a - b);
    if ((bright + 0.05) / (dark + 0.05) < 4.5) pale.push(text.slice(0, 60));
  };
  for (const node of document.querySelectorAll('.gradio-container *:not(:disabled)')) {
    if (!node.checkVisibility()) continue;
    const own = [...node.childNodes].filter(child => child.nodeType === Node.TEXT_NODE);
    const text = own.map(child => child.data).join('').trim() || node.value;
    if (text) check(node, getComputedStyle(node).color, String(text));
    if (node.placeholder) check(node, getComputedStyle(node, '::placeholder').color, 'placeholder');
  }
  return pale;
}"""


@contextmanager
def serving(index: Path, **environment: str) -> Iterator[str]:
    """The page served on a free port of this machine, stopped at the end."""
    words = ["ui", "--index", str(index), "--port", "0"]
    unbuffered = {"PYTHONUNBUFFERED": "1"}
    out, into = os.pipe()
    with open(out) as said, open(os.devnull) as nothing:
        with open(into, "wb") as written:
            files = (nothing, written, sys.__stderr__)
            server = start(words, os.environ | unbuffered | environment, files)
        try:
            line = said.readline()
            yield next(word for word in line.split() if word.startswith("http://"))
        finally:
            os.kill(server.pid, signal.SIGTERM)
            server.wait(60)


@pytest.fixture(scope="module")
def address(digests: Path) -> Iterator[str]:
    with serving(digests) as url:
        yield url


def browse(url: str, width: int = 1280) -> None:
    """Ask, open a passage, be refused; every request stays on this machine."""
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark")
        requests: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        expect(page.get_by_text("composées automatiquement")).to_be_visible()
        expect(page.locator("#examples button")).to_have_count(5)
        assert page.locator("#send").evaluate(LINES) == 1

        box = page.get_by_label("Votre question")
        for nothing, said in (("", "vide"), ("ab " * 1500, "4499 caractères")):
            box.fill(nothing)
            box.press("Enter")
            expect(page.locator("#ask-message")).to_contain_text(said)
            expect(page.locator("section.turn")).to_have_count(0)
            expect(box).to_have_value(nothing)
            # Until the event is over, Enter does nothing.
            page.wait_for_timeout(1000)
        box.fill(GARAGES)
        box.press("Enter")
        first = page.locator("details.source").first
        expect(first).to_be_visible()
        expect(page.locator("#conversation")).to_contain_text("Solidarauto49")
        assert page.locator("details.source mark").first.is_visible() is False
        first.locator("summary").press("Enter")
        expect(first.locator("mark").first).to_be_visible()
        second = page.locator("details.source").nth(1)
        mark = page.get_by_label("Source 2")
        expect(mark).to_have_css("padding", "0px")
        mark.click()
        expect(second.locator("mark").first).to_be_visible()
        link = first.get_by_role("link").last
        assert link.get_attribute("href") == "https://www.rtes.fr/kit-municipaless"
        expect(page.locator("#ask-message p")).to_have_count(0)

        page.get_by_label("Votre question").fill("recette ${7*7} {{7*7}} <b id=hacked>x</b>")
        page.get_by_role("button", name="Poser la question").click()
        refusal = page.locator(".refusal")
        expect(refusal).to_be_visible()
        expect(refusal).to_contain_text("Les fiches chargées ne ")
        expect(page.locator("#conversation")).to_contain_text("${7*7} {{7*7}} <b")
        assert page.locator("#hacked").count() == 0

        page.locator("#examples button").last.click()
        expect(page.locator("section.turn")).to_have_count(3)
        expect(page.locator(".searching")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(PALE) == []
        browser.close()
    assert errors == []
    assert [r for r in requests if not r.startswith((url, "data:", "blob:"))] == []


@pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="chromium is missing")
@pytest.mark.parametrize("width", [1280, 390])
def test_a_question_that_a_refusal_suggests_is_asked_by_its_button(
    address: str, width: int
) -> None:
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(address)
        box = page.get_by_label("Votre question")
        box.fill("Combien coûte un garage solidaire ?")
        box.press("Enter")
        buttons = page.locator(".refusal .suggestions button")
        expect(buttons.first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(PALE) == []
        suggested = buttons.last.get_attribute("data-question")
        box.fill("Une autre question")
        # Reached by the keyboard.
        page.get_by_role("button", name="Copier la réponse").focus()
        page.keyboard.press("Shift+Tab")
        expect(buttons.last).to_be_focused()
        page.keyboard.press("Enter")
        turns = page.locator("section.turn")
        expect(turns).to_have_count(2)
        expect(turns.last.locator("h2")).to_have_text(suggested or "?")
        expect(turns.last.locator("details.source").first).to_be_visible()
        expect(box).to_have_value("Une autre question")
        browser.close()


@pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="chromium is missing")
@pytest.mark.parametrize("width", [1280, 640, 390])
def test_an_agent_asks_opens_a_passage_and_is_refused(address: str, width: int) -> None:
    browse(address, width)


def may_unshare() -> bool:
    probe = ["unshare", "--net", "true"]
    return bool(shutil.which("unshare")) and subprocess.run(probe, check=False).returncode == 0


@pytest.mark.skipif(
    not os.environ.get("CI") and (CHROMIUM is None or not may_unshare()),
    reason="chromium or the right to make a network namespace is missing",
)
def test_the_page_works_without_any_route(digests: Path) -> None:
    code = (
        "from pathlib import Path; from tests.ui.test_page import serving, browse\n"
        f"with serving(Path({str(digests)!r})) as url: browse(url)"
    )
    alone = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$0" -c "$1"']
    subprocess.run([*alone, sys.executable, code], cwd=ROOT, check=True, timeout=200)


def test_no_file_of_the_machine_is_served(address: str) -> None:
    for path in ("gradio_api/file=/etc/passwd", "file=/etc/passwd", "gradio_api/file=README.md"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/{path}", timeout=60)
        assert refused.value.code in (403, 404)
        refused.value.close()


def test_nothing_can_be_uploaded(address: str) -> None:
    request = urllib.request.Request(f"{address}/gradio_api/upload", data=b"x" * 1000)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    assert refused.value.code == 404
    refused.value.close()


def test_it_says_when_it_is_alive_and_ready(address: str) -> None:
    for path in ("healthz", "readyz"):
        with urllib.request.urlopen(f"{address}/{path}", timeout=60) as response:
            assert response.status == 200
            assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["attacker.example", "127.0.0.1.attacker.example", "", "["])
def test_it_is_not_served_under_another_name(address: str, name: str) -> None:
    request = urllib.request.Request(f"{address}/", headers={"Host": name})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    assert refused.value.code == 421
    assert "ASSISTANT_HOSTS" in refused.value.read().decode()
    refused.value.close()


NAME = "kits.ville.example"


@pytest.fixture(scope="module")
def named(digests: Path) -> Iterator[str]:
    with serving(digests, ASSISTANT_HOSTS=f"{NAME}, autre.example") as url:
        yield url


def test_another_sites_page_can_send_it_nothing(named: str) -> None:
    host = named.removeprefix("http://")

    def status(host: str, origin: str, path: str = "/gradio_api/queue/join") -> int:
        headers = {"Host": host, "Origin": origin, "Content-Type": "application/json"}
        request = urllib.request.Request(named + path, b"{}", headers)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=60)
        refused.value.close()
        return refused.value.code

    for origin in ("https://attacker.example", f"https://{NAME}.attacker.example", "null", "["):
        assert status(NAME, origin) == status(host, origin) == 403
    # Another program's page on this machine is another site's too.
    assert status(host, "http://localhost:1") == 403
    for ours in (f"https://{NAME}", f"http://{host}"):
        assert status(NAME, f"https://{NAME}") == status(host, ours) == 422


def test_it_is_served_under_a_name_that_the_setting_gives(named: str) -> None:
    request = urllib.request.Request(f"{named}/healthz", headers={"Host": NAME})
    with urllib.request.urlopen(request, timeout=60) as response:
        assert response.status == 200


def test_an_open_page_does_not_keep_the_server_from_stopping(digests: Path) -> None:
    with serving(digests) as url:
        heartbeat = f"{url}/gradio_api/heartbeat/one"
        opened = urllib.request.urlopen(heartbeat, timeout=60)
        assert opened.status == 200
    # Leaving `serving` waits for the server's end.
    opened.close()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{url}/healthz", timeout=60)


def test_it_is_not_ready_once_its_index_is_of_another_model(digests: Path, tmp_path: Path) -> None:
    from corpus.settings import settings
    from ingest.pipeline import ingest
    from tests.corpus.test_encoder import tiny_model

    index = Path(shutil.copytree(digests, tmp_path / "index"))
    with serving(index) as url:
        other = settings().model_copy(update={"encoder": str(tiny_model(tmp_path / "model"))})
        ingest([], index, other, rebuild=True)
        with pytest.raises(urllib.error.HTTPError) as unavailable:
            urllib.request.urlopen(f"{url}/readyz", timeout=60)
        assert unavailable.value.code == 503
        unavailable.value.close()


def test_without_a_login_only_this_machine_is_served(run: Run, digests: Path) -> None:
    result = run("ui", "--index", digests, "--host", "0.0.0.0")
    assert result.returncode == 1
    assert "127.0.0.1" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_taken_port_and_a_missing_index_are_said_in_one_line(
    run: Run, digests: Path, address: str, tmp_path: Path
) -> None:
    port = address.rsplit(":", 1)[1]
    taken = run("ui", "--index", digests, "--port", port)
    missing = run("ui", "--index", tmp_path / "none")
    for result, said in ((taken, "--port"), (missing, "python -m ingest")):
        assert result.returncode == 1
        assert said in result.stderr
        assert result.stderr.count("\n") == 1
