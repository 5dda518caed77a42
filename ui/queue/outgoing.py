"""How the queue, the gaps and the replies leave the pages as files."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from assistant.records.listing import Filter
from assistant.records.queue import Queue
from assistant.records.types import QueueRow
from assistant.triage.types import Triaged, triaged_json
from corpus.clock import in_paris
from ui.words import STATES

# Rows read from the queue at a time.
_RUN = 500


def queue_file(queue: Queue, wanted: Filter, suffix: str) -> bytes:
    """The rows that a filter wants, the newest first, as the triage writes them: .csv or .xlsx."""
    from assistant.triage.written import write_rows

    with tempfile.TemporaryDirectory(prefix="assistant-") as folder:
        file = Path(folder, f"file{suffix}")
        rows = [_row(row) for row in _all(queue, wanted)]
        write_rows(file, lambda: rows)
        return file.read_bytes()


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


def _row(row: QueueRow) -> dict[str, Any]:
    """A row as the triage's own writer takes it, the queue's columns carried beside."""
    triaged = Triaged(
        row.external_id,
        row.question,
        row.decision,
        row.theme,
        row.level,
        row.confidence,
        row.reasons,
        row.answer,
        row.for_jurist,
        row.duplicates,
    )
    columns = {
        "n°": str(row.id),
        "reçue": f"{in_paris(row.created_at):%Y-%m-%d %H:%M}",
        "collectivité": row.asker.organisation,
        "fonction": row.asker.function,
        "courriel": row.asker.email,
        "état": STATES[row.state],
        "attribuée à": row.assigned_to,
        "réponse": row.reply,
        "réponse de": row.replied_by,
    }
    return triaged_json(triaged) | {"columns": columns}
