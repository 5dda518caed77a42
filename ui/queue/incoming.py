"""How questions are triaged on their way into the queue: a batch in the background, or one."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from assistant.answer import Assistant
from assistant.records.batches import Sent, Unfinished
from assistant.records.records import Records
from assistant.records.types import Asker, Receipt
from assistant.triage.types import Answered
from corpus.clock import now
from corpus.errors import AssistantError
from ui.queue.progress import Job, Told, told
from ui.queue.sent import asker_of, received_on, rows_of

log = logging.getLogger(__name__)

# A batch that has not moved on for so long is worked on by no server.
_QUIET = timedelta(minutes=2)
_FAILED = (
    "Le lot n'a pas pu être trié jusqu'au bout : envoyez le même fichier de nouveau, les questions "
    "déjà dans la file n'y entrent pas deux fois."
)


class Incoming:
    """Triages questions into the queue; one batch at a time, in a thread of its own."""

    def __init__(self, assistant: Assistant, records: Records) -> None:
        self._assistant = assistant
        self._records = records
        self._lock = Lock()
        self._made: tuple[list[Answered], Any] | None = None
        self.job: Job | None = None
        self._opened = now()

    def start(self, name: str, data: bytes) -> Job:
        """Read a table of questions and begin to triage it.

        Raises AssistantError where the file cannot be read or another batch is under way.
        """
        rows = rows_of(name, data)
        # Another file of the same name, or a corrected one, is another batch.
        batch = f"{Path(name).name[:100]} ({sha256(data).hexdigest()[:8]})"
        with self._lock:
            if self.job is not None and not self.job.over:
                raise AssistantError(
                    f"Le lot « {self.job.name} » est en cours de tri : attendez qu'il soit fini."
                )
            job = Job(Path(name).name[:100], len(rows), batch=batch)
            self._records.batches.begin(job.batch, job.name, job.total)
            self.job = job
        Thread(target=self._run, args=(job, rows), daemon=True).start()
        return job

    def told(self, closed: datetime | None = None) -> Told:
        """What the batches have come to, but for the one sent at this time, which was closed."""
        job = self.job if self.job and self.job.sent_at != closed else None
        return told(job, self._stopped())

    def ended(self, successes_alone: bool = False) -> datetime | None:
        """When the last batch was sent, None where it is under way or there is none."""
        job = self.job
        if job is None or not job.over or (successes_alone and job.failure):
            return None
        return job.sent_at

    def _stopped(self) -> list[Unfinished]:
        """The batches that nobody triages any more, though not all of their rows are in.

        One that another server works on moves on now and then.
        """
        quiet = max(self._opened, now() - _QUIET)
        own = self.job.batch if self.job else ""
        return [
            one
            for one in self._records.batches.unfinished()
            if one.batch != own and one.moved_at < quiet and one.inside < one.total
        ]

    def submit(self, question: str, asker: Asker) -> Receipt:
        """Triage one question of who asks in the chat, and put it in the queue."""
        from assistant.triage.columns import level_of_body
        from assistant.triage.personal import masked

        level = level_of_body(asker.organisation)
        triaged = self._triage().row("chat", question, level)
        return self._records.askers.submit(asker, triaged, masked(triaged.question))

    def _triage(self) -> Any:
        """The triage that knows the answers validated by now."""
        from assistant.triage.decide import Triage

        answered = self._records.answers.answered()
        with self._lock:
            if self._made is None or self._made[0] != answered:
                self._made = answered, Triage(self._assistant, answered)
            return self._made[1]

    def _run(self, job: Job, rows: Sequence[Any]) -> None:
        batches = self._records.batches
        try:
            whole = [row for row in rows if _is_whole(row)]
            within = batches.within(job.batch, [row.id for row in whole])
            elsewhere = batches.elsewhere(job.batch, map(_sent, whole))
            triage = self._triage()
            for row in rows:
                if not _is_whole(row):
                    job.broken.append(row.error)
                elif row.id not in within:
                    if _sent(row) in elsewhere:
                        job.elsewhere += 1
                    else:
                        job.added += self._one(job, row, triage)
                job.done += 1
            batches.end(job.batch, job.name)
        except AssistantError as error:
            job.failure = str(error)
        except Exception:
            # The thread is the outer edge: the log has the reason, the jurist a sentence.
            log.exception("a batch could not be triaged")
            job.failure = _FAILED
        finally:
            job.over = True

    def _one(self, job: Job, row: Any, triage: Any) -> int:
        """Triage one row into the queue; one that cannot be asked is told, the others go on."""
        from assistant.triage.batch import triaged_row, unasked
        from assistant.triage.personal import masked

        try:
            triaged = triaged_row(row, triage)
        except AssistantError as error:
            job.broken.append(unasked(row, error).error)
            return 0
        received, note = received_on(row.columns)
        triaged = replace(triaged, reasons=(*triaged.reasons, *filter(None, [note])))
        entry = (triaged, masked(triaged.question), asker_of(row.columns))
        return self._records.queue.add([entry], job.batch, received)


def _is_whole(row: Any) -> bool:
    return not hasattr(row, "error")


def _sent(row: Any) -> Sent:
    return Sent(row.id, row.question, asker_of(row.columns).organisation)
