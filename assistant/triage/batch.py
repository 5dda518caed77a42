"""How a table of questions is triaged: row by row, kept as it goes, written once it is whole."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, get_args

from assistant.triage import differences, linear, name_words, never, settling, theme
from assistant.triage.cells import CARRIED
from assistant.triage.columns import BrokenRow, Row
from assistant.triage.part import Part
from assistant.triage.table import broken_row, read_rows, readable
from assistant.triage.types import Answered, Decides, Decision, Triaged, triaged_json
from assistant.triage.written import write_rows
from corpus.errors import AssistantError, named
from corpus.manifest import GENERATIONS, current_generation, dump_manifest, read_manifest
from corpus.numbers import counted
from corpus.runs import Progress
from corpus.settings import Settings

# Raise it when the rows of a batch under way change their form.
_FORMAT = 3
# Repeated ids that are told.
_SHOWN = 10
# What is looked up beside the code.
_DATA = (linear, never, theme, differences, name_words, settling)


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a batch: rows by decision, and those that could not be asked.

    `resumed` are the rows that an earlier, stopped run had done.
    """

    rows: int
    resumed: int
    decisions: dict[Decision, int]
    broken: tuple[BrokenRow, ...]
    output: str


def fingerprint(index: Path, settings: Settings, answered: Sequence[Answered] = ()) -> str:
    """What the rows of a batch are decided by, beside what they ask."""
    generation = current_generation(index)
    manifest = read_manifest(index / GENERATIONS / generation) if generation else None
    made_by = {
        "format": _FORMAT,
        "data": [_hash(one.FILE) for one in _DATA],
        "index": hashlib.sha256(dump_manifest(manifest)).hexdigest() if manifest else "",
        "settings": settings.model_dump(mode="json", exclude={"index", "cache"}),
        "answered": [asdict(one) for one in answered],
    }
    return hashlib.sha256(json.dumps(made_by, sort_keys=True).encode()).hexdigest()


def _hash(path: Path) -> str:
    with readable(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def triage(
    source: Path,
    target: Path,
    mark: str,
    opened: Callable[[], Decides],
    tell: Callable[[str], None],
) -> Summary:
    """Triage the rows of `source` into `target`; those that a stopped run has done are kept.

    `mark` is what the rows are decided by; `opened` gives what decides, once there is a row to ask;
    `tell` is told in French what a person should know meanwhile.
    """
    ids = [row.id if isinstance(row, Row) else None for row in read_rows(source)]
    total = len(ids)
    if not total:
        raise AssistantError(
            f"Le fichier « {named(source.name)} » ne contient aucune question : écrivez-en une "
            "par ligne."
        )
    _say_repeated(ids, tell)
    with Part(target, mark) as part:
        resumed = sum(_key(row) in part.kept for row in read_rows(source)) if part.kept else 0
        _say_where(part, resumed, total, tell)
        places = _places(read_rows(source), total - resumed, part, opened)
        write_rows(target, lambda: part.rows(places))
        summary = _summary(part.rows(places), total, resumed, target)
        part.remove()
        return summary


def _say_repeated(ids: Iterable[str | None], tell: Callable[[str], None]) -> None:
    """Tell which ids do not tell rows apart."""
    repeated = [name for name, count in Counter(ids).items() if name is not None and count > 1]
    if repeated:
        many = counted(len(repeated), "identifiant est donné", "identifiants sont donnés")
        shown = ", ".join(f"«\u00a0{named(name)}\u00a0»" for name in repeated[:_SHOWN])
        more = ", …" if len(repeated) > _SHOWN else ""
        tell(f"{many} à plusieurs lignes, gardées telles quelles\u00a0: {shown}{more}.")


def _say_where(part: Part, resumed: int, total: int, tell: Callable[[str], None]) -> None:
    if resumed:
        are = "lignes sur {} sont déjà triées" if resumed > 1 else "ligne sur {} est déjà triée"
        tell(f"Reprise : {resumed} {are.format(total)}.")
    elif part.anew or part.kept:
        tell("L'entrée, l'index ou les réglages ont changé : le tri recommence du début.")


def _places(
    rows: Iterator[Row | BrokenRow], left: int, part: Part, opened: Callable[[], Decides]
) -> list[int]:
    """Where each row is kept, in order; those not kept from an earlier run are asked."""
    decides: Decides | None = None
    progress = Progress("Lignes triées", left)
    places = []
    for row in rows:
        place = part.kept.get(_key(row))
        if place is None:
            decides = decides or opened()
            done = _one(row, decides)
            # What is said of a broken row names its line, which may be another's tomorrow.
            place = part.add("" if "error" in done else _key(row), done)
            progress.advance(1)
        places.append(place)
    return places


def _key(row: Row | BrokenRow) -> str:
    """What tells whether a row is asked as before, wherever it stands."""
    asked = asdict(row)
    asked.pop("number", None)
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def triaged_row(row: Row, decides: Decides) -> Triaged:
    """What becomes of a row, with what of it could not be read among the reasons.

    AssistantError where it cannot be asked.
    """
    triaged = decides.row(row.id, row.question, row.level, row.theme)
    return replace(triaged, reasons=(*triaged.reasons, *filter(None, [row.note])))


def unasked(row: Row, error: AssistantError) -> BrokenRow:
    """A row that was read and that what decides refused."""
    reason = str(error).rstrip(".")
    return broken_row(row.number, f"{reason[:1].lower()}{reason[1:]}", row.id)


def _one(row: Row | BrokenRow, decides: Decides) -> dict[str, Any]:
    """A row as it is kept: the triaged row with its other columns, or why it is broken."""
    if isinstance(row, BrokenRow):
        return asdict(row)
    try:
        done = triaged_row(row, decides)
    except AssistantError as error:
        return asdict(unasked(row, error))
    return triaged_json(done) | {CARRIED: dict(row.columns)}


def _summary(rows: Iterator[Any], total: int, resumed: int, target: Path) -> Summary:
    counts: Counter[Decision] = Counter()
    broken = []
    for row in rows:
        if "error" in row:
            broken.append(BrokenRow(**row))
        else:
            counts[row["decision"]] += 1
    decisions: dict[Decision, int] = {name: counts[name] for name in get_args(Decision)}
    return Summary(total, resumed, decisions, tuple(broken), str(target))
