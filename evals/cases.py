"""Which questions, with which expected evidence."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus.errors import AssistantError

Label = Literal["answerable", "near_miss", "absent", "off_topic", "multi_part"]
SHIPPED = Path(__file__).with_name("cases") / "cases.jsonl"


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what a right answer holds.

    `key_facts` are facts, each given as the wordings of which one must be in the text;
    `section_id` is the section that answers, or `heading` the start of its heading, where the set
    tells it; `history` the questions before a follow-up; `of` the case that a paraphrase says in
    other words; `expected` the right status of a question with several parts; `page_id` the page
    that the question is about, whether it answers or not; `why` what is lacking there.
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

    @property
    def page(self) -> str:
        """The page that the case is about, empty where it is about none."""
        return self.page_id or next(iter(self.document_ids), "")


def read_cases(path: Path) -> list[Case]:
    """The cases of a JSONL file: ours, or questions with `document_id` and `section_id`."""
    cases = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            cases.append(_case(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AssistantError(
                f"La ligne {number} de « {path} » n'est pas une question avec « id » et "
                "« question » : corrigez-la."
            ) from error
    return cases


def _case(row: dict[str, Any]) -> Case:
    return Case(
        id=row["id"],
        question=row["question"],
        label=row.get("label", "answerable"),
        split=row.get("split", "test"),
        kind=row.get("kind", ""),
        history=tuple(row.get("history", [])),
        of=row.get("of", ""),
        expected=row.get("expected", ""),
        document_ids=tuple(filter(None, [row.get("document_id"), *row.get("also", [])])),
        section_id=row.get("section_id", ""),
        heading=row.get("heading", ""),
        key_facts=tuple(map(tuple, row.get("key_facts", []))),
        page_id=row.get("page_id", ""),
        why=row.get("why") or row.get("lacking", ""),
    )
