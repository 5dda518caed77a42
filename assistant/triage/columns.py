"""Which column of a table is the question, the id, the level and the theme of a row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from assistant.triage.types import Theme
from corpus.delimited import fields_of, folded
from corpus.errors import SourceError, named
from corpus.text import fold
from corpus.types import Level

# The names that people give a field, the likeliest first.
_NAMES = {
    "id": ("id", "identifiant", "n°", "no", "num", "numéro", "référence", "réf", "ref."),
    "question": (
        *("question", "questions", "votre question", "question posée", "texte de la question"),
        *("libellé de la question", "intitulé de la question", "demande", "votre demande"),
        *("message", "texte", "text"),
    ),
    "level": ("level", "niveau", "échelon", "niveau de collectivité", "type de collectivité"),
    "theme": ("theme", "thème", "thématique"),
    "body": ("collectivité", "nom de la collectivité"),
}
FIELDS = {fold(name): field for field, names in _NAMES.items() for name in names}
_THEMES: tuple[Theme, ...] = get_args(Theme)
# What a local government is called: an EPCI before the communes that its name speaks of.
_LEVELS: Mapping[Level, str] = {
    "epci": r"epci|intercommunal(?:e|ite)?s?|(?:la )?com ?com"
    r"|communautes? (?:de communes?|d'agglo\w*|urbaines?)|communautaires?"
    r"|agglo\w*|(?:euro)?metropol(?:es?|itaine?s?)|cc|ca|cu",
    "departement": r"(?:conseils? )?departement(?:s|ale?s?|aux)?|cd ?\d\d",
    "region": r"(?:conseils? )?region(?:s|ale?s?|aux)?",
    "commune": r"(?<!bloc )commun(?:es?|ale?s?|aux)|municipa(?:le?s?|ux|lites?)|villes?|villages?"
    r"|mairies?|bourgs?",
}
# A mail with all that it quotes stays below.
MOST_SIGNS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """A question as a table gives it.

    `number` is its row as a spreadsheet counts it, from 1, or its line of JSON; `id` is empty where
    the row has none. `columns` are the cells but those of `id` and `question` by their column's
    name, unchanged; `note` is a French sentence on what of the row could not be read, empty where
    all could.
    """

    number: int
    id: str
    question: str
    level: Level | None = None
    theme: Theme | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that cannot be asked; `line` is its number, as that of a `Row`.

    `error` is a French sentence that names the number, and the row's own id where it has one.
    """

    line: int
    error: str


def roles(headers: Sequence[str]) -> dict[str, str]:
    """The header of each field that the headers name."""
    fields = fields_of(headers, FIELDS)
    found: dict[str, str] = {}
    for name, header in sorted(zip(fields, headers, strict=True), key=lambda pair: _rank(pair[1])):
        if name:
            found.setdefault(name, header)
    if "question" not in found:
        telling = [header for header in headers if re.search(r"\bquestions?\b", folded(header))]
        if len(telling) == 1:
            found["question"] = telling[0]
    return found


def _rank(header: str) -> int:
    return list(FIELDS).index(folded(header)) if folded(header) in FIELDS else 0


def row_of(number: int, record: Mapping[str, Any], places: Mapping[str, str]) -> Row:
    """The row that a record is; SourceError, a French phrase, where it cannot be asked."""

    def value(name: str) -> Any:
        return record.get(places[name]) if name in places else None

    question = value("question")
    if not isinstance(question, str) or not question.strip():
        raise SourceError("la question manque : écrivez-la dans sa colonne ou retirez la ligne")
    if len(question) > MOST_SIGNS:
        raise SourceError(f"la question dépasse {MOST_SIGNS} signes : raccourcissez-la")
    level, note = _level(value("level"))
    theme = _theme(value("theme"))
    own = (places["question"], places.get("id"))
    return Row(
        number=number,
        id=_text(value("id")),
        question=question.encode("utf-8", "replace").decode("utf-8"),
        level=level or level_of_body(value("body")),
        theme=theme,
        columns={header: cell for header, cell in record.items() if header not in own},
        note=note,
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, (str, int, float)):
        raise SourceError("l'identifiant n'est ni un texte ni un nombre : corrigez-le")
    return str(value).strip()


def _level(value: Any) -> tuple[Level | None, str]:
    """The level that a cell names in one word or another; why none is taken, where it says one."""
    left = fold(str(value)).strip() if value is not None else ""
    if not left:
        return None, ""
    found: list[Level] = []
    for level, words in _LEVELS.items():
        left, count = re.subn(rf"\b(?:{words})\b", " ", left)
        found += [level] * bool(count)
    if len(found) == 1:
        return found[0], ""
    why = "nomme plusieurs niveaux" if found else "n’est pas connu"
    return None, f"Le niveau « {named(str(value))} » {why} : il n’en est pas tenu compte."


def level_of_body(value: Any) -> Level | None:
    """The level of « Ville de … » or « Département du … », None where the name does not say it."""
    said = fold(value).strip() if isinstance(value, str) else ""
    return next(
        (level for level, words in _LEVELS.items() if re.match(rf"(?:{words})\b", said)), None
    )


def _theme(value: Any) -> Theme | None:
    """The theme that a cell names; a table's own themes are none of ours."""
    said = re.sub(r"[^a-z]+", "_", fold(value)).strip("_") if isinstance(value, str) else ""
    return next((theme for theme in _THEMES if theme == said), None)
