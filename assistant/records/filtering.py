"""Which rows of the queue a filter wants."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from assistant.records.listing import Filter
from assistant.records.models import RowRecord
from corpus.clock import begins
from corpus.text import fold

_DAY = timedelta(days=1)
# A row's own number, as the pages write it.
_NUMBER = re.compile(r"(?:n\s?[°ºo]\s?)?(\d{1,9})")
# What stands between words, a hyphen or an apostrophe too, is looked for nowhere.
_WORD = re.compile(r"\w+")


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
        found.append(_holds(fold(wanted.text.strip())))
    return found


def _holds(text: str) -> ColumnElement[bool]:
    """That a row holds every word of a folded text, wherever, or that this is its own number."""
    columns = (RowRecord.folded, RowRecord.folded_origin)
    words = dict.fromkeys(_WORD.findall(text) or [text])
    holds_all = and_(
        *(or_(*(column.contains(word, autoescape=True) for column in columns)) for word in words)
    )
    number = _NUMBER.fullmatch(text)
    return or_(holds_all, RowRecord.id == int(number[1])) if number else holds_all


def came_between(since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    """That a row came on these days of Paris, both included."""
    found = []
    # The first day there is begins in Paris before there is any time in UTC.
    if since and since > date.min:
        found.append(RowRecord.created_at >= begins(since))
    if until and until < date.max:
        found.append(RowRecord.created_at < begins(until + _DAY))
    return found
