"""What the page tells of a batch: how far it came, what of it was left out, that it was stopped."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from assistant.records.batches import Unfinished
from corpus.clock import now
from corpus.numbers import counted


@dataclass(slots=True)
class Job:
    """A batch that is being triaged, or was: what the page tells of it.

    `elsewhere` are the rows left out since another batch brought them; `batch` is its name in the
    records.
    """

    name: str
    total: int
    done: int = 0
    added: int = 0
    broken: list[str] = field(default_factory=list)
    failure: str = ""
    over: bool = False
    elsewhere: int = 0
    batch: str = ""
    sent_at: datetime = field(default_factory=now)

    @property
    def quarter(self) -> int | None:
        """How many quarters of the rows are done, None once it is over."""
        return None if self.over else 4 * self.done // self.total


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says of the batches; `quarter` is that of the one under way.

    `is_wrong`: one failed or was stopped; `is_over`: what it says of one can be closed.
    """

    text: str
    quarter: int | None = None
    is_wrong: bool = False
    is_over: bool = False


def told(job: Job | None, left: Sequence[Unfinished] = ()) -> Told:
    """What the last batch has come to, and that these others were stopped."""
    text = " ".join([*([_come_to(job)] if job else []), *map(_stopped, left)])
    if job is None:
        return Told(text, is_wrong=bool(left))
    return Told(text, job.quarter, bool(job.failure or left), job.over)


def _come_to(job: Job) -> str:
    """What a batch has come to, in one or two French sentences."""
    added = counted(job.added, "question", "questions")
    if not job.over:
        return f"Tri du lot « {job.name} » : {job.done} sur {job.total}, {added} dans la file…"
    if job.failure:
        return f"{job.failure} Dans la file : {added} de ce lot."
    kept = job.total - len(job.broken) - job.added - job.elsewhere
    again = f", {counted(kept, 'autre y était', 'autres y étaient')} déjà" if kept else ""
    said = f"Lot « {job.name} » trié : {added} de plus dans la file{again}."
    if job.elsewhere:
        many = counted(job.elsewhere, "question reçue", "questions reçues")
        said += f" Laissées de côté : {many} dans un autre lot, même numéro et même texte."
    if job.broken:
        left_out = counted(len(job.broken), "ligne écartée", "lignes écartées")
        said += f" {left_out}. {' '.join(job.broken[:10])}"
    return said


def _stopped(batch: Unfinished) -> str:
    """That a batch was stopped on its way, and what to do, in one French sentence."""
    rows = counted(batch.total, "ligne", "lignes")
    return (
        f"Le tri du lot « {batch.name} » a été interrompu, {batch.inside} sur {rows} dans la "
        "file : envoyez le même fichier de nouveau, seules les lignes qui manquent seront prises."
    )
