"""What decisions, themes, levels, states and actions are called on the pages."""

from datetime import date, datetime
from typing import Literal

from assistant.records.types import Action, State
from assistant.triage.theme import THEMES as ORDER
from assistant.triage.theme import theme_name
from assistant.triage.types import Theme
from assistant.wording import french_date
from corpus.clock import in_paris
from corpus.types import Level

AnswerState = Literal["a_publier", "en_vigueur", "echue", "retiree"]
THEMES: dict[Theme, str] = {theme: theme_name(theme) for theme in ORDER}
LEVELS: dict[Level, str] = {
    "commune": "Commune",
    "epci": "Intercommunalité",
    "departement": "Département",
    "region": "Région",
}
STATES: dict[State, str] = {
    "a_traiter": "À traiter",
    "validee": "Validée",
    "rejetee": "Rejetée",
    "doublon": "Doublon",
}
ANSWER_STATES: dict[AnswerState, str] = {
    "a_publier": "À publier",
    "en_vigueur": "En vigueur",
    "echue": "N’est plus en vigueur",
    "retiree": "Retirée",
}
ACTIONS: dict[Action, str] = {
    "add": "Question arrivée",
    "validate": "Validée telle quelle",
    "edit": "Modifiée et validée",
    "answer": "Réponse écrite à la main",
    "reject": "Rejetée",
    "merge": "Traitée comme doublon",
    "assign": "Attribuée",
    "classify": "Thème ou niveau changé",
    "reopen": "Rouverte",
    "withdraw": "Réponse retirée",
    "end": "Date de fin changée",
    "publish": "Réponse publiée",
    "allow": "Données personnelles permises dans la réponse publiée",
}
# Narrow spaces and points stand as French wants them.
_NBSP = "\u00a0"


def percent(share: float | None) -> str:
    """A share of 0 to 1 as a whole percentage; a dash for none."""
    return "–" if share is None else f"{round(share * 100)}{_NBSP}%"


def day(value: date | datetime) -> str:
    """A day in words; a time counts in Paris."""
    local = in_paris(value) if isinstance(value, datetime) else value
    return french_date(f"{local:%Y-%m-%d}")


def moment(value: datetime) -> str:
    """A time in Paris: « 12 mars 2026 à 14 h 05 »."""
    local = in_paris(value)
    return f"{day(value)} à {local.hour}{_NBSP}h{_NBSP}{local:%M}"
