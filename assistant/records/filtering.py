"""Which rows of the queue a filter wants."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement

from assistant.records.listing import Filter
from assistant.records.models import RowRecord
from corpus.text import fold

_DAY = timedelta(days=1)


def conditions(wanted: Filter) -> Sequence[ColumnElement[bool]]:
    """What a row must be."""
    equal: dict[Any, str | None] = {
        RowRecord.decision: wanted.decision,
        RowRecord.theme: wanted.theme,
        RowRecord.state: wanted.state,
        RowRecord.level: wanted.level,
        RowRecord.assigned_to: wanted.assigned_to,
        RowRecord.batch: wanted.batch,
        RowRecord.source: wanted.source,
    }
    found = [column == value for column, value in equal.items() if value]
    found += came_between(wanted.since, wanted.until)
    if wanted.least_confidence is not None:
        found.append(RowRecord.confidence >= wanted.least_confidence)
    if wanted.most_confidence is not None:
        found.append(RowRecord.confidence <= wanted.most_confidence)
    if wanted.text.strip():
        found.append(RowRecord.folded.contains(fold(wanted.text.strip()), autoescape=True))
    return found


def came_between(since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    """That a row came on these days in UTC, both included."""
    found = []
    if since:
        found.append(RowRecord.created_at >= datetime.combine(since, time(), UTC))
    if until and until < date.max:
        found.append(RowRecord.created_at < datetime.combine(until, time(), UTC) + _DAY)
    return found
