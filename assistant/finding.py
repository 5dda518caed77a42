"""What the fiches hold on each part of a question: search, decision, extracts."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.after_reply import evidence, is_likely
from assistant.anticipated import Near
from assistant.asking.kinds import LIKE_ELSEWHERE
from assistant.asking.mentions import places_of
from assistant.asking.parts import by_itself
from assistant.asking.reference import telling
from assistant.asking.spelling import expand
from assistant.asking.things import compared, defined, told_apart
from assistant.expected import (
    asks_for_experience,
    asks_to_choose,
    counts,
    lacking,
    lacks_article,
    lacks_figures,
    lacks_template,
    of_another_setting,
    of_another_year,
)
from assistant.extractive import extract, with_names
from assistant.extracts import Extract
from assistant.gate import LOOKED_AT, Decision, Verdict, decide
from assistant.laws import unnamed_laws
from assistant.models import Models
from assistant.quoting import SHORTEST, continues
from assistant.reader.reading import Readings
from assistant.reservations import SURE_FROM
from assistant.search import distinct_texts, search
from assistant.timing import Clock
from assistant.treated import says_what, spoken_of, tells_apart
from assistant.triage.scope import off_topic_in
from assistant.types import Citation, Part, Question, Shown
from corpus.index import Index
from corpus.text import fold, is_list_item, last_sentence, units
from corpus.types import Hit

# How many passages are searched for a part.
_SEARCHED = 12
# Where no questions were anticipated, a refusal points to sections if what was found has at least
# this probability.
_CLOSE = 0.05
# Of as many things of a comparison it is looked for what they are, and shown from this probability
# on.
_SIDES = 3
_SIDE = 0.6
# From here on the gate is surer that the fiches say what a thing is than words of definition are:
# of 13 questions of which no quote has any, 5 of the 5 above it are answered, and 2 of the 8 below.
# As sure is a number that stands in a quote right before what is counted: the eight graded ones
# all answer.
_SURE = 0.96
# « un autre exemple ».
_ANOTHER = re.compile(
    r"\bautres? (?:exemples?|cas|villes?|communes?|collectivites?|endroits?|lieux?|territoires?"
    r"|departements?|agglo\w*)\b|\bquelque chose (?:de |d')(?:comparable|semblable|similaire)"
    rf"|{LIKE_ELSEWHERE}|(?<!par )(?<!d')\bailleurs\b"
    r"|\b(?P<size>(?:en|une?|des) plus (?:petit|grand|gros)e?s?)"
    r"(?=\s*(?:[,;:?!.]|$)| (?:exemple|que)\b)"
    r"|\b(?:another|other) (?:examples?|towns?|places?)\b"
)
# What asks for a reading list, and not for means or money.
_TO_READ = re.compile(r"aller plus loin|bibliograph|lectures?\b|\blire\b|ressources? (?:pour|sur) ")
# About how many words are quoted, and what each part of a question gets of them by what is decided
# on it; a first passage and a lead-in may take more, for which several parts leave room.
_WORDS = 280
_SHARED_WORDS = 255
_SHARES: Mapping[Verdict, int] = {"answers": 2, "doubtful": 1, "refused": 0}


@dataclass(frozen=True, slots=True)
class Found:
    """What the fiches hold on one part of a question; no extracts where it is refused.

    `untreated` are the things that it compares and of which no passage found speaks, or the laws
    that it asks about and none names, as written;
    `overruled`: the gate took it for answered, and what is found lacks something that it asks;
    `beyond`: it took it for answered, and after a reply it likely asks for more than is found;
    `undefined`: it asks what a thing is, and no extract says so;
    `close`: the hits are near enough to point to where they do not answer.
    """

    part: Part
    hits: Sequence[Hit]
    decision: Decision
    extracts: Sequence[Extract]
    untreated: tuple[str, ...] = ()
    overruled: bool = False
    beyond: bool = False
    close: bool = True
    undefined: bool = False

    @property
    def answered(self) -> bool:
        """Whether the extracts answer the part, not only speak of its subject."""
        return bool(self.extracts) and self.decision.verdict == "answers"


def find(
    index: Index,
    models: Models,
    question: Question,
    clock: Clock,
    shown: Shown = (),
) -> list[Found]:
    """What the fiches hold on each part of a question, in its order; `shown` is what the
    replies before it quoted.
    """
    return found_in(
        index, models, question, considered(index, models, question, clock), clock, shown
    )


def considered(index: Index, models: Models, question: Question, clock: Clock) -> list["Looked"]:
    """What was looked at for each part of a question, in its order: of a comparison its things as
    well, of what is asked after a story or of a topic the question alone.
    """
    off_topic = off_topic_in(question.understood_as, models.encoder) if models.questions else 0.0
    looked = []
    for one in looked_at(index, models, question, clock, off_topic):
        sided = _side_of(index, models, question, one, clock, off_topic)
        looked.append(_looked_at_alone(index, models, question, sided, clock, off_topic))
    return looked


def found_in(
    index: Index,
    models: Models,
    question: Question,
    looked: Sequence["Looked"],
    clock: Clock,
    shown: Shown = (),
) -> list[Found]:
    """What is quoted for each part of a question, as it is decided on."""
    found: list[Found] = []
    for one, room in zip(looked, _rooms(looked), strict=True):
        found.append(_find(index, models, question, one, found, room, shown))
    clock.lap("compose")
    return found


@dataclass(frozen=True, slots=True)
class Looked:
    """A part of a question with what was searched for it, and the decision on it."""

    part: Part
    hits: Sequence[Hit]
    readings: Readings | None
    near: Near | None
    decision: Decision


def looked_at(
    index: Index, models: Models, question: Question, clock: Clock, off_topic: float = 0.0
) -> list[Looked]:
    """Search and decide on each part of a question, in its order.

    `off_topic` is how likely it is about nothing of the field; the triage decides on that itself.
    """
    return [_look(index, models, question, part, clock, off_topic) for part in question.parts]


def _look(
    index: Index, models: Models, question: Question, part: Part, clock: Clock, off_topic: float
) -> Looked:
    hits = distinct_texts(index, question, search(index, models, question, part, _SEARCHED))
    clock.lap("search")
    readings = Readings(models.reader, part.text) if models.reader else None
    near = models.near(index, part.text)
    decision = decide(index, question, part, hits, readings, near, off_topic)
    clock.lap("gate")
    return Looked(part, hits, readings, near, decision)


def _side_of(
    index: Index, models: Models, question: Question, one: Looked, clock: Clock, off_topic: float
) -> Looked:
    """What was looked at for a part; where it is a comparison that is refused, what says what one
    of its things is, in doubt: « la différence entre l'ESS et la RSE » where only ESS is treated.
    """
    if one.decision.verdict != "refused" or one.part.kind != "comparison":
        return one
    for thing in told_apart(one.part.text)[:_SIDES]:
        part = Part(f"C'est quoi {expand(thing)} ?", "definition")
        side = _look(index, models, question, part, clock, off_topic)
        if side.decision.verdict == "answers" and side.decision.probability >= _SIDE:
            return replace(side, part=one.part, decision=replace(one.decision, verdict="doubtful"))
    return one


def _looked_at_alone(
    index: Index, models: Models, question: Question, one: Looked, clock: Clock, off_topic: float
) -> Looked:
    """What was looked at for a part; where it tells a story before a question that stands by
    itself, what is looked at for that alone if it is surer, and where a topic is put before one
    that finds no answer with it, what that finds alone. What only one of both finds is in doubt.
    """
    asked = by_itself(one.part) if question.language == "fr" else ""
    if not asked or (one.part.own and one.decision.verdict == "answers"):
        return one
    alone = _look(index, models, question, replace(one.part, text=asked, own=""), clock, off_topic)
    if "answers" not in (one.decision.verdict, alone.decision.verdict):
        return one
    firmer, other = sorted((alone, one), key=_sureness, reverse=True)
    if other.decision.verdict != "answers":
        return replace(firmer, decision=replace(other.decision, verdict="doubtful"))
    return firmer


def _sureness(seen: Looked) -> tuple[bool, float]:
    return seen.decision.verdict == "answers", seen.decision.probability


def _rooms(looked: Sequence[Looked]) -> list[int]:
    """How many words may be quoted for each part: for one in doubt half as many as for one that is
    answered.
    """
    shares = [_SHARES[one.decision.verdict] for one in looked]
    words = _SHARED_WORDS if len(looked) > 1 else _WORDS
    return [words * share // (sum(shares) or 1) for share in shares]


def _find(
    index: Index,
    models: Models,
    question: Question,
    one: Looked,
    before: Sequence[Found],
    room: int,
    shown: Shown,
) -> Found:
    """Extract what answers one part, unless it is refused.

    What is quoted for the parts `before` it makes room for more.
    """
    part, decision = one.part, one.decision
    asked = last_sentence(part.text)
    laws = _unnamed(question, asked, one.hits)
    extracts = []
    if decision.verdict != "refused" and not laws:
        extracts = _extracts(index, models, one, room, shown)
    quotes = [run.quote for run in extracts]
    if lacking(part.kind, quotes) or lacks_template(asked, quotes):
        extracts = []
    quoted = [run for other in before for run in other.extracts]
    shared = sum(run.words for run in extracts if any(run.within(other) for other in quoted))
    if shared:
        room += shared
        extracts = _extracts(index, models, one, room, shown)
    if lacks_article(asked, [run.quote for run in extracts]):
        extracts = [run for run in quoted if not lacks_article(asked, [run.quote])][:1] or extracts
    quotes = [run.quote for run in extracts]
    untreated = laws or _untreated(part, one.hits)
    undefined = _undefined(part, extracts, says_what)
    # Where the gate is sure, what speaks of a thing says what it is.
    is_told = decision.probability >= _SURE and not _undefined(part, extracts, spoken_of)
    counted = decision.verdict == "answers" and _counted(part, asked, extracts)
    if counted:
        decision = replace(decision, probability=max(decision.probability, _SURE))
    overruled = decision.verdict == "answers" and (
        bool(untreated)
        or _alike(part, extracts)
        or (undefined and not is_told)
        or _unlisted(part, extracts)
        or _set_elsewhere(part, asked, extracts)
        or _untried(part, asked, extracts)
        or _adds_nothing(decision, extracts, quoted)
        or _of_another_page(part, one.hits, extracts)
        or asks_to_choose(asked)
        or lacks_figures(part.text, quotes)
        or lacks_article(asked, quotes)
        or of_another_year(_years_asked(question, part, one.hits), map(_dated_quote, extracts))
    )
    is_answer = decision.verdict == "answers" and not overruled
    beyond = is_answer and not counted and _is_beyond(index, models, one, extracts, shown)
    if not (part.without or _another(part)):
        extracts = with_names(part, one.hits, extracts, room)
    if overruled or beyond:
        decision = replace(decision, verdict="doubtful")
    close = _is_close(one.near, one.hits, decision)
    return Found(part, one.hits, decision, extracts, untreated, overruled, beyond, close, undefined)


def _extracts(index: Index, models: Models, one: Looked, room: int, shown: Shown) -> list[Extract]:
    """What is quoted for a part in at most so many words: nothing that it wants no more of."""
    hits = _wanted(one.hits, one.part)
    found = extract(index, models, one.part, hits, one.readings, one.near, room)
    quoted = [quote for reply in shown for quote in reply]
    wanted = [run for run in found if not _is_unwanted(run, one.part, quoted)]
    return wanted or (_others(one, room, quoted) if found else [])


def _is_close(near: Near | None, hits: Sequence[Hit], decision: Decision) -> bool:
    """Whether hits that do not answer are of the question's field."""
    if near and near.knows(hits[:LOOKED_AT]):
        return near.is_about_fiches
    return decision.probability >= _CLOSE


def _years_asked(question: Question, part: Part, hits: Sequence[Hit]) -> list[str]:
    """The years that a part asks about: that of a law which a passage found names is its name."""
    text = part.text
    found = "\n".join(hit.text for hit in hits)
    for law in question.laws:
        for called in re.findall(rf"{re.escape(law)}(?: d[eu](?: \S+){{1,3}})?", text):
            years = [year for year in question.years if year in called]
            if any(re.search(rf"\b[Ll]oi\b[^.]{{0,60}}{year}", found) for year in years):
                text = text.replace(called, " ")
    return [year for year in question.years if year in text]


def _untreated(part: Part, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The things that a part compares and of which no passage speaks."""
    if part.kind != "comparison":
        return ()
    texts = _texts(hits)
    return tuple(thing for thing in compared(part.text) if not spoken_of(thing, texts))


def _unnamed(question: Question, asked: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The laws that a sentence asks about, where no passage names any of them."""
    return unnamed_laws(asked, [law for law in question.laws if law in asked], _texts(hits))


def _texts(hits: Sequence[Hit]) -> list[str]:
    """The passages with the titles above them."""
    return [f"{hit.document.title}\n{hit.heading}\n{hit.text}" for hit in hits]


def _set_elsewhere(part: Part, asked: str, extracts: Sequence[Extract]) -> bool:
    """Whether a part's sentence asks for examples, or what others have done, in a setting that no
    quote, nor its heading, speaks of.
    """
    wanted = part.kind == "examples" or asks_for_experience(asked)
    return wanted and bool(extracts) and of_another_setting(asked, map(_dated_quote, extracts))


def _wanted(hits: Sequence[Hit], part: Part) -> Sequence[Hit]:
    """The passages that name nothing of which a part wants no more; all where each names some."""
    return [hit for hit in hits if not _names(f"{hit.heading}\n{hit.text}", part)] or hits


def _is_unwanted(run: Extract, part: Part, shown: Sequence[Citation]) -> bool:
    """Whether a part wants no more of what a quote names, or another example than those shown."""
    another = _another(part)
    if another and another["size"]:
        is_shown = run.hit.section.section_id in {one.section_id for one in shown}
    else:
        is_shown = bool(another) and part.kind == "examples" and any(map(run.overlaps, shown))
    return is_shown or _names(f"{run.hit.heading}\n{run.quote}", part)


def _another(part: Part) -> re.Match[str] | None:
    """Where a part asks for another thing than what it was told of."""
    return _ANOTHER.search(fold(part.own or part.text))


def _of_another_page(part: Part, hits: Sequence[Hit], extracts: Sequence[Extract]) -> bool:
    """Whether the best passage names what a part wants no more of, and all quotes are of other
    pages: the gate decided on that passage.
    """
    if not (part.without and hits and extracts):
        return False
    best = hits[0]
    pages = [run.hit.document for run in extracts]
    return _names(f"{best.heading}\n{best.text}", part) and best.document not in pages


def _others(one: Looked, room: int, shown: Sequence[Citation]) -> list[Extract]:
    """What the first passage that names another place than what was shown says of it, where a part
    asks for another example; in at most so many words.
    """
    another = _another(one.part)
    if one.part.kind != "examples" or one.part.without or another is None or another["size"]:
        return []
    known = {fold(p) for c in shown for p in places_of(f"{c.heading}\n{c.quote}")}
    for hit in one.hits[:LOOKED_AT]:
        rest = [Extract(hit, hit.passage.start, hit.passage.end, "example")]
        for quote in shown:
            rest = [piece for run in rest for piece in run.without(quote)]
        told: list[Extract] = []
        for run in filter(_is_whole, rest):
            is_new = not known.issuperset(map(fold, places_of(run.quote)))
            if is_new and run.words <= room - sum(other.words for other in told):
                told.append(run)
        if told:
            return told
    return []


def _is_whole(run: Extract) -> bool:
    """Whether what is left of a passage is no stray line, nor goes on from what stands before it,
    unless it is an item of a list.
    """
    text = run.hit.document.text
    spans = list(units(text, run.start, run.end))
    is_item = bool(spans) and is_list_item(text[slice(*spans[0])])
    return run.words >= SHORTEST and (is_item or not continues(text, spans, 0))


def _names(text: str, part: Part) -> bool:
    """Whether a text names what a part wants no more of."""
    held = fold(text)
    return any(re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", held) for name in part.without)


def _adds_nothing(
    decision: Decision, extracts: Sequence[Extract], quoted: Sequence[Extract]
) -> bool:
    """Whether nothing is quoted but what is for the questions before it in its message, and the
    gate is not sure that it answers this one too.
    """
    if not extracts or decision.probability >= SURE_FROM:
        return False
    return all(any(run.within(other) for other in quoted) for run in extracts)


def _counted(part: Part, asked: str, extracts: Sequence[Extract]) -> bool:
    """Whether a quote gives the number that a part asks for, of what it is asked of."""
    named = telling(part.text)
    return any(counts(asked, named, _dated_quote(run)) for run in extracts)


def _is_beyond(
    index: Index, models: Models, one: Looked, extracts: Sequence[Extract], shown: Shown
) -> bool:
    """Whether what is asked after a reply is likely beyond what is quoted."""
    values = evidence_of(index, models, one, extracts, shown)
    return values is not None and not is_likely(values)


def evidence_of(
    index: Index, models: Models, one: Looked, extracts: Sequence[Extract], shown: Shown
) -> Mapping[str, float] | None:
    """What speaks for and against what is quoted after a reply; None for a first message, and where
    nothing is quoted.
    """
    if not (any(shown) and extracts):
        return None
    readings = one.readings
    if models.reader and one.part.own:
        readings = Readings(models.reader, one.part.own)
    known = one.near if one.near and one.near.knows([run.hit for run in extracts]) else None
    typed = models.near(index, one.part.typed or one.part.text) if known else None
    near = (known, typed) if known and typed else None
    return evidence(readings, near, extracts, shown)


def _untried(part: Part, asked: str, extracts: Sequence[Extract]) -> bool:
    """Whether a sentence asks what others have done, and no quote tells of one of them."""
    wanted = asks_for_experience(asked) or (part.kind == "examples" and _another(part))
    return bool(wanted and extracts) and not any(map(_tells_of_one, extracts))


def _tells_of_one(run: Extract) -> bool:
    """Whether a quote is an example, names a place, or answers a question itself."""
    is_reply = run.hit.document.source_kind in ("faq", "jurist")
    return run.kind == "example" or is_reply or bool(places_of(run.quote))


def _alike(part: Part, extracts: Sequence[Extract]) -> bool:
    """Whether a part compares things, and no quote says how one is unlike another."""
    things = compared(part.text) if part.kind == "comparison" else ()
    return bool(things) and not tells_apart(things, [run.quote for run in extracts])


def _undefined(
    part: Part, extracts: Sequence[Extract], says: Callable[[str, Iterable[str]], bool]
) -> bool:
    """Whether a part asks what a thing is, and no quote, nor a title that asks it, `says` so."""
    thing = defined(part.text) if part.kind == "definition" else ""
    titles = [title for run in extracts for title in (run.hit.document.title, run.hit.heading)]
    texts = [*(run.quote for run in extracts), *filter(defined, titles)]
    return bool(thing and extracts) and not says(thing, texts)


def _unlisted(part: Part, extracts: Sequence[Extract]) -> bool:
    """Whether a part asks for what to read, and no quote is of a reading list."""
    wanted = part.kind == "resources" and _TO_READ.search(fold(part.text))
    return bool(wanted and extracts) and all(run.kind != "resource" for run in extracts)


def _dated_quote(run: Extract) -> str:
    """A quote with what says of which year it is."""
    document = run.hit.document
    return f"{document.title} {document.dated} {run.hit.heading} {run.quote}"
