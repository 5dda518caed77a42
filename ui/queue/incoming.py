"""How questions are triaged on their way into the queue: a batch in the background, or one."""

import logging
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from assistant.answer import Assistant
from assistant.records.records import Records
from assistant.records.types import Asker, Receipt
from assistant.triage.types import Answered
from corpus.errors import AssistantError
from corpus.text import fold
from ui.words import counted

log = logging.getLogger(__name__)

FORMS = (".csv", ".xlsx", ".jsonl")
# Bytes of a batch; 20,000 mails stay below.
MOST = 20_000_000
_FAILED = (
    "Le lot n'a pas pu être trié jusqu'au bout : envoyez le même fichier de nouveau, les questions "
    "déjà dans la file n'y entrent pas deux fois."
)
# The names that a table may give to what tells who asks.
_ASKER = {
    "organisation": ("collectivite", "nom de la collectivite", "organisme", "structure"),
    "function": ("fonction", "votre fonction", "qualite", "poste"),
    "email": ("courriel", "email", "e-mail", "mail", "adresse e-mail", "adresse mail"),
}


@dataclass(slots=True)
class Job:
    """A batch that is being triaged, or was: what the page tells of it."""

    name: str
    total: int
    done: int = 0
    added: int = 0
    broken: list[str] = field(default_factory=list)
    failure: str = ""
    over: bool = False


class Incoming:
    """Triages questions into the queue; one batch at a time, in a thread of its own."""

    def __init__(self, assistant: Assistant, records: Records) -> None:
        self._assistant = assistant
        self._records = records
        self._lock = Lock()
        self._made: tuple[list[Answered], Any] | None = None
        self.job: Job | None = None

    def start(self, name: str, data: bytes) -> Job:
        """Read a table of questions and begin to triage it.

        Raises AssistantError where the file cannot be read or another batch is under way.
        """
        rows = _rows(name, data)
        # Another file of the same name, or a corrected one, is another batch.
        batch = f"{Path(name).name[:100]} ({sha256(data).hexdigest()[:8]})"
        with self._lock:
            if self.job is not None and not self.job.over:
                raise AssistantError(
                    f"Le lot « {self.job.name} » est en cours de tri : attendez qu'il soit fini."
                )
            job = self.job = Job(Path(name).name[:100], len(rows))
        Thread(target=self._run, args=(job, batch, rows), daemon=True).start()
        return job

    def submit(self, question: str, asker: Asker) -> Receipt:
        """Triage one question of who asks in the chat, and put it in the queue."""
        from assistant.triage.personal import masked

        triaged = self._triage().row("chat", question)
        return self._records.askers.submit(asker, triaged, masked(question))

    def _triage(self) -> Any:
        """The triage that knows the answers validated by now."""
        from assistant.triage.decide import Triage

        answered = self._records.answers.answered()
        with self._lock:
            if self._made is None or self._made[0] != answered:
                self._made = answered, Triage(self._assistant, answered)
            return self._made[1]

    def _run(self, job: Job, batch: str, rows: Sequence[Any]) -> None:
        try:
            triage = self._triage()
            for row in rows:
                job.added += self._one(job, batch, row, triage)
                job.done += 1
        except AssistantError as error:
            job.failure = str(error)
        except Exception:
            # The thread is the outer edge: the log has the reason, the jurist a sentence.
            log.exception("a batch could not be triaged")
            job.failure = _FAILED
        finally:
            job.over = True

    def _one(self, job: Job, batch: str, row: Any, triage: Any) -> int:
        """Triage one row into the queue; one that cannot be asked is told, the others go on."""
        from assistant.triage.personal import masked

        if hasattr(row, "error"):
            job.broken.append(row.error)
            return 0
        try:
            triaged = triage.row(row.id, row.question, row.level, row.theme)
        except AssistantError as error:
            job.broken.append(f"Ligne {row.number} : {error}")
            return 0
        entry = (triaged, masked(row.question), asker_of(row.columns))
        return self._records.queue.add([entry], batch)


def asker_of(columns: Mapping[str, Any]) -> Asker:
    """Who asks, as the other columns of a row tell it."""
    said = {fold(name).strip(): str(value).strip() for name, value in columns.items() if value}
    found = {
        name: next((said[column] for column in names if column in said), "")
        for name, names in _ASKER.items()
    }
    return Asker(**{name: value[:200] for name, value in found.items()})


def _rows(name: str, data: bytes) -> list[Any]:
    """The rows of a table; its file is there while it is read, and no longer."""
    suffix = Path(name).suffix.lower()
    if suffix not in FORMS:
        raise AssistantError(
            f"Le fichier « {Path(name).name[:100]} » n'est pas une table : donnez un fichier CSV, "
            "XLSX ou JSONL."
        )
    if len(data) > MOST:
        raise AssistantError(
            f"Le fichier dépasse {MOST // 1_000_000} Mo : découpez-le en plusieurs lots."
        )
    rows = _told_apart(_read(Path(name).name[:100], suffix, data))
    if not rows:
        raise AssistantError(
            "Le fichier ne contient aucune question : écrivez-en une par ligne, sous un titre "
            "« question »."
        )
    return rows


def _told_apart(rows: Iterable[Any]) -> list[Any]:
    """The rows, one whose id another has before it being named by its line too."""
    known: set[str] = set()
    apart = []
    for row in rows:
        if hasattr(row, "id"):
            if row.id in known:
                row = replace(row, id=f"{row.id} (ligne {row.number})")
            known.add(row.id)
        apart.append(row)
    return apart


def _read(name: str, suffix: str, data: bytes) -> Iterator[Any]:
    from assistant.triage.table import read_rows

    with tempfile.TemporaryDirectory(prefix="assistant-") as folder:
        # Its messages name the file as the jurist does; no path can hide in the name.
        stem = "".join(c if c.isalnum() or c in " -_" else "_" for c in Path(name).stem)
        file = Path(folder, f"{stem or 'lot'}{suffix}")
        file.write_bytes(data)
        yield from read_rows(file)


def told(job: Job | None) -> str:
    """What a batch has come to, in one or two French sentences."""
    if job is None:
        return ""
    added = counted(job.added, "question", "questions")
    if not job.over:
        return f"Tri du lot « {job.name} » : {job.done} sur {job.total}, {added} dans la file…"
    if job.failure:
        return f"{job.failure} Dans la file : {added} de ce lot."
    kept = job.total - len(job.broken) - job.added
    again = f", {counted(kept, 'autre y était', 'autres y étaient')} déjà" if kept else ""
    said = f"Lot « {job.name} » trié : {added} de plus dans la file{again}."
    broken = "".join(f" {one}" for one in job.broken[:10])
    return said + (f" Lignes écartées : {len(job.broken)}.{broken}" if job.broken else "")
