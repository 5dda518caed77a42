"""How a triaged row becomes the cells of a table, for a jurist who opens it in Excel."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from assistant.types import Citation
from assistant.wording import cited_name, notice, notices, place
from corpus.types import NOTICES

# A triaged row as JSON, in the form of the outside contract.
Object = Mapping[str, Any]
_OWN = (
    *("id", "question", "decision", "theme", "level", "confidence"),
    *("reasons", "draft", "sources", "for_jurist", "duplicates"),
)
# Where a program begins to compute what a cell says (OWASP, « CSV injection »), wide forms too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# The key under which a row carries its table's other columns.
CARRIED = "columns"


def header_of(rows: Iterable[Object]) -> list[str]:
    """The names of the columns that a table of these rows has: ours, then those it carries."""
    return [*_OWN, *dict.fromkeys(name for row in rows for name in row[CARRIED])]


def shown(header: Iterable[str]) -> list[str]:
    """The header as it is written: a carried column of the name of one of ours is told apart."""
    names: list[str] = []
    for number, name in enumerate(header):
        while number >= len(_OWN) and name in names:
            name = f"{name} (entrée)"
        names.append(name)
    return names


def cells(row: Object, header: list[str]) -> list[str | float]:
    """A row's cells in the order of the header; the confidence is a number."""
    own = {
        **{name: row[name] or "" for name in ("id", "question", "decision", "theme", "level")},
        "confidence": row["confidence"],
        "reasons": "\n".join(row["reasons"]),
        "draft": _draft(row["answer"]),
        "sources": "\n".join(_sources(row["answer"])),
        "for_jurist": "\n".join(map(_quoted, row["for_jurist"])),
        "duplicates": "\n".join(map(_alike, row["duplicates"])),
    }
    carried = row[CARRIED]
    return [
        *(own[name] for name in header[: len(_OWN)]),
        *(_text(carried.get(name)) for name in header[len(_OWN) :]),
    ]


def harmless(cell: str | float) -> str:
    """A cell of a CSV that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def what_differs(differs_by: Sequence[str]) -> str:
    """What tells two like questions apart, as it follows how near they are; empty for nothing."""
    return f" ; ce qui diffère : {', '.join(differs_by)}" if differs_by else ""


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def _draft(answer: Any) -> str:
    """What the fiches allow to answer, with what is to be checked; nothing where they do not."""
    if answer is None or answer["status"] == "refused":
        return ""
    said = notices([Citation(**one) for one in answer["citations"]])
    lines = [answer["text"], *(one for one in said if one not in answer["text"])]
    lines += [f"À vérifier : {w['text']}" for w in answer["warnings"] if w["code"] not in NOTICES]
    return "\n\n".join(lines)


def _sources(answer: Any) -> Iterator[str]:
    for one in answer["citations"] if answer else ():
        citation = Citation(**one)
        name = cited_name(citation)
        yield f"[{citation.number}] {name} {citation.url}".rstrip() + notice(citation)


def _quoted(one: Any) -> str:
    citation = Citation(**one)
    quote = " ".join(citation.quote.split())
    where = place(citation, citation.heading)
    return f"{where} : « {quote} » {citation.url}".rstrip() + notice(citation)


def _alike(one: Any) -> str:
    near = f"{one['similarity']:.2f}{what_differs(one['differs_by'])}"
    return f"{one['id']} ({near}) : {one['question']}"
