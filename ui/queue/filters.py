"""Which rows the filters above the list ask for, and how they stand in an address."""

import re
from datetime import date
from urllib.parse import urlencode

from pydantic import TypeAdapter, ValidationError

from assistant.records.listing import Filter
from corpus.errors import AssistantError
from ui.fields import RefusedField

# Bounds of confidence by the name of their choice.
CONFIDENCES: dict[str, tuple[float | None, float | None]] = {
    "low": (None, 0.5),
    "middle": (0.5, 0.8),
    "high": (0.8, None),
}
_FRENCH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_FILTER = TypeAdapter(Filter)


def parse_day(text: str, field: str = "") -> date | None:
    """A day written « 31/12/2026 » or « 2026-12-31 » in a field, None where nothing is written."""
    said = text.strip()
    if not said:
        return None
    found = _FRENCH.fullmatch(said)
    iso = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else said
    try:
        return date.fromisoformat(iso)
    except ValueError as error:
        raise RefusedField(
            f"La date « {said[:40]} » n'est pas comprise : écrivez-la comme 31/12/2026.", field
        ) from error


def wanted(
    text: str,
    state: str,
    decision: str,
    theme: str,
    confidence: str,
    assigned_to: str,
    since: str,
    until: str,
) -> Filter:
    """The filter of the fields above the list; empty ones ask for nothing."""
    least, most = CONFIDENCES.get(confidence, (None, None))
    fields = {
        "text": text[:500],
        "state": state or None,
        "decision": decision or None,
        "theme": theme or None,
        "assigned_to": assigned_to,
        "since": parse_day(since, "queue-since"),
        "until": parse_day(until, "queue-until"),
        "least_confidence": least,
        "most_confidence": most,
    }
    return _read(fields)


def to_query(filter: Filter) -> str:
    """The filter as the query of an address."""
    fields = _FILTER.dump_python(filter, mode="json", exclude_defaults=True)
    return urlencode(fields)


def of_query(fields: dict[str, str]) -> Filter:
    """The filter that the query of an address gives; fields of another name are left aside."""
    known = {name: value for name, value in fields.items() if name in Filter.__slots__ and value}
    return _read(known)


def _read(fields: object) -> Filter:
    try:
        return _FILTER.validate_python(fields)
    except ValidationError as error:
        raise AssistantError(
            "Un filtre de la file n'est pas compris : rechargez la page et choisissez-le à nouveau."
        ) from error
