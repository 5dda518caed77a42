"""How the queue, the validated answers and the gaps leave the pages as files."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from assistant.records.listing import Filter
from assistant.records.queue import Queue
from assistant.records.types import QueueRow, ValidatedAnswer
from assistant.triage.types import DECISIONS, Duplicate
from corpus.clock import in_paris, today
from corpus.types import Document
from ui.queue.answers_render import state_of
from ui.queue.desk import Desk
from ui.words import ANSWER_STATES, LEVELS, STATES, THEMES, percent

# Rows read from the queue at a time.
_RUN = 500
_QUESTION = (
    *("n°", "reçue le", "numéro dans le lot", "collectivité", "fonction", "courriel"),
    *("question", "niveau", "thème", "état", "attribuée à"),
    *("proposition du tri", "confiance (%)", "raisons", "brouillon", "sources"),
    *("passages pour le juriste seul", "questions semblables déjà répondues"),
    *("réponse", "motif du rejet", "raison donnée à la personne", "traitée par", "traitée le"),
    *("réponse validée n°", "état de la réponse validée", "réponse valable jusqu’au"),
)
_ANSWER = ("n°", "question", "réponse", "validée le", "thème", "niveau", "valable jusqu’au", "état")


def queue_file(desk: Desk, wanted: Filter, suffix: str) -> bytes:
    """The rows that a filter wants, the newest first, in the words of the page: .csv or .xlsx."""
    from assistant.triage.sheet import write_sheet
    from assistant.triage.written import writable

    motives = desk.records.queue.motives()
    with desk.documents() as documents:
        answers = {
            answer.id: (str(answer.id), _state(answer, documents), _until(answer))
            for answer in desk.records.answers.all()
        }
    rows = [
        [*_cells(row, motives), *answers.get(row.answer_id or 0, ("", "", ""))]
        for row in _all(desk.records.queue, wanted)
    ]
    if suffix == ".csv":
        return table(_QUESTION, rows)
    with tempfile.TemporaryDirectory(prefix="assistant-") as folder:
        file = Path(folder, f"file{suffix}")
        with writable(file):
            write_sheet(file, "Questions", [_QUESTION, *rows])
        return file.read_bytes()


def answers_file(desk: Desk) -> bytes:
    """Every validated answer, the newest first, as a CSV that names nobody."""
    with desk.documents() as documents:
        rows = [
            (
                str(answer.id),
                answer.question,
                answer.text,
                answer.validated_on.isoformat(),
                THEMES[answer.theme],
                LEVELS[answer.level] if answer.level else "",
                _until(answer),
                _state(answer, documents),
            )
            for answer in desk.records.answers.all()
        ]
    return table(_ANSWER, rows)


def table(header: Iterable[str], rows: Iterable[Iterable[str | float]]) -> bytes:
    """A CSV that French Excel opens, in which no cell becomes a formula."""
    from assistant.triage.cells import harmless

    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";")
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig", "replace")


def _all(queue: Queue, wanted: Filter) -> Iterator[QueueRow]:
    number, seen = 1, set[int]()
    while True:
        page = queue.rows(wanted, number, _RUN)
        # A row that comes meanwhile pushes others to the next page.
        yield from (row for row in page.rows if row.id not in seen)
        seen |= {row.id for row in page.rows}
        if len(page.rows) < _RUN:
            return
        number += 1


def _cells(row: QueueRow, motives: Mapping[int, str]) -> list[str | float]:
    """What the queue knows of a row; `motives` are those of the rejected rows."""
    from assistant.triage.cells import CARRIED, cells, header_of

    names = header_of([])
    own = dict(zip(names, cells(asdict(row) | {CARRIED: {}}, names), strict=True))
    is_rejected = row.state == "rejetee"
    return [
        str(row.id),
        _day(row.created_at),
        row.external_id if row.source == "batch" else "",
        row.asker.organisation,
        row.asker.function,
        row.asker.email,
        row.question,
        LEVELS[row.level] if row.level else "",
        THEMES[row.theme],
        STATES[row.state],
        row.assigned_to,
        DECISIONS[row.decision],
        round(row.confidence * 100),
        own["reasons"],
        own["draft"],
        own["sources"],
        own["for_jurist"],
        "\n".join(map(_alike, row.duplicates)),
        "" if is_rejected else row.reply,
        # A duplicate was rejected with the row that it waited for.
        motives.get(row.duplicate_of or row.id, "") if is_rejected else "",
        row.reply if is_rejected else "",
        row.replied_by,
        _day(row.replied_at) if row.replied_at else "",
    ]


def _alike(one: Duplicate) -> str:
    from assistant.triage.cells import what_differs

    number = one.id.removeprefix("jurist-")
    near = f"ressemblance {percent(one.similarity)}{what_differs(one.differs_by)}"
    return f"Réponse validée n° {number} ({near}) : {one.question}"


def _day(value: datetime) -> str:
    return in_paris(value).date().isoformat()


def _state(answer: ValidatedAnswer, documents: Mapping[str, Document]) -> str:
    return ANSWER_STATES[state_of(answer, documents, today())]


def _until(answer: ValidatedAnswer) -> str:
    return answer.valid_until.isoformat() if answer.valid_until else ""
