"""Which questions were answered before: the pairs of a FAQ that still hold."""

from datetime import date
from pathlib import Path

from assistant.triage.table import readable
from assistant.triage.types import Answered
from corpus.decode import decode
from corpus.faq import pairs_of_csv, pairs_of_jsonl


def read_answered(path: Path, today: date) -> tuple[Answered, ...]:
    """The answered questions of a FAQ file, JSONL or CSV, without those that no longer hold.

    Raises AssistantError where the file cannot be read, or a row of it is wrong.
    """
    with readable(path):
        data = path.read_bytes()
        is_json = decode(data).lstrip().startswith("{")
        return tuple(
            Answered(p.id, p.question, p.answer, p.theme, p.updated)
            for p in (pairs_of_jsonl if is_json else pairs_of_csv)(data)
            if not p.valid_until or p.valid_until >= today.isoformat()
        )
