"""Which questions a file that was sent holds, and who asks them."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant.records.types import Asker
from corpus.clock import today
from corpus.delimited import folded
from corpus.errors import AssistantError, named

FORMS = (".csv", ".xlsx", ".jsonl")
# Bytes of a batch; 20,000 mails stay below.
MOST = 20_000_000
# The names that a table may give to what tells who asks.
_ASKER = {
    "organisation": ("collectivite", "nom de la collectivite", "organisme", "structure"),
    "function": ("fonction", "votre fonction", "qualite", "poste"),
    "email": ("courriel", "email", "e-mail", "mail", "adresse e-mail", "adresse mail"),
}
_RECEIVED = (
    *("recue le", "recu le", "date de reception", "date d'arrivee", "date de la question"),
    *("date de la demande", "date d'envoi", "envoyee le", "posee le", "horodateur", "date"),
)
# The day or the year first, and whatever time.
_DATE = re.compile(r"(\d{1,2}|\d{4})[/.-](\d{1,2})[/.-](\d{4}|\d{1,2})(?:,? .*|T.*)?")
# A day before it is a slip.
_FIRST = date(2000, 1, 1)


def rows_of(name: str, data: bytes) -> list[Any]:
    """The rows of a table; its file is there while it is read, and no longer.

    Raises AssistantError where it cannot be read or holds no question.
    """
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


def asker_of(columns: Mapping[str, Any]) -> Asker:
    """Who asks, as the other columns of a row tell it."""
    return Asker(**{name: _said(columns, names)[:200] for name, names in _ASKER.items()})


def received_on(columns: Mapping[str, Any]) -> tuple[date | None, str]:
    """The day on which a row was received, as another column tells it; why none is taken of it."""
    said = _said(columns, _RECEIVED)
    if not said:
        return None, ""
    received = _day(said)
    if received is None:
        why = "n’est pas comprise"
    elif not _FIRST <= received <= today():
        why = "est à venir ou trop ancienne"
    else:
        return received, ""
    return None, (
        f"La date de réception « {named(said, 40)} » {why} : la question est datée de son entrée "
        "dans la file."
    )


def _day(said: str) -> date | None:
    found = _DATE.fullmatch(said)
    if not found:
        return None
    day, month, year = found.groups() if len(found[1]) < 4 else reversed(found.groups())
    try:
        return date(int(f"20{year}" if len(year) == 2 else year), int(month), int(day))
    except ValueError:
        return None


def _said(columns: Mapping[str, Any], names: Iterable[str]) -> str:
    """What the first of these columns says that is there and not empty."""
    said = {folded(name): str(value).strip() for name, value in columns.items() if value}
    return next((said[name] for name in names if name in said), "")
