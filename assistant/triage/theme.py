"""Which of the fifteen themes a question is of, and which words of the field it holds."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

from assistant.triage.expressions import holding
from assistant.triage.linear import fitted
from assistant.triage.types import Theme
from corpus.errors import AssistantError

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

FILE = Path(__file__).with_name("themes.toml")
THEMES: tuple[Theme, ...] = get_args(Theme)


def field_words(text: str) -> dict[str, float]:
    """For each theme, 1 where the text holds one of its words, else 0."""
    held = set(holding(text, _listed()))
    return {theme: float(theme in held) for theme in THEMES}


def names_field(text: str) -> bool:
    """Whether a text names what no question off topic speaks of."""
    return bool(holding(text, [("field", tuple(_table()["field"]["words"]))]))


def theme_of(vector: "Array", words: Mapping[str, float]) -> tuple[Theme, float]:
    """The likeliest theme of a question and its probability, from its vector and `field_words`."""
    found = fitted().models["theme"].probabilities(vector, words)
    best = max(found, key=found.__getitem__)
    return cast(Theme, best), found[best]


def theme_name(theme: Theme) -> str:
    """A theme as a reader names it."""
    return str(_table()[theme]["name"])


def field_examples_by_theme(theme: Theme) -> tuple[str, ...]:
    """Questions of a theme, as the data file gives them."""
    return tuple(_table()[theme]["examples"])


def field_examples() -> tuple[str, ...]:
    """Questions of every theme."""
    return tuple(example for theme in THEMES for example in field_examples_by_theme(theme))


@lru_cache(maxsize=1)
def _listed() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((theme, tuple(_table()[theme]["words"])) for theme in THEMES)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    """The themes of the data file; AssistantError where it has been broken by hand."""
    try:
        table = tomllib.loads(FILE.read_text(encoding="utf-8"))
        missing = [
            theme for theme in THEMES if not {"name", "words", "examples"} <= table[theme].keys()
        ] + ["field"] * ("words" not in table["field"])
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise _broken(str(error)) from error
    if missing:
        raise _broken(f"nom, mots ou exemples manquants : {', '.join(missing)}")
    unknown = table.keys() - {*THEMES, "field"}
    if unknown:
        raise _broken(f"thème que le programme ne connaît pas : {min(unknown)}")
    return table


def _broken(why: str) -> AssistantError:
    return AssistantError(f"Le fichier des thèmes « {FILE} » est mal formé ({why}) : corrigez-le.")
