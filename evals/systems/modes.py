"""How language models compare on the same cases: answers, what is dropped, tokens, cost."""

import os
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr, ValidationError

from assistant.answer import Assistant
from assistant.types import Answer, answer_json
from corpus.errors import AssistantError
from corpus.settings import Settings
from evals.cases import Case
from evals.said import parse_said
from evals.systems.usage import Usage, watching

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Mode:
    """A way to word answers: a model as ASSISTANT_LLM names it, none where `llm` is empty.

    `key_variable` is the environment variable that holds its key; prices are a million tokens'
    read (`price_in`) and written (`price_out`), None where they are not told.
    """

    name: str
    llm: str = ""
    base_url: str = ""
    key_variable: str = ""
    price_in: float | None = None
    price_out: float | None = None

    def cost(self, tokens: tuple[int, int] | None) -> float | None:
        """The price of tokens read and written; None where tokens or prices are not told."""
        if tokens is None or self.price_in is None or self.price_out is None:
            return None
        return (tokens[0] * self.price_in + tokens[1] * self.price_out) / _MILLION


@dataclass(frozen=True, slots=True)
class _Warning:
    code: str


@dataclass(frozen=True, slots=True)
class _Counts:
    calls: int
    proposed: int
    dropped: int


@dataclass(frozen=True, slots=True)
class ModeAnswer:
    """What one answer object of a mode tells of what it took."""

    id: str
    mode: str
    warnings: tuple[_Warning, ...]
    tokens: tuple[int, int] | None
    usage: _Counts


@dataclass(frozen=True, slots=True)
class Used:
    """What a mode's answers took.

    `worded` are those in the model's words, `fallen_back` those it gave nothing usable for;
    `proposed` and `dropped` count its statements and those that did not reach an answer;
    `tokens` (read, written) and `cost` are None where one answer's are not told.
    """

    answers: int
    worded: int
    fallen_back: int
    calls: int
    proposed: int
    dropped: int
    tokens: tuple[int, int] | None
    cost: float | None


def read_modes(path: Path) -> list[Mode]:
    """The modes of a TOML file, a table `[[mode]]` each; AssistantError where it is none."""
    try:
        value = tomllib.loads(path.read_text("utf-8"))
        modes = _adapter().validate_python(value.get("mode", []))
    except (OSError, ValueError) as error:
        reason = "un champ manque ou est mal formé" if isinstance(error, ValidationError) else error
        raise AssistantError(
            f"« {path} » ne décrit pas des modèles à comparer ({reason}) : donnez du TOML avec "
            "une table [[mode]] par modèle et son « name »."
        ) from error
    names = [mode.name for mode in modes]
    if not modes or len(set(names)) < len(names) or not all(map(_is_file_name, names)):
        raise AssistantError(
            f"« {path} » doit nommer au moins un modèle, chacun autrement : donnez à chaque table "
            "[[mode]] un « name » fait de lettres, de chiffres, de points et de tirets."
        )
    return modes


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[list[Mode]]":
    from pydantic import TypeAdapter

    return TypeAdapter(list[Mode])


def _is_file_name(name: str) -> bool:
    return name[:1].isalnum() and all(c.isalnum() or c in ".-_" for c in name)


def settings_of(mode: Mode, settings: Settings) -> Settings:
    """The settings with the mode's model in the place of theirs, and no other's key."""
    key = os.environ.get(mode.key_variable, "") if mode.key_variable else ""
    if mode.key_variable and not key.strip():
        raise AssistantError(
            f"La clé du modèle « {mode.name} » manque : mettez-la dans la variable "
            f"d'environnement {mode.key_variable}."
        )
    changes = {"llm": mode.llm, "llm_base_url": mode.base_url, "llm_api_key": SecretStr(key)}
    try:
        return Settings(**(dict(settings) | changes))
    except ValidationError as error:
        raise AssistantError(
            f"Le modèle « {mode.name} » est mal décrit : donnez « llm » sous la forme "
            "fournisseur:modèle et « base_url » sous celle d'une adresse http."
        ) from error


def answering(mode: Mode, index: Path, settings: Settings) -> Callable[[Case], dict[str, Any]]:
    """What answers a case: its object has `tokens` and `usage` beside the contract's fields."""
    assistant = Assistant(index, settings_of(mode, settings))

    def answer(case: Case) -> dict[str, Any]:
        with watching() as usage:
            given = assistant.ask(case.question, list(case.history), case.level, case.kit)
        return answer_json(given, case.id) | used_for(given, usage)

    return answer


def parse_answer(value: Any) -> ModeAnswer:
    """What a mode's answer object says of what it took; ValueError where it does not."""
    parse_said(value)
    return _answers().validate_python(value)


@lru_cache(maxsize=1)
def _answers() -> "TypeAdapter[ModeAnswer]":
    from pydantic import TypeAdapter

    return TypeAdapter(ModeAnswer)


def used_for(answer: Answer, usage: Usage) -> dict[str, Any]:
    """What an answer took, as the fields that are added to its object."""
    proposed = usage.proposed()
    dropped = proposed - {s.text for s in answer.statements}
    counts = {"calls": usage.calls, "proposed": len(proposed), "dropped": len(dropped)}
    return {"tokens": usage.tokens, "usage": counts}


def used(mode: Mode, answers: Sequence[ModeAnswer]) -> Used:
    """What a mode's answers took in all."""
    told = [a.tokens for a in answers if a.tokens is not None]
    tokens = None
    if len(told) == len(answers):
        tokens = (sum(read for read, _ in told), sum(written for _, written in told))
    return Used(
        answers=len(answers),
        worded=sum(a.mode == "generative" for a in answers),
        fallen_back=sum(any(w.code == "llm_unavailable" for w in a.warnings) for a in answers),
        calls=sum(a.usage.calls for a in answers),
        proposed=sum(a.usage.proposed for a in answers),
        dropped=sum(a.usage.dropped for a in answers),
        tokens=tokens,
        cost=mode.cost(tokens),
    )
