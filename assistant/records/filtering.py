"""Which rows of the queue a filter wants."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_

from assistant.records.listing import Filter
from assistant.records.models import RowRecord
from corpus.clock import begins
from corpus.text import fold

_DAY = timedelta(days=1)
# A row's own number, as the pages write it.
_NUMBER = re.compile(r"(?:n\s?[°ºo]\s?)?(\d{1,9})")


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
        text = fold(wanted.text.strip())
        columns = (RowRecord.folded, RowRecord.folded_origin)
        holding = [column.contains(text, autoescape=True) for column in columns]
        if number := _NUMBER.fullmatch(text):
            holding.append(RowRecord.id == int(number[1]))
        found.append(or_(*holding))
    return found


def came_between(since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    """That a row came on these days of Paris, both included."""
    found = []
    # The first day there is begins in Paris before there is any time in UTC.
    if since and since > date.min:
        found.append(RowRecord.created_at >= begins(since))
    if until and until < date.max:
        found.append(RowRecord.created_at < begins(until + _DAY))
    return found
