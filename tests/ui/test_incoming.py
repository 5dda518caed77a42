"""What comes into the queue comes once; a batch that was stopped is told."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from pydantic import SecretStr

from assistant.answer import Assistant
from assistant.records.lacking import lacking
from assistant.records.records import Records
from assistant.records.types import Asker
from corpus.clock import in_paris, today
from corpus.settings import settings
from tests.conftest import ROOT
from ui.queue import question
from ui.queue.actions import Actions
from ui.queue.desk import Desk
from ui.queue.incoming import Incoming
from ui.queue.panel import Panel
from ui.queue.watching import Watching

# What the server does with a batch, in a process that can be killed.
CODE = """
import sys, time
from pathlib import Path
from pydantic import SecretStr
from assistant.answer import Assistant
from assistant.records.records import Records
from corpus.settings import settings
from ui.queue.incoming import Incoming
index, address, file = sys.argv[1:]
records = Records(SecretStr(address), Path(index))
Incoming(Assistant(Path(index), settings()), records).start("lot.csv", Path(file).read_bytes())
time.sleep(600)
"""
Opened = Callable[[], Desk]
# Components are named, so that what becomes of them can be read.
_NAMES: Any = Panel.__slots__
PANEL = Panel(*_NAMES)


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


@pytest.fixture
def opened(assistant: Assistant, digests: Path, tmp_path: Path) -> Iterator[Opened]:
    """Open the desk once more, as a server does that starts."""
    every: list[Records] = []

    def open_again() -> Desk:
        records = Records(SecretStr(f"sqlite:///{tmp_path}/records.sqlite3"), digests)
        every.append(records)
        incoming = Incoming(assistant, records)
        return Desk(assistant, records, ("Camille Essai",), digests, settings(), incoming)

    yield open_again
    for one in every:
        one.close()


def wait(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 250
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


def told(desk: Desk) -> str:
    """What the page says of the batches."""
    return Watching(desk).look(None, "", "", None, "")[2].replace("\u00a0", " ")


def send(desk: Desk, data: str, name: str = "lot.csv") -> str:
    job = desk.incoming.start(name, data.encode())
    wait(lambda: job.over)
    return told(desk)


def test_a_batch_whose_server_was_killed_is_told_and_goes_on_where_it_stopped(
    opened: Opened, digests: Path, tmp_path: Path
) -> None:
    lines = [f"{n};Où ranger {n} vélos ?" for n in range(1, 13)]
    data = "\n".join(["id;question", *lines])
    file = tmp_path / "lot.csv"
    file.write_text(data)
    address = f"sqlite:///{tmp_path}/records.sqlite3"
    desk = opened()
    command = [sys.executable, "-c", CODE, str(digests), address, str(file)]
    with subprocess.Popen(command, cwd=ROOT) as server:
        wait(lambda: desk.records.queue.rows().total >= 2)
        server.kill()
    inside = desk.records.queue.rows().total
    assert inside < 12
    desk = opened()
    assert f"« lot.csv » a été interrompu, {inside} sur 12 lignes dans la file : " in told(desk)
    assert "envoyez le même fichier de nouveau" in told(desk)
    said = send(desk, data)
    assert f"{12 - inside} questions de plus dans la file, {inside} autre" in said
    assert "interrompu" not in said
    assert desk.records.queue.rows().total == 12
    assert told(opened()) == ""


def test_the_good_rows_of_a_corrected_file_do_not_come_in_again(opened: Opened) -> None:
    desk = opened()
    first = "id;question;niveau\n1;Où ranger des vélos ?;commune\n2;;commune\n"
    said = send(desk, first)
    assert "1 question de plus" in said
    assert "1 ligne écartée. À la ligne 3 (n° 2), la question manque : " in said
    said = send(desk, first.replace(";;", ";Qui paie ?;").replace("des vélos ?", "des  vélos ?"))
    assert "1 question de plus dans la file. Laissées de côté : 1 question reçue" in said
    assert [row.external_id for row in desk.records.queue.rows().rows] == ["2", "1"]


def test_a_question_is_dated_by_its_table_where_that_says_when_it_was_received(
    opened: Opened,
) -> None:
    desk = opened()
    send(desk, "id;question;Reçue le\n1;Qui paie ?;\n2;Qui signe ?;03/02/2026\n")
    new, old = desk.records.queue.rows().rows
    assert (new.external_id, in_paris(new.created_at).date()) == ("1", today())
    assert (old.external_id, in_paris(old.created_at).date()) == ("2", date(2026, 2, 3))
    assert "2026-02" in desk.records.measures().months
    with desk.documents() as documents:
        assert "Reçue</dt><dd>3 février 2026, par" in question.whole(old, [], documents, {})


def test_a_day_of_reception_that_is_not_understood_is_told_among_the_reasons(
    opened: Opened,
) -> None:
    desk = opened()
    send(desk, "id;question;Reçue le\n1;Qui paie ?;32/13/2026\n")
    (row,) = desk.records.queue.rows().rows
    assert in_paris(row.created_at).date() == today()
    assert row.reasons[-1].startswith("La date de réception « 32/13/2026 » n’est pas comprise : ")


def test_a_question_of_the_chat_has_the_level_that_the_local_governments_name_says(
    opened: Opened,
) -> None:
    desk = opened()
    desk.incoming.submit("Qui paie ?", Asker("Ville d’Essai"))
    assert desk.records.queue.rows().rows[0].level == "commune"


def test_a_name_whose_accents_are_apart_is_masked(opened: Opened) -> None:
    desk = opened()
    asked = normalize("NFD", "Bonjour Hélène,\n\nQui paie ?\n\nCordialement,\nÉlodie Béranger")
    desk.incoming.submit(asked, Asker("Ville d’Essai"))
    send(desk, json.dumps({"id": "1", "question": asked}), "lot.jsonl")
    for row in desk.records.queue.rows().rows:
        assert row.masked == "Bonjour [nom],\n\nQui paie ?\n\nCordialement,\n[nom]"


def test_a_reply_to_a_question_of_a_batch_is_said_to_be_sent_to_nobody(opened: Opened) -> None:
    desk = opened()
    send(desk, "id;question\n1;Qui entretient les haies du cimetière ?")
    desk.incoming.submit("Où ranger des motos ?", Asker("Ville d’Essai"))
    actions, me = Actions(desk, PANEL), "Camille Essai"
    said = []
    for row in desk.records.queue.rows().rows:
        shown = actions.open(row.id, me)
        done = actions.by_hand(shown[PANEL.seen], me, "Au garage.", [], None)
        said.append((shown[PANEL.by_hand]["value"], done[PANEL.message], done[PANEL.detail]))
        assigned = actions.assign(done[PANEL.seen], me, "", me)
        assert "transmettre" not in assigned[PANEL.message]
    (chat, batch) = said
    assert chat[0] == "Envoyer cette réponse"
    assert "Réponse envoyée.<" in chat[1]
    assert "Réponse donnée par" in chat[2]
    assert batch[0] == "Enregistrer cette réponse"
    assert "Réponse enregistrée. À transmettre à la collectivité" in batch[1]
    assert "Réponse enregistrée par" in batch[2]
    for one in batch[1:]:
        assert "le programme n’envoie rien" in one


def test_a_mark_that_leads_to_no_passage_does_not_go_out(opened: Opened) -> None:
    desk = opened()
    desk.incoming.submit("Où ranger des motos ?", Asker("Ville d’Essai"))
    actions, me = Actions(desk, PANEL), "Camille Essai"
    (row,) = desk.records.queue.rows().rows
    shown = actions.open(row.id, me)
    for act in (actions.by_hand, actions.edit):
        done = act(shown[PANEL.seen], me, "Voir [1] et [9].", [], None)
        assert "coché pour [1] et [9], rien" in done[PANEL.message]
    assert desk.records.queue.row(row.id)[0] == row


def test_the_reply_to_the_same_question_is_ready_to_be_given_again(opened: Opened) -> None:
    desk = opened()
    send(desk, "id;question\n1;Où faut-il ranger les vélos ?\n2;Où faut-il ranger les vélos ?")
    second, first = desk.records.queue.rows().rows
    desk.records.review.answer(first.id, "Camille Essai", 1, "Au garage.", [], None)
    actions, me = Actions(desk, PANEL), "Dominique Épreuve"
    shown = actions.open(second.id, me)
    assert "Une question identique a reçu cette réponse le " in shown[PANEL.detail]
    assert "Au garage." in shown[PANEL.detail]
    assert (shown[PANEL.other], shown[PANEL.same]["value"]) == (str(first.id), None)
    given = ("", shown[PANEL.other], shown[PANEL.given_seen])
    done = actions.merge(shown[PANEL.seen], me, "", *given)
    assert "Question traitée comme doublon" in done[PANEL.message]
    assert desk.records.queue.row(second.id)[0].reply == "Au garage."


def test_what_is_reserved_to_the_jurist_is_no_subject_that_the_fiches_lack(
    opened: Opened, assistant: Assistant
) -> None:
    desk = opened()
    minibus = (
        "Quelle assurance souscrire pour prêter un minibus communal à une association ?",
        "Quelle assurance souscrire quand la commune prête son minibus à une association ?",
    )
    appeal = (
        "Le garage solidaire nous attaque devant le tribunal : que répondre ?",
        "L'épicerie solidaire nous attaque devant le tribunal : que répondre ?",
    )
    lines = [f"{n};{text}" for n, text in enumerate((*minibus, *appeal))]
    send(desk, "\n".join(["id;question", *lines]))
    rows = desk.records.queue.rows().rows
    assert {row.decision for row in rows} == {"juriste"}
    found = lacking(desk.records.queue, assistant.models.encoder)
    assert {text for gap in found for text in gap.questions} == {*minibus}


def test_what_is_typed_on_a_question_that_a_colleague_treated_is_not_said_to_be_kept(
    opened: Opened,
) -> None:
    desk = opened()
    send(desk, "id;question\n1;Où ranger des vélos ?")
    row = desk.records.queue.rows().rows[0]
    watching, seen = Watching(desk), f"{row.id}:{row.version}"
    kept = watching.keep(seen, "Camille Essai", "Un début", "")
    assert json.loads(kept) == [str(row.id), "Camille Essai", "Un début", None]
    desk.records.review.answer(row.id, "Dominique Épreuve", row.version, "Au garage.", [], None)
    assert watching.keep(seen, "Camille Essai", "Un début, et la suite", kept) == kept
    sent = watching.keep(seen, "Dominique Épreuve", "Au garage.", "")
    assert json.loads(sent) == [str(row.id), "Dominique Épreuve", "Au garage.", None]


def test_how_a_reply_is_to_be_published_is_kept_with_it(opened: Opened) -> None:
    desk, me = opened(), "Camille Essai"
    send(desk, "id;question\n1;Où ranger des vélos ?")
    actions, watching = Actions(desk, PANEL), Watching(desk)
    row = desk.records.queue.rows().rows[0]
    seen = f"{row.id}:{row.version}"
    fields = PANEL.publishing()

    def shown(who: str = me) -> list[object]:
        updates = actions.open(row.id, who)
        return [*(updates[one] for one in fields), updates[PANEL.reuse]["visible"]]

    begins = shown()
    assert begins == [False, "Où ranger des vélos ?", "", "", False]
    written = [True, "Où ranger un vélo ?", "Au garage.", "32/13"]
    kept = watching.keep(seen, me, "", "", *written)
    assert shown() == [*written, True]
    assert shown("Dominique Épreuve") == begins
    watching.look(None, seen, me, "Au garage de la mairie.", kept, None, *written)
    assert shown() == [*written, True]
    assert actions.open(row.id, me)[PANEL.reply] == "Au garage de la mairie."
    watching.keep(seen, me, "", kept, False, *written[1:])
    assert shown() == begins
