"""Which questions, with which expected evidence."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol

from pydantic import Field

from corpus.errors import AssistantError
from corpus.types import Level
from evals.lines import BrokenLine, read_bytes, read_lines

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Label = Literal["answerable", "near_miss", "absent", "off_topic", "multi_part"]
Expected = Literal["", "answered", "partial", "refused"]
_Text = Annotated[str, Field(pattern=r"\S")]
# What the shipped cases say of themselves, for whoever reads them.
_UNSCORED = {"borderline", "parts", "role", "understood"}
SHIPPED = Path(__file__).with_name("cases") / "cases.jsonl"


class OfSplit(Protocol):
    """What has an id and is of one half: a question, or a line of the triage's cases."""

    @property
    def id(self) -> str:
        """What no other has."""
        ...

    @property
    def split(self) -> str:
        """The half."""
        ...


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what a right answer holds.

    `key_facts` are facts, each given as the wordings of which one must be in the text;
    `section_id` is the section that answers, or `heading` the start of its heading, where the set
    tells it; `history` the questions before a follow-up; `of` the case that a paraphrase says in
    other words; `expected` the right status of a question with several parts, or of one that the
    pages answer in part; `page_id` the page that the question is about, whether it answers or not;
    `why` what is lacking there; `level` and `kit` are preferences that the question is asked with.
    """

    id: str
    question: str
    label: Label = "answerable"
    split: str = "test"
    kind: str = ""
    history: tuple[str, ...] = ()
    of: str = ""
    expected: str = ""
    document_ids: tuple[str, ...] = ()
    section_id: str = ""
    heading: str = ""
    key_facts: tuple[tuple[str, ...], ...] = ()
    page_id: str = ""
    why: str = ""
    level: Level | None = None
    kit: str | None = None

    @property
    def page(self) -> str:
        """The page that the case is about, empty where it is about none."""
        return self.page_id or next(iter(self.document_ids), "")

    @property
    def told(self) -> tuple[object, ...]:
        """All that a system is told of the case, and its id."""
        preferences = (self.level, self.kit) if self.level or self.kit else ()
        return (self.id, self.question, self.history, *preferences)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a set as it is written; `also` are other documents that answer."""

    id: _Text
    question: _Text
    label: Label = "answerable"
    split: str = "test"
    kind: str = ""
    history: tuple[_Text, ...] | None = ()
    of: str = ""
    expected: Expected = ""
    document_id: str | None = None
    also: tuple[_Text, ...] = ()
    section_id: str = ""
    heading: str = ""
    key_facts: tuple[Annotated[tuple[_Text, ...], Field(min_length=1)], ...] = ()
    page_id: str = ""
    why: str = ""
    lacking: str = ""
    level: Level | None = None
    kit: Literal["municipaless", "departements", "regional"] | None = None

    def __post_init__(self) -> None:
        if self.label == "multi_part" and not self.expected:
            raise ValueError("le champ « expected » manque, que demande « multi_part »")


def read_cases(path: Path) -> list[Case]:
    """The cases of a JSONL file: ours, or questions with `document_id` and `section_id`.

    AssistantError at the first line that is none.
    """
    cases = []
    for _, row in read_case_lines(path):
        if isinstance(row, BrokenLine):
            raise AssistantError(
                f"La ligne {row.line} de « {path} » n'est pas une question ({row.reason}) : "
                "corrigez-la."
            )
        cases.append(row)
    return cases


def read_case_lines(path: Path) -> Iterator[tuple[int, Case | BrokenLine]]:
    """The cases of a JSONL file with their lines, those that are broken among them."""
    return read_lines(path, parse_case)


def unknown_fields(rows: Iterable[object]) -> dict[str, int]:
    """The fields of a set's JSON values that no question has, a slip perhaps, with their count."""
    known = {field.name for field in fields(_Line)} | _UNSCORED
    objects = [row for row in rows if isinstance(row, dict)]
    return dict(Counter(name for row in objects for name in row if name not in known))


def is_shipped(path: Path | None) -> bool:
    """Whether these are the shipped cases, by no name, by theirs or by that of a copy."""
    return path is None or read_bytes(path) == SHIPPED.read_bytes()


def parse_case(value: Any) -> Case:
    """The case of a line's JSON value; ValueError where it is none."""
    line = asdict(_adapter().validate_python(value))
    named = (line.pop("document_id"), *line.pop("also"))
    lacking = line.pop("lacking")
    line["why"] = line["why"] or lacking
    line["history"] = line["history"] or ()
    return Case(**line, document_ids=tuple(filter(None, named)))


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[_Line]":
    from pydantic import TypeAdapter

    return TypeAdapter(_Line)
