"""What comes into the queue comes once; a batch that was stopped is told."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.answer import Assistant
from assistant.records.lacking import lacking
from assistant.records.records import Records
from corpus.settings import settings
from tests.conftest import ROOT
from ui.queue.desk import Desk
from ui.queue.incoming import Incoming
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
    assert "Lignes écartées : 1." in said
    said = send(desk, first.replace(";;", ";Qui paie ?;").replace("des vélos ?", "des  vélos ?"))
    assert "1 question de plus dans la file. Laissées de côté : 1 question reçue" in said
    assert [row.external_id for row in desk.records.queue.rows().rows] == ["2", "1"]


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
    assert json.loads(kept) == [str(row.id), "Camille Essai", "Un début"]
    desk.records.review.answer(row.id, "Dominique Épreuve", row.version, "Au garage.", [], None)
    assert watching.keep(seen, "Camille Essai", "Un début, et la suite", kept) == kept
    sent = watching.keep(seen, "Dominique Épreuve", "Au garage.", "")
    assert json.loads(sent) == [str(row.id), "Dominique Épreuve", "Au garage."]
