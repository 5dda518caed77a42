"""The jurist's tab, the questions sent from the chat and RTES's view, in a real browser."""

import os
import re
import shutil
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Route,
    expect,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as NotShown

from tests.ui import SLOW
from tests.ui.test_page import CHROMIUM, FLAGS, GARAGES, PALE, serving

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="chromium is missing"
)
JURISTS = "Camille Essai, Dominique Épreuve"
MINIBUS = (
    "Quelle assurance faut-il souscrire pour prêter un minibus communal à une association de "
    "mobilité solidaire ?"
)
REPLY = "Une assurance de tous les conducteurs, prévue par la convention de prêt du minibus."
BATCH = f"""id;question;level;collectivité;fonction
q1;{GARAGES};commune;Commune de Vallombre;Élue
q2;{MINIBUS};commune;Ville de Port-Clair;Chargé de mission
"""


@dataclass(frozen=True)
class Served:
    """A server, and the folder that its records and its temporary files lie in."""

    url: str
    folder: Path


@pytest.fixture(scope="module")
def served(digests: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("queue")
    index = Path(shutil.copytree(digests, folder / "index"))
    # Whatever a program leaves of a file that it was sent would lie here.
    left = folder / "left"
    left.mkdir()
    with serving(
        index,
        ASSISTANT_RECORDS=f"sqlite:///{folder / 'records.sqlite3'}",
        ASSISTANT_JURISTS=JURISTS,
        TMPDIR=str(left),
        GRADIO_TEMP_DIR=str(left),
    ) as url:
        yield Served(url, folder)


@pytest.fixture
def address(served: Served) -> str:
    """The server's address, its queue empty."""
    with closing(sqlite3.connect(served.folder / "records.sqlite3", timeout=20)) as database:
        for table in ("drafts", "events", "rows", "answers", "batches"):
            database.execute(f"DELETE FROM {table}")
        database.commit()
    return served.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@contextmanager
def visiting(
    browser: Browser, url: str, width: int = 1280
) -> Iterator[tuple[Page, BrowserContext]]:
    """A page of a person's own browser; nothing fails in it, and it asks nobody else."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.set_default_timeout(SLOW)
    page = context.new_page()
    errors: list[str] = []
    requests: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(url)
    expect(page.get_by_role("tab", name="Poser une question")).to_be_visible()
    yield page, context
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert errors == []
    assert [r for r in requests if not r.startswith((url, "data:", "blob:"))] == []
    context.close()


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def choose(page: Page, label: str, value: str) -> None:
    """Choose from a list, which a page that was just loaded may draw anew when it is opened."""
    field = page.get_by_label(label).locator("visible=true").first
    option = page.get_by_role("option", name=value, exact=True)
    field.click()
    try:
        option.click(timeout=10_000)
    except NotShown:
        field.blur()
        field.click()
        option.click()


def sit_down(page: Page, name: str) -> None:
    """Open the queue as this jurist."""
    tab(page, "File du juriste")
    choose(page, "Vous êtes", name)


def send_batch(page: Page, text: str = BATCH) -> None:
    name = f"lot-{uuid4().hex[:6]}.csv"
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("#batch-file", file)  # type: ignore[arg-type]
    expect(page.locator("#queue-progress")).to_contain_text(f"{name} » trié")


def open_row(page: Page, text: str) -> None:
    row = page.locator("button.row", has_text=text[:40])
    if not row.count():
        page.get_by_role("button", name="afficher").click()
    row.click()
    expect(page.locator("#queue-detail blockquote")).to_contain_text(text)
    expect(page.locator("#queue-detail h2")).to_be_focused()
    expect(page.locator("#queue-detail h2")).to_be_in_viewport()


def unfold(page: Page, name: str) -> None:
    """Open an accordion whose fields Gradio empties anew a frame after they are first shown."""
    page.get_by_role("button", name=name).first.click()
    frame = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    page.evaluate(frame)


def ask(page: Page, question: str) -> None:
    tab(page, "Poser une question")
    turns = page.locator("section.turn").count()
    page.get_by_label("Votre question", exact=True).fill(question)
    page.get_by_role("button", name="Poser la question").click()
    expect(page.locator("section.turn")).to_have_count(turns + 1)
    expect(page.locator(".searching")).to_have_count(0)


def test_an_answer_written_for_a_batch_is_cited_until_it_is_withdrawn(
    address: str, served: Served, browser: Browser
) -> None:
    with visiting(browser, address) as (page, _):
        sit_down(page, "Camille Essai")
        send_batch(page)
        left = [file for file in (served.folder / "left").rglob("*") if file.is_file()]
        assert not any(b"minibus" in file.read_bytes() for file in left)
        expect(page.locator("#queue-fresh")).to_contain_text("2 nouvelles questions")
        assert page.locator("button.row").count() == 0  # what is read does not move by itself
        page.locator("#page-head").click()
        page.keyboard.press("n")
        expect(page.locator("button.row")).to_have_count(2)
        expect(page.locator("button.row").first).to_contain_text("Ville de Port-Clair")
        open_row(page, MINIBUS)
        page.get_by_label("Réponse à envoyer").fill(REPLY)
        page.get_by_label("Publier cette réponse").check()
        page.get_by_label("Question publiée").fill(MINIBUS)
        page.get_by_role("button", name="Enregistrer cette réponse").click()
        expect(page.locator("#queue-message")).to_contain_text("Réponse enregistrée")
        expect(page.locator("button.row")).to_have_count(1)

        tab(page, "Réponses validées")
        expect(page.locator("#answers")).to_contain_text("1\u00a0réponse est à publier")
        page.get_by_role("button", name="Publier les réponses validées").click()
        expect(page.locator("#answers-message")).to_contain_text("1 réponse publiée : 1 nouvelle")
        expect(page.locator("#answers .tag")).to_have_text("En vigueur, sans date de fin")
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV").locator("visible=true").click()
        assert "En vigueur" in Path(download.value.path()).read_text(encoding="utf-8-sig")
        ask(page, MINIBUS)
        last = page.locator("section.turn").last
        expect(last).to_contain_text("prévue par la convention de prêt du minibus")
        expect(last.locator("summary").first).to_contain_text("Réponse du juriste, ")

        tab(page, "File du juriste")
        page.get_by_role("button", name="Retirer la réponse n° 1").click()
        page.get_by_label("Motif du retrait").fill("La règle a changé.")
        page.get_by_role("button", name="Retirer cette réponse").click()
        expect(page.locator("#answers")).to_contain_text("Retirée par Camille Essai")
        expect(page.locator("#answers-message p")).to_be_focused()
        ask(page, MINIBUS)
        expect(page.locator("section.turn").last).not_to_contain_text("Réponse du juriste")


def test_a_question_that_is_chosen_before_ones_name_opens_with_it(
    address: str, browser: Browser
) -> None:
    with visiting(browser, address) as (page, _):
        message = page.locator("#queue-message")
        sit_down(page, "Camille Essai")
        send_batch(page)
        expect(message).to_contain_text("puis une question de la liste")
        page.reload()
        tab(page, "File du juriste")
        expect(page.locator("button.row")).to_have_count(2)
        expect(page.get_by_role("heading", name="Questions de la file", level=2)).to_be_visible()
        page.locator("button.row", has_text=MINIBUS[:40]).click()
        expect(message).to_contain_text("choisissez votre nom")
        choose(page, "Vous êtes", "Camille Essai")
        expect(page.locator("#queue-detail blockquote")).to_contain_text(MINIBUS)
        expect(page.locator("button.row[aria-current]")).to_contain_text(MINIBUS[:40])
        expect(message).to_be_empty()


def test_a_refused_file_is_told_as_an_error_and_an_old_batch_is_told_to_no_new_visitor(
    address: str, browser: Browser
) -> None:
    with visiting(browser, address) as (page, _), visiting(browser, address) as (later, _):
        sit_down(page, "Camille Essai")
        alert = page.locator("#queue-upload").get_by_role("alert")
        progress = page.locator("#queue-progress")
        close = page.get_by_role("button", name="Fermer ce message")
        send_batch(page)
        close.click()
        expect(progress).to_be_empty()
        refused = {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
        page.set_input_files("#batch-file", refused)  # type: ignore[arg-type]
        expect(alert).to_contain_text("« x.pdf » n’est pas une table")
        assert alert.evaluate("one => getComputedStyle(one).color") == "rgb(140, 28, 19)"
        send_batch(page)
        expect(alert).to_have_count(0)
        close.click()
        expect(progress).to_be_empty()
        tab(page, "Poser une question")
        tab(page, "File du juriste")
        tab(later, "File du juriste")
        later.wait_for_timeout(6000)  # both look at what is new meanwhile
        for one in (page, later):
            expect(one.locator("#queue-progress")).to_be_empty()
        send_batch(page)
        expect(later.locator("#queue-progress")).to_contain_text("trié")


def test_keys_lead_through_the_queue_and_stay_letters_in_a_field(
    address: str, browser: Browser
) -> None:
    with visiting(browser, address) as (page, _):
        sit_down(page, "Camille Essai")
        send_batch(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV").click()
        assert MINIBUS in Path(download.value.path()).read_text(encoding="utf-8-sig")
        open_row(page, MINIBUS)
        page.keyboard.press("k")
        page.keyboard.press("j")
        page.keyboard.press("j")
        expect(page.locator("button.row").nth(1)).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(page.locator("button.row").first).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("#queue-detail h2")).to_be_focused()
        expect(page.locator("#queue-detail blockquote")).to_contain_text(GARAGES)
        page.locator("#queue-detail details.source summary").first.press("Enter")
        expect(page.locator("#queue-detail details.source mark").first).to_be_visible()
        page.keyboard.press("e")
        expect(page.get_by_label("Réponse à envoyer")).to_be_focused()
        page.keyboard.type("v/r?")
        expect(page.get_by_label("Réponse à envoyer")).to_have_value(re.compile(re.escape("v/r?")))
        page.locator("#queue-detail h2").focus()
        page.keyboard.press("?")
        expect(page.locator("#queue-keys kbd").first).to_be_visible()
        page.locator("#queue-detail h2").focus()
        page.keyboard.press("r")
        expect(page.get_by_label("Motif, gardé entre juristes")).to_be_focused()
        page.locator("#queue-detail h2").focus()
        page.keyboard.press("/")
        expect(page.get_by_label("Rechercher")).to_be_focused()
        page.locator("#queue-detail h2").focus()
        message = page.locator("#queue-message")
        page.keyboard.press("Control+Enter")
        expect(message).to_contain_text("choisissez « Valider la réponse modifiée »")
        reply = page.get_by_label("Réponse à envoyer")
        reply.fill(reply.input_value().replace("v/r?", ""))
        page.get_by_label("Rechercher").focus()
        for _ in range(3):
            page.keyboard.press("Tab")
            expect(page.locator("[role=listbox]")).to_have_count(1)
        page.keyboard.press("Tab")
        expect(page.locator("[role=listbox]")).to_have_count(0)
        folded = page.get_by_role("button", name="Plus de filtres")
        expect(folded).to_be_focused()
        expect(folded).to_have_attribute("aria-expanded", "false")
        page.get_by_label("Rechercher").focus()
        page.keyboard.press("Control+Enter")
        page.locator("#queue-detail h2").focus()
        page.keyboard.press("v")
        page.wait_for_timeout(1000)
        expect(page.locator("#queue-detail .replied")).to_have_count(0)
        page.get_by_label("Touches d’une seule lettre").uncheck()
        page.locator("#queue-detail h2").focus()
        page.keyboard.press("e")
        expect(page.locator("#queue-detail h2")).to_be_focused()
        page.keyboard.press("Control+Enter")
        expect(message).to_contain_text("Réponse validée telle quelle")
        expect(message).to_be_in_viewport()
        expect(page.locator("#queue-detail h2")).to_be_focused()
        expect(page.locator("#queue-detail")).to_contain_text(
            "Réponse enregistrée par Camille Essai"
        )
        expect(page.locator("#queue-detail .replied")).to_have_count(1)
        expect(page.get_by_role("button", name="Rouvrir cette question")).to_be_visible()


def test_who_sits_down_by_keyboard_on_a_phone_reads_the_list_and_stays_on_it(
    address: str, browser: Browser
) -> None:
    with visiting(browser, address, 390) as (page, _):
        tab(page, "File du juriste")
        names = page.get_by_role("combobox", name="Vous êtes")
        expect(names).to_have_value("Choisissez votre nom")
        assert names.evaluate("list => list.scrollWidth <= list.clientWidth")
        names.focus()
        expect(page.get_by_role("option")).to_have_count(3)
        for key in ("ArrowDown", "ArrowDown", "Enter"):
            names.press(key)
        expect(names).not_to_have_value("Choisissez votre nom")
        expect(names).to_be_focused()
        expect(page.get_by_role("option")).to_have_count(0)


def test_of_two_jurists_on_one_question_the_second_is_told_and_loses_nothing(
    address: str, browser: Browser
) -> None:
    with (
        visiting(browser, address) as (first, _),
        visiting(browser, address, 390) as (second, context),
    ):
        sit_down(first, "Camille Essai")
        send_batch(first)
        sit_down(second, "Dominique Épreuve")
        for page in (first, second):
            open_row(page, MINIBUS)
        first.get_by_label("Réponse à envoyer").fill(REPLY)
        first.get_by_role("button", name="Enregistrer cette réponse").click()
        expect(first.locator("#queue-message")).to_contain_text("Réponse enregistrée")

        second.get_by_label("Réponse à envoyer").fill("Aucune, sauf convention.")
        second.get_by_role("button", name="Enregistrer cette réponse").click()
        message = second.locator("#queue-message")
        expect(message).to_contain_text("modifiée par Camille Essai le ")
        expect(second.locator("#queue-detail")).to_contain_text(REPLY)
        expect(second.locator("#queue-by-hand")).to_have_count(0)
        second.get_by_role("button", name="Rouvrir cette question").click()
        expect(message).to_contain_text("Question rouverte")
        expect(second.get_by_label("Réponse à envoyer")).to_have_value("Aucune, sauf convention.")

        again = context.new_page()
        again.goto(address)
        sit_down(again, "Dominique Épreuve")
        open_row(again, MINIBUS)
        expect(again.get_by_label("Réponse à envoyer")).to_have_value("Aucune, sauf convention.")


def test_a_rejection_that_came_second_is_there_again_once_the_question_is_reopened(
    address: str, browser: Browser
) -> None:
    with visiting(browser, address) as (first, _), visiting(browser, address) as (second, _):
        sit_down(first, "Camille Essai")
        send_batch(first)
        sit_down(second, "Dominique Épreuve")
        for page in (first, second):
            open_row(page, GARAGES)
        typed = {
            "Motif, gardé entre juristes": "Hors sujet.",
            "Raison donnée à la personne": "Voyez le département.",
            "Question publiée": "Qui aide les garages ?",
        }
        second.get_by_label("Publier cette réponse").check()
        unfold(second, "Rejeter cette question")
        for label, text in typed.items():
            second.get_by_label(label).fill(text)
        first.get_by_role("button", name="Valider telle quelle").click()
        expect(first.locator("#queue-message")).to_contain_text("Réponse validée")
        second.locator("#queue-reject").click()
        expect(second.locator("#queue-message")).to_contain_text("et rouvrez-la")
        expect(second.locator("#queue-reject")).to_have_count(0)
        second.get_by_role("button", name="Rouvrir cette question").click()
        expect(second.locator("#queue-message")).to_contain_text("Question rouverte")
        for label, text in typed.items():
            expect(second.get_by_label(label)).to_have_value(text)


def test_a_duplicate_is_sent_the_reply_only_once_it_was_shown(
    address: str, browser: Browser
) -> None:
    with visiting(browser, address) as (page, _):
        sit_down(page, "Camille Essai")
        send_batch(page)
        open_row(page, GARAGES)
        page.get_by_role("button", name="Valider telle quelle").click()
        message = page.locator("#queue-message")
        expect(message).to_contain_text("Réponse validée telle quelle")
        open_row(page, MINIBUS)
        unfold(page, "Traiter comme doublon")
        page.get_by_label("Ou n° d’une autre question").fill("1")
        page.locator("#queue-merge").click()
        expect(message).to_contain_text("n’a pas encore été montrée")
        given = page.locator("#queue-merging")
        expect(given).to_contain_text("Réponse qui partirait, mot pour mot")
        expect(given).to_contain_text("Les garages solidaires")
        expect(page.locator("#queue-detail .replied")).to_have_count(0)
        page.locator("#queue-merge").click()
        expect(message).to_contain_text("Question traitée comme doublon")


def test_personal_data_is_not_published_before_it_was_allowed(
    address: str, browser: Browser
) -> None:
    with visiting(browser, address) as (page, _):
        sit_down(page, "Camille Essai")
        send_batch(page)
        open_row(page, MINIBUS)
        page.get_by_label("Réponse à envoyer").fill(f"{REPLY} Voyez Mme Odette Vauquelin.")
        page.get_by_label("Publier cette réponse").check()
        page.get_by_role("button", name="Enregistrer cette réponse").click()
        message = page.locator("#queue-message")
        expect(message).to_contain_text("Odette Vauquelin (nom)")
        expect(message).to_be_in_viewport()
        expect(page.locator("#queue-detail .replied")).to_have_count(0)
        page.get_by_role("checkbox", name="Odette Vauquelin (nom)").check()
        page.get_by_role("button", name="Enregistrer cette réponse").click()
        expect(message).to_contain_text("Réponse enregistrée")


def copied(page: Page, text: str | None) -> None:
    """Wait until this is what the tab keeps of a reply, None for nothing."""
    page.wait_for_function(
        "text => text === (JSON.parse(sessionStorage.getItem('reponse-en-cours'))?.[2] ?? null)",
        arg=text,
    )


def test_what_is_typed_is_there_after_the_page_was_closed(address: str, browser: Browser) -> None:
    with visiting(browser, address) as (page, _):
        sit_down(page, "Camille Essai")
        send_batch(page)
        open_row(page, MINIBUS)
        page.get_by_label("Réponse à envoyer").fill("Un début de réponse")
        with page.expect_response(lambda response: "queue/join" in response.url):
            page.get_by_label("Réponse à envoyer").blur()
        copied(page, None)
        page.reload()
        sit_down(page, "Camille Essai")
        open_row(page, MINIBUS)
        expect(page.get_by_label("Réponse à envoyer")).to_have_value("Un début de réponse")
        page.get_by_label("Publier cette réponse").check()
        page.get_by_label("Question publiée").fill("Qui assure un minibus ?")
        page.get_by_label("Valable jusqu’au, facultatif").fill("31/12/2099")
        # The tab forgets what is saved of a row that is no longer open too.
        page.get_by_label("Réponse à envoyer").fill("Une suite")
        open_row(page, GARAGES)
        copied(page, None)
        expect(page.get_by_label("Publier cette réponse")).not_to_be_checked()
        open_row(page, MINIBUS)
        expect(page.get_by_label("Publier cette réponse")).to_be_checked()
        expect(page.get_by_label("Question publiée")).to_have_value("Qui assure un minibus ?")
        expect(page.get_by_label("Valable jusqu’au, facultatif")).to_have_value("31/12/2099")
        expect(page.get_by_label("Réponse à envoyer")).to_have_value("Une suite")


@pytest.mark.parametrize("width", [1280, 390])
def test_who_asks_in_the_chat_gets_the_jurists_reply_and_nothing_of_the_jurists(
    address: str, browser: Browser, width: int
) -> None:
    with (
        visiting(browser, address, width) as (asker, _),
        visiting(browser, address) as (jurist, _),
        visiting(browser, address) as (stranger, _),
    ):
        ask(asker, MINIBUS)
        asker.get_by_role("button", name="Transmettre au juriste").click()
        expect(asker.get_by_label("Votre question au juriste")).to_have_value(MINIBUS)
        asker.get_by_role("button", name="Envoyer au juriste").click()
        message = asker.locator("#transmit-message p")
        expect(message).to_contain_text("La collectivité manque")
        expect(message).to_be_in_viewport()
        field = asker.get_by_label("Votre collectivité")
        expect(field).to_be_focused()
        expect(field).to_have_accessible_description(re.compile("La collectivité manque"))
        field.fill("Commune de Vallombre")
        asker.get_by_role("button", name="Envoyer au juriste").click()
        expect(message).to_contain_text("n° 1")
        expect(message).to_be_focused()
        expect(asker.locator("#transmit")).to_be_hidden()
        expect(asker.locator("#sent")).to_contain_text("En attente de la réponse du juriste")

        sit_down(jurist, "Camille Essai")
        open_row(jurist, MINIBUS)
        jurist.get_by_label("Réponse à envoyer").fill(f"{REPLY} Voir [1].")
        jurist.get_by_role("checkbox", name="Passage pour le juriste").first.check()
        jurist.get_by_role("button", name="Envoyer cette réponse").click()
        expect(jurist.locator("#queue-message")).to_contain_text("Réponse envoyée")

        asker.reload()
        sent = asker.locator("#sent")
        expect(sent).to_contain_text(REPLY)
        expect(sent.locator("h4")).to_contain_text("Réponse du juriste, ")
        expect(asker.locator("[aria-live].unseen", has_text=REPLY)).to_have_count(1)
        sent.get_by_label("Source 1").click()
        expect(sent.locator("mark").first).to_be_visible()
        with asker.expect_download() as download:
            sent.get_by_role("button", name="Enregistrer la réponse").click()
        assert download.value.suggested_filename == "reponse-1.docx"
        assert Path(download.value.path()).read_bytes().startswith(b"PK")
        whole = asker.content()
        for inside in ("Camille Essai", "Les fiches donnent", "Passages pour le juriste seul"):
            assert inside not in whole
        shown = asker.locator("#conversation details.source").count()
        assert whole.count('class="source"') == sent.locator("details.source").count() + shown

        stranger.reload()
        expect(stranger.locator("#question")).to_be_visible()
        stranger.wait_for_timeout(1000)
        assert "Vos questions transmises" not in stranger.content()


def test_the_last_question_that_was_not_answered_is_offered_until_it_is_sent(
    address: str, browser: Browser
) -> None:
    with visiting(browser, address) as (page, _):
        offered, form = page.locator("#transmit"), page.locator("#transmit-form")
        question = page.get_by_label("Votre question au juriste")
        ask(page, MINIBUS)
        expect(offered).to_contain_text(MINIBUS)
        ask(page, GARAGES)
        page.get_by_label("Votre question", exact=True).press("Enter")
        expect(page.locator("#ask-message")).to_contain_text("vide")
        page.reload()
        expect(offered).to_contain_text(MINIBUS)
        ask(page, "Et pour les crèches associatives ?")
        expect(offered).to_contain_text(
            "Votre question «\u00a0Et pour les crèches associatives ?\u00a0»"
        )
        page.get_by_role("button", name="Transmettre au juriste").click()
        expect(question).to_be_focused()
        expect(question).to_have_value(
            "Comment ma commune peut-elle soutenir les crèches associatives ?"
        )
        expect(form).to_contain_text("Quiconque peut ouvrir l’onglet")
        assert page.evaluate(PALE) == []
        page.get_by_label("Votre collectivité").fill("Commune de Vallombre")
        ask(page, MINIBUS)
        expect(question).to_have_value(
            "Comment ma commune peut-elle soutenir les crèches associatives ?"
        )
        page.get_by_role("button", name="Annuler").click()
        expect(page.locator("#transmit-open")).to_be_focused()
        expect(offered).to_contain_text(MINIBUS)
        page.get_by_role("button", name="Transmettre au juriste").click()
        expect(question).to_have_value(MINIBUS)
        expect(page.get_by_label("Votre collectivité")).to_have_value("Commune de Vallombre")
        page.get_by_role("button", name="Envoyer au juriste").click()
        expect(page.locator("#sent")).to_contain_text(MINIBUS)
        expect(form).to_be_hidden()
        expect(offered).to_be_hidden()
        page.reload()
        expect(page.locator("section.turn")).to_have_count(4)
        page.wait_for_timeout(1000)
        expect(offered).to_be_hidden()


def test_questions_sent_from_two_tabs_of_one_browser_are_both_found_again(
    address: str, browser: Browser
) -> None:
    with visiting(browser, address) as (first, context):
        second = context.new_page()
        second.goto(address)
        for page in (first, second):
            ask(page, MINIBUS)
            page.get_by_role("button", name="Transmettre au juriste").click()
            page.get_by_label("Votre collectivité").fill("Commune de Vallombre")
        for number, page in enumerate((first, second), 1):
            page.get_by_role("button", name="Envoyer au juriste").click()
            expect(page.locator("#transmit-message")).to_contain_text(f"n° {number}")
            expect(page.locator("#sent article")).to_have_count(number)
        first.reload()
        expect(first.locator("#sent article")).to_have_count(2)


def test_of_two_questions_chosen_at_once_the_one_that_the_list_marks_is_shown(
    address: str, browser: Browser
) -> None:
    with visiting(browser, address) as (page, _):
        sit_down(page, "Camille Essai")
        send_batch(page)
        open_row(page, MINIBUS)
        held: list[Route] = []
        page.route("**/queue/join*", lambda route: held.append(route))
        for text in (MINIBUS, GARAGES):
            page.locator("button.row", has_text=text[:40]).click()
        while len(held) < 2:
            page.wait_for_timeout(50)
        for route in held:
            # Sent at the same moment, they may reach the server in either order.
            with page.expect_response("**/queue/join*"):
                route.continue_()
        page.unroute("**/queue/join*")
        expect(page.locator("#queue-detail blockquote")).to_contain_text(GARAGES)
        expect(page.locator("button.row[aria-current]")).to_contain_text(GARAGES[:40])


def test_what_is_typed_while_the_server_does_not_answer_is_there_after(
    address: str, browser: Browser
) -> None:
    with visiting(browser, address) as (page, context):
        sit_down(page, "Camille Essai")
        send_batch(page)
        open_row(page, MINIBUS)
        reply = page.get_by_label("Réponse à envoyer")
        context.set_offline(True)
        reply.fill("Un début")
        expect(page.locator(".toast-body")).to_be_visible()
        reply.fill("Un début, et la suite.")
        with page.expect_navigation():
            context.set_offline(False)
        sit_down(page, "Dominique Épreuve")
        page.wait_for_timeout(6000)  # the page looks at what is new meanwhile
        open_row(page, MINIBUS)
        expect(reply).to_have_value("")
        choose(page, "Vous êtes", "Camille Essai")
        expect(reply).to_have_value("Un début, et la suite.")


def test_who_types_while_the_records_fail_is_told_so(
    address: str, served: Served, browser: Browser
) -> None:
    with visiting(browser, address) as (page, _):
        sit_down(page, "Camille Essai")
        send_batch(page)
        open_row(page, MINIBUS)
        with closing(sqlite3.connect(served.folder / "records.sqlite3")) as database:
            database.execute("ALTER TABLE drafts RENAME TO gone")
            try:
                page.get_by_label("Réponse à envoyer").fill("Un début de réponse")
                failure = page.locator("#queue-progress")
                expect(failure).to_contain_text("n’est pas enregistré")
                page.get_by_label("Réponse à envoyer").blur()
                page.wait_for_timeout(1000)
                copied(page, "Un début de réponse")
            finally:
                database.execute("ALTER TABLE gone RENAME TO drafts")
        expect(failure).to_contain_text("trié")
        copied(page, None)
        page.reload()
        sit_down(page, "Camille Essai")
        open_row(page, MINIBUS)
        expect(page.get_by_label("Réponse à envoyer")).to_have_value("Un début de réponse")


def test_a_filter_that_is_not_understood_is_said_until_it_is_mended(
    address: str, browser: Browser
) -> None:
    with visiting(browser, address) as (page, _):
        sit_down(page, "Camille Essai")
        send_batch(page)
        page.get_by_role("button", name="afficher").click()
        # What comes with the new rows empties the filters.
        expect(page.get_by_role("list", name="Questions de la file")).to_be_visible()
        page.get_by_role("button", name="Plus de filtres").click()
        since = page.get_by_label("Depuis le").locator("visible=true")
        since.fill("demain")
        since.press("Enter")
        failure = page.locator("#queue-list .failure")
        expect(failure).to_contain_text("La date « demain » n’est pas comprise")
        expect(since).to_have_attribute("aria-invalid", "true")
        expect(page.locator("button.row")).to_have_count(0)
        since.fill("01/03/2026")
        since.press("Enter")
        expect(page.locator("button.row")).to_have_count(2)
        expect(failure).to_have_count(0)
        expect(page.locator("[aria-invalid]")).to_have_count(0)


def test_a_reply_is_given_for_its_own_secret_alone(address: str) -> None:
    request = urllib.request.Request(f"{address}/reponse.docx", data=b"token=devine")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    assert refused.value.code == 404
    refused.value.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_rtes_sees_what_is_asked_and_which_subjects_lack(
    address: str, browser: Browser, width: int
) -> None:
    other = "Quelle assurance souscrire quand la commune prête son minibus à une association ?"
    apart = "Qui doit tondre la pelouse du stade que notre commune partage avec une association ?"
    questions = [MINIBUS, other, apart, GARAGES]
    lines = [f"q{n};{text};commune;;" for n, text in enumerate(questions)]
    with visiting(browser, address, width) as (page, _):
        sit_down(page, "Camille Essai")
        send_batch(page, "\n".join([BATCH.split("\n")[0], *lines]))
        tab(page, "Vue d’ensemble")
        expect(page.locator("#view-figures p")).to_contain_text("4 questions arrivées")
        expect(page.locator("#view-figures .unseen")).to_contain_text("4 questions arrivées")
        expect(page.locator("#view-figures tr", has_text="Commune")).to_contain_text("4")
        expect(page.get_by_role("table", name="Par niveau")).to_be_visible()
        page.get_by_role("button", name="Regrouper").click()
        subject = page.locator("#view-gaps summary").first
        expect(subject).to_contain_text("minibus")
        expect(subject).to_contain_text("2 questions")
        with page.expect_download() as download:
            page.get_by_role("link", name="Enregistrer ces sujets").click()
        written = Path(download.value.path()).read_text(encoding="utf-8-sig")
        assert written.count("minibus") >= 2
        assert "pelouse" not in written


def test_without_jurists_nothing_of_theirs_is_served(digests: Path) -> None:
    with serving(digests) as url:
        for path in ("file.csv", "sujets.csv"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"{url}/{path}", timeout=60)
            assert refused.value.code == 404
            refused.value.close()
        with urllib.request.urlopen(url, timeout=60) as response:
            assert "File du juriste" not in response.read().decode()


def refusal(request: urllib.request.Request) -> tuple[int, str]:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    said = refused.value.read().decode()
    refused.value.close()
    return refused.value.code, said


def test_a_batch_of_another_form_or_size_is_refused(address: str) -> None:
    def batch(name: str, data: bytes, kind: str = "application/octet-stream") -> tuple[int, str]:
        url = f"{address}/lots?nom={name}"
        return refusal(urllib.request.Request(url, data, {"Content-Type": kind}))

    assert batch("lot.csv", BATCH.encode(), "text/plain")[0] == 415
    code, said = batch("programme.exe", b"MZ")
    assert code == 400
    assert "CSV, XLSX ou JSONL" in said
    code, said = batch("lot.csv", b"x" * 20_000_001)
    assert code == 400
    assert "20 Mo" in said
    request = urllib.request.Request(f"{address}/gradio_api/upload", data=b"x" * 1000)
    assert refusal(request)[0] == 404
