"""In which order an answer is read: under which question of a message, and under which heading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.types import AnsweredPart, Citation, Language, Mode, Question, Statement
from assistant.wording import (
    LACKING,
    NEAREST,
    NEAREST_ENGLISH,
    UNANSWERED,
    WHOLE,
    lacks_text,
    listed,
    notices,
    own_heading,
)
from corpus.text import typeset

_UNSURE: dict[Language, str] = {
    "fr": "Peu sûr\u00a0: ces passages traitent du sujet, sans peut-être répondre à la question.",
    "en": "Not sure: these passages are about the subject, and may not answer the question.",
}
_NOT_WHOLE = "Les fiches n’y répondent sans doute pas, ou pas entièrement."
_NEAREST_BELOW = "Le plus proche\u00a0:"
_QUOTED: dict[Language, str] = {"fr": "«\u00a0{}\u00a0»", "en": "“{}”"}
_ABOVE: dict[Language, str] = {"fr": "Voir ci-dessus\u00a0:", "en": "See above:"}
_NEAREST_ABOVE: dict[Language, str] = {
    "fr": "Le plus proche est ci-dessus\u00a0:",
    "en": "The nearest stands above:",
}


@dataclass(frozen=True, slots=True)
class Group:
    """What stands under one question of a message: as it was typed, how far it is answered, the
    statements that do, and the numbers of the citations that stand above and answer it too.

    Of a message with one question, nothing but the statements.
    """

    question: str
    said: str
    statements: Sequence[Statement]
    above: Sequence[int] = ()
    in_doubt: bool = False

    def pointer(self, language: Language, marks: str) -> str:
        """The words that point to what stands above, whose marks these are."""
        return f"{(_NEAREST_ABOVE if self.in_doubt else _ABOVE)[language]} {marks}"


def by_question(
    statements: Sequence[Statement], parts: Sequence[AnsweredPart], language: Language
) -> list[Group]:
    """The statements under the questions of a message that they answer, each once."""
    if not parts:
        return [Group("", "", statements)]
    groups: list[Group] = []
    above: set[int] = set()
    for one in parts:
        numbers = [n for n in one.statements if n not in above]
        again = [statements[n - 1] for n in one.statements if n in above]
        above.update(numbers)
        in_doubt = one.status == "partial"
        # Beside something new that may not answer, no more of it is pointed to.
        cited = (number for s in again for number in s.citations if not (in_doubt and numbers))
        groups.append(
            Group(
                _QUOTED[language].format(typeset(one.question)),
                _extent(one, language, is_new=bool(numbers)),
                [statements[n - 1] for n in numbers],
                list(dict.fromkeys(cited)),
                in_doubt=in_doubt,
            )
        )
    return groups


def _extent(one: AnsweredPart, language: Language, *, is_new: bool) -> str:
    """How far one of several questions is answered, where that is not sure and whole; `is_new`:
    what is quoted of it stands under no question above.
    """
    if one.status == "answered":
        return "" if one.is_sure else _UNSURE[language]
    if language == "en":
        return NEAREST_ENGLISH if one.statements else UNANSWERED["en"]
    if one.status == "refused":
        return UNANSWERED["fr"] + (lacks_text([one.missing]) if one.missing else "")
    lacks = _NOT_WHOLE if one.missing == WHOLE else f"{LACKING} {one.missing}."
    return f"{lacks} {_NEAREST_BELOW}" if is_new else lacks


def under_headings(
    statements: Sequence[Statement], citations: Sequence[Citation]
) -> Iterator[tuple[str, Statement]]:
    """The statements, each with the heading that it is the first to stand under, else with none."""
    before = ""
    for statement in statements:
        heading = citations[statement.citations[0] - 1].heading
        is_new = heading and heading != before
        yield own_heading(heading) if is_new else "", statement
        before = heading


def answer_text(
    question: Question,
    statements: Sequence[Statement],
    citations: Sequence[Citation],
    missing: Sequence[str] = (),
    mode: Mode = "extractive",
    answered: Sequence[AnsweredPart] = (),
) -> str:
    """What a person reads: each statement under its heading, marked with its citations; those of a
    message with several questions under the one that they answer.
    """
    english = question.language == "en"
    parts = []
    if missing and not answered:
        parts.append(NEAREST_ENGLISH if english else f"{NEAREST} {LACKING} {listed(missing)}.")
    if english and mode == "extractive":
        parts.append("What the guides say (quotes in French):")
    for group in by_question(statements, answered, question.language):
        parts += filter(None, (group.question, group.said))
        if group.above:
            parts.append(group.pointer(question.language, _marks(group.above)))
        for heading, statement in under_headings(group.statements, citations):
            parts += [f"{heading}\u00a0:"] if heading else []
            parts.append(f"{statement.text} {_marks(statement.citations)}")
    return "\n\n".join([*parts, *notices(citations)])


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)
