"""Which subjects that are never answered automatically a question touches."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from assistant.triage.expressions import pattern, words_of
from corpus.errors import AssistantError

FILE = Path(__file__).with_name("never.toml")
# The subject of a question that names a person.
PERSON = "personne_nommee"


_Text = Annotated[str, StringConstraints(pattern=r"\w")]
_Texts = Annotated[tuple[_Text, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject that goes to the jurist whatever the fiches say.

    `words` and `excepted` are expressions as the data file writes them; `examples` are questions
    of the subject, and `others` questions near to it that are not.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: _Text
    name: _Text
    reason: _Text
    words: _Texts
    examples: _Texts
    excepted: Annotated[tuple[_Text, ...], Field(alias="except")] = ()
    others: tuple[_Text, ...] = ()


class _File(BaseModel, extra="forbid"):
    """What the data file holds."""

    subject: Annotated[tuple[Subject, ...], Field(min_length=1)]


@lru_cache(maxsize=1)
def subjects() -> tuple[Subject, ...]:
    """The subjects of the data file; AssistantError where it has been broken by hand."""
    try:
        text = FILE.read_text(encoding="utf-8")
        found = _File.model_validate(tomllib.loads(text)).subject
    except UnicodeDecodeError as error:
        raise _broken("il n'est pas en UTF-8") from error
    except ValidationError as error:
        raise _broken(_place(error)) from error
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise _broken(str(error)) from error
    twice = [name for name, count in Counter(one.id for one in found).items() if count > 1]
    if twice:
        raise _broken(f"deux sujets ont l'identifiant « {twice[0]} »")
    return found


def _place(error: ValidationError) -> str:
    """Where the data file is not as it must be, for who edits it."""
    _, *place = error.errors()[0]["loc"]
    if len(place) < 2:
        return "il faut un sujet au moins, sous « [[subject]] »"
    return (
        f"sujet n° {int(place[0]) + 1}, « {place[1]} » : « id », « name » et « reason » sont des "
        "textes, « words » et « examples » des listes de textes entre crochets, qui ne sont pas "
        "vides, « except » et « others » des listes facultatives"
    )


def _broken(why: str) -> AssistantError:
    return AssistantError(
        f"Le fichier des sujets réservés « {FILE} » est mal formé ({why}) : corrigez-le."
    )


def by_words(text: str) -> list[Subject]:
    """The subjects of which a text has an expression, in the file's order."""
    return [subject for subject in subjects() if _speaks_of(subject, words_of(text))]


def _speaks_of(subject: Subject, said: str) -> bool:
    left = pattern(subject.excepted).sub(" # ", said)
    return pattern(subject.words).search(left) is not None
