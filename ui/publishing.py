"""How the jurists' answers become documents of the index, and leave it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.records.changes import named
from assistant.records.records import Records
from assistant.records.types import ValidatedAnswer
from corpus.clock import today
from corpus.encoder import Encoder, open_encoder
from corpus.errors import AssistantError
from corpus.index import open_documents, open_manifest
from corpus.remove import remove
from corpus.settings import Settings
from corpus.types import Document
from corpus.whole import write_whole
from corpus.withheld import ended, withhold
from ingest.pipeline import Report, ingest
from ui.queue.reuse import PersonalData, marks_in, personal_in, refuse_marks

FILE = "reponses-juristes.jsonl"
_BEFORE_PUBLISHING = (
    "rien n'a été publié : cochez celles qui peuvent l'être, retirez les autres réponses, puis "
    "publiez de nouveau."
)
_REWORD = (
    "rien n'a été publié : retirez ces réponses, ou rouvrez leurs questions et récrivez en termes "
    "généraux ce qui est publié, puis publiez de nouveau."
)


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: how many answers are in force, the ingest's report, what left.

    `report` is None where no answer is in force.
    """

    answers: int
    report: Report | None
    removed: tuple[str, ...]


def publish(
    records: Records, by: str, index: Path, settings: Settings, encoder: Encoder | None = None
) -> Published:
    """Make documents of the answers in force, and take out those that are not any more.

    The history of each that was not cited before says who published it. Raises AssistantError
    where nobody is named, another publication is under way, the index cannot be written or an
    answer holds a mark of masked data, PersonalData where one holds some that no jurist allowed;
    the answers stay in the records, and what is withdrawn stays uncited.
    """
    by = named(by)
    encoder = encoder or open_encoder(settings)
    with _alone(index):
        withhold(index, _ends(records))
        marks = [
            f"{mark}, réponse n°\u00a0{answer.id}"
            for answer in records.answers.in_force()
            for mark in marks_in(answer.question, answer.text)
        ]
        refuse_marks(marks, _REWORD)
        found = [
            piece_of(number, one) for number, pieces in unallowed(records).items() for one in pieces
        ]
        if found:
            raise PersonalData(found, _BEFORE_PUBLISHING)
        lines = list(records.answers.export_faq())
        file = index / FILE
        text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
        write_whole(file, text.encode())
        before = _jurist_documents(index)
        new = [one.id for one in records.answers.in_force() if waits(one, before, today())]
        report = None
        if lines:
            report = ingest([str(file)], index, settings, prune=True, encoder=encoder)
            if report.skipped:
                raise AssistantError(
                    "Les réponses des juristes n'ont pas été publiées "
                    f"({report.skipped[0].reason}) : corrigez ou retirez celle qui est en cause."
                )
        # Those that came from another place, or from an index that was moved here.
        left = set(_jurist_documents(index)) - {line["id"] for line in lines}
        if left:
            remove(index, sorted(left), encoder)
            # Removing forgets what may not be cited; an older index may yet be imported.
            withhold(index, _ends(records))
        gone = set(before) - set(_jurist_documents(index))
        records.answers.published(by, new)
    return Published(len(lines), report, tuple(sorted(gone)))


def waits(answer: ValidatedAnswer, documents: Mapping[str, Document], day: date) -> bool:
    """Whether an answer in force is still to be published, or anew after its end was put off."""
    document = documents.get(answer.document_id)
    return document is None or ended(document, {}, day)


def unallowed(records: Records) -> dict[int, list[str]]:
    """The personal data in each answer in force, by its number, that no jurist let be published."""
    found = {
        answer.id: [
            piece
            for piece in personal_in(answer.question, answer.text)
            if piece not in answer.allowed
        ]
        for answer in records.answers.in_force()
    }
    return {answer_id: pieces for answer_id, pieces in found.items() if pieces}


def piece_of(answer_id: int, piece: str) -> str:
    """How a piece of personal data is told: « Odette Vauquelin (nom, réponse n° 3) »."""
    return f"{piece.removesuffix(')')}, réponse n°\u00a0{answer_id})"


def _ends(records: Records) -> dict[str, date | None]:
    """Until which day each answer may be cited, as the records know it."""
    return {
        answer.document_id: None if answer.withdrawn_at else answer.valid_until or date.max
        for answer in records.answers.all()
    }


def _jurist_documents(index: Path) -> dict[str, Document]:
    _, manifest = open_manifest(index)
    documents = open_documents(index, manifest).values()
    return {d.document_id: d for d in documents if d.source_kind == "jurist"}


@contextmanager
def _alone(index: Path) -> Iterator[None]:
    """Hold the lock of publications; one sentence where another holds it or nothing is written."""
    open_manifest(index)  # no folder is made where there is no index
    try:
        with FileLock(index / "publish.lock", timeout=0):
            yield
    except Timeout as error:
        raise AssistantError(
            "Une autre publication est en cours : attendez qu'elle finisse."
        ) from error
    except OSError as error:
        raise AssistantError(
            f"L'index « {index} » ne peut pas être écrit, rien n'a été publié : vérifiez les "
            "droits et la place libre."
        ) from error
