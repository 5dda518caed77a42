"""What becomes of a question sent to the FAQ juridique."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from assistant.answer import Assistant
from assistant.composing import composed
from assistant.elsewhere import NOT_LOADED
from assistant.finding import Looked as Part
from assistant.finding import found_in, looked_at
from assistant.gate import Verdict
from assistant.question import MAX_CHARACTERS
from assistant.reservations import SURE_FROM
from assistant.search import distinct_texts, search
from assistant.timing import Clock
from assistant.triage import reasons
from assistant.triage.asked import said_in, understood
from assistant.triage.asks_nothing import asks_nothing
from assistant.triage.choice import Signs, before_fiches, from_fiches
from assistant.triage.confidence import confidence
from assistant.triage.duplicates import Candidate, Duplicates
from assistant.triage.filed import row_likely
from assistant.triage.helpful import for_jurist
from assistant.triage.linear import fitted, fitted_encoder
from assistant.triage.looked import Looked, look, told_subjects
from assistant.triage.mail import questions_of
from assistant.triage.mail_body import said_below
from assistant.triage.mail_quoted import quoted_in
from assistant.triage.meant import meant
from assistant.triage.never import by_words
from assistant.triage.repeated import all_answered, named
from assistant.triage.theme import theme_of
from assistant.triage.types import Answered, Decision, Theme, Triaged
from assistant.types import Answer, Question
from corpus.index import Index
from corpus.types import Hit, Level

# How many passages are searched for the jurist alone.
_SEARCHED = 12
# Where the gate finds less in every part, nothing is drafted, whatever a row's like say.
_LEAST_HELD = 0.1


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A decision with its reasons and what goes with it; `raw` is what it is decided from."""

    decision: Decision
    raw: float
    reasons: tuple[str, ...]
    answer: Answer | None = None
    hits: Sequence[Hit] = ()


class Triage:
    """Decides on questions, over the current generation of an assistant's index."""

    def __init__(self, assistant: Assistant, answered: Sequence[Answered] = ()) -> None:
        """`answered` are the questions answered before."""
        self._assistant = assistant
        allowed = assistant.settings.triage_outside_model
        self._models = assistant.models if allowed else replace(assistant.models, writer=None)
        self._encoder = fitted_encoder(assistant.models.encoder)
        self._duplicates = Duplicates(answered, self._encoder)

    def row(
        self, id: str, question: str, level: Level | None = None, theme: Theme | None = None
    ) -> Triaged:
        """What becomes of one row: a question, or a mail with several.

        AssistantError where it is empty.
        """
        # A mail from macOS may write « é » as two characters; all that follows reads it as one.
        question = normalize("NFC", question)
        asked = questions_of(question)
        if any(len(" ".join(text.split())) > MAX_CHARACTERS for text in asked):
            return _unread(id, question, level, theme, reasons.too_long())
        does = asks_nothing(question)
        if does and not by_words(question):
            return _unread(id, question, level, theme, reasons.asks_nothing(does))
        with self._assistant.reading() as index:
            looked = [self._looked(index, text) for text in asked]
            whole = understood(question, asked, level, index, self._models.resolver)
            candidates = [self._duplicates.of(one.text) for one in looked]
            outcome = self._outcome(index, question, whole, looked, candidates)
            return Triaged(
                id=id,
                question=question,
                decision=outcome.decision,
                theme=theme or _theme(looked, outcome.decision),
                level=whole.level,
                confidence=confidence(outcome.decision, outcome.raw),
                reasons=outcome.reasons,
                answer=outcome.answer,
                for_jurist=for_jurist(index, outcome.hits),
                duplicates=named(candidates) if outcome.decision != "hors_perimetre" else (),
            )

    def _outcome(
        self,
        index: Index,
        text: str,
        question: Question,
        looked: Sequence[Looked],
        candidates: Sequence[Sequence[Candidate]],
    ) -> _Outcome:
        """The most careful of what speaks for a row's questions, the cheapest to know first."""
        everything = [*looked, *self._beside(text, looked)]
        below, quoted = by_words(said_below(text)), by_words(quoted_in(text))
        told = list(dict.fromkeys([*told_subjects(everything), *below]))
        same = all_answered(looked, candidates)
        asked = [one.text for one in looked]
        means = meant(text, asked, self._encoder)
        signs = Signs(
            told=bool(told or quoted),
            reserved=means.probability,
            off_topic=min(one.off_topic for one in looked),
            repeated=min((one.probability for one in same), default=0.0),
        )
        chosen = before_fiches(signs, fitted().bounds)
        if chosen is None:
            return self._from_fiches(index, asked, question)
        decision, raw = chosen
        reserved = signs.reserved >= fitted().bounds["reserved"]
        may_be = reasons.meant(means.subject, means.sentence) if reserved else ()
        if decision == "hors_perimetre":
            # What the fiches answer is of their field, however it is worded.
            found = self._from_fiches(index, asked, question)
            if found.decision == "reponse_fiche" and not reserved:
                return found
            return _Outcome(decision, raw, reasons.off_topic(question) + may_be)
        if decision == "doublon":
            return _Outcome(decision, raw, reasons.answered_before(same) + may_be)
        why = reasons.told(told) + reasons.quoted([one for one in quoted if one not in told])
        return _Outcome(decision, raw, why or may_be, hits=self._searched(index, question))

    def _looked(self, index: Index, text: str) -> Looked:
        """One question by itself; it is not off topic where its like are asked of the fiches."""
        one = look(text, self._encoder)
        near = self._assistant.models.near(index, text) if one.is_off_topic else None
        return replace(one, off_topic=0.0) if near and near.is_of_field else one

    def _beside(self, text: str, looked: Sequence[Looked]) -> list[Looked]:
        """All that a mail says, looked at as one, where its questions do not hold all of it."""
        said = said_in(text)
        return [] if [said] == [one.text for one in looked] else [look(said, self._encoder)]

    def _searched(self, index: Index, question: Question) -> list[Hit]:
        """The passages nearest to each part of a question."""
        return [
            hit
            for part in question.parts
            for hit in distinct_texts(
                index, question, search(index, self._models, question, part, _SEARCHED)
            )
        ]

    def _from_fiches(self, index: Index, asked: Sequence[str], question: Question) -> _Outcome:
        """What the fiches allow: to answer, to answer in part, or neither."""
        models, today = self._models, self._assistant.today
        if question.foreign:
            return _Outcome("juriste", 0.5, reasons.foreign())
        parts = looked_at(index, models, question, Clock())
        likely = row_likely(index, models, asked, parts)
        decision, raw = from_fiches(likely, fitted().bounds)
        hits = [hit for one in parts for hit in one.hits]
        if decision != "juriste" and max(one.decision.held for one in parts) < _LEAST_HELD:
            decision, raw = "juriste", 1 - raw
        if decision == "juriste":
            return _Outcome(decision, raw, reasons.not_answered(question, hits), hits=hits)
        found = found_in(index, models, question, _judged(parts, decision), Clock())
        answer, _ = composed(index, models, question, found, today, Clock())
        if answer.status == "refused":
            return _Outcome("juriste", 1 - raw, reasons.not_answered(question, hits), hits=hits)
        # What is found may lack the expression that is asked for, an amount or a date; or it is
        # unsure, and a fiche that is not loaded treats the subject.
        unsure = answer.confidence < SURE_FROM
        elsewhere = unsure and any(warning.code == NOT_LOADED for warning in answer.warnings)
        answers = answer.status == "answered"
        whole = decision == "reponse_fiche" and answers and not elsewhere
        decision = "reponse_fiche" if whole else "reponse_partielle"
        why = reasons.answered(answer, index, may_say_more=answers and elsewhere)
        return _Outcome(decision, raw, why, answer)


def _unread(
    id: str, question: str, level: Level | None, theme: Theme | None, why: tuple[str, ...]
) -> Triaged:
    """A row that is not looked for in the fiches: the jurist's, whatever it says."""
    return Triaged(
        id=id,
        question=question,
        decision="juriste",
        theme=theme or "autre",
        level=level,
        confidence=confidence("juriste", 1.0),
        reasons=why,
        answer=None,
        for_jurist=(),
        duplicates=(),
    )


def _judged(looked: Sequence[Part], decision: Decision) -> list[Part]:
    """The parts of a row with what is drafted of each: what the fiches likely hold, and at least
    the part that they likeliest do; where they answer the row, that is all of it.
    """
    bounds = fitted().bounds
    most = max(one.decision.held for one in looked)
    held = [one.decision.held >= min(bounds["partial"], most) for one in looked]
    whole = [one.decision.probability >= bounds["answers"] for one in looked]
    if decision == "reponse_fiche" or all(whole):
        whole = [decision == "reponse_fiche"] * len(looked)
    verdicts: list[Verdict] = [
        "refused" if not holds else "answers" if answers else "doubtful"
        for holds, answers in zip(held, whole, strict=True)
    ]
    return [
        replace(one, decision=replace(one.decision, verdict=verdict))
        for one, verdict in zip(looked, verdicts, strict=True)
    ]


def _theme(looked: Sequence[Looked], decision: Decision) -> Theme:
    """The likeliest theme of all questions of the field together."""
    if decision == "hors_perimetre":
        return "autre"
    found = [theme_of(one.vector, one.words) for one in looked if not one.is_off_topic]
    return max(found, key=lambda pair: pair[1])[0] if found else "autre"
