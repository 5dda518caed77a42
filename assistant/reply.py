"""What a language model is asked to return, and what of it the passages bear out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.citations import cite, verify
from assistant.claims import changed, denies
from assistant.english import as_claims
from assistant.expected import lacking
from assistant.quoting import ends_open
from assistant.support import introduced_by, quoted_run, unsupported
from assistant.types import Citation, Part, Statement, StatementKind
from assistant.wording import missing_text
from corpus.encoder import Encoder
from corpus.index import Index
from corpus.types import Hit

# How far a model says that the passages answer.
Extent = Literal["yes", "partly", "no"]
# A part of the question that the fiches answer, and what was found for it, best first.
Asked = Sequence[tuple[Part, Sequence[Hit]]]

# Eight statements of a sentence each are asked for, on four passages at most. What goes far beyond
# (length in characters) is not checked, since the time limit does not hold over the checks.
_MOST = 20
_LONGEST = 600
_SUPPORTS = 4
# How many words an answer has at most: half as many again as an extractive one.
_ANSWER_WORDS = 350
# How many words of a passage are copied: three to thirty are asked for.
_COPIED = range(3, 46)
# How much is repeated of words that no passage holds, in characters.
_WORDS = 200


class _Exact(BaseModel):
    # OpenAI's strict mode wants `additionalProperties: false` on every object.
    model_config = ConfigDict(extra="forbid")


class Support(_Exact):
    """The words of a passage that bear a statement out."""

    passage: int
    words: str


class Said(_Exact):
    """One thing that the model says, in reply to one of the questions."""

    question: int
    text: str
    kind: StatementKind
    support: list[Support]


class Judged(_Exact):
    """How far the passages answer one of the questions."""

    question: int
    answered: Extent


class Reply(_Exact):
    """What the model is asked to return."""

    statements: list[Said]
    verdicts: list[Judged]


@dataclass(frozen=True, slots=True)
class Draft:
    """What of a reply is borne out, and what is not with the reasons that the model is told.

    `extents` say of each part, in their order, how far the passages answer it. `whole` says whether
    each part that they answer is answered from what was found for it, with what it expects (an
    amount, a date…), as an extractive answer must. `numbers` are the parts that the statements
    answer, from 1 on, in their order.
    """

    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    extents: tuple[Extent, ...] = ()
    faults: tuple[str, ...] = ()
    whole: bool = False
    numbers: tuple[int, ...] = ()


def checked(
    text: str, shown: Sequence[Hit], index: Index, encoder: Encoder, asked: Asked, english: bool
) -> Draft:
    """The reply statement by statement, against the passages it names."""
    try:
        reply = _parsed(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        return Draft(faults=(f"ce n’est pas l’objet JSON demandé ({where} {first['msg']})",))
    extents = {
        number: one.answered
        for one in reply.verdicts
        if 1 <= (number := _number(one, asked)) <= len(asked)
    }
    citations: dict[tuple[str, int, int], Citation] = {}
    statements: list[Statement] = []
    faults = []
    # What is said, by the form that its claims are checked in.
    said: dict[str, Said] = {}
    words = 0
    for one in sorted(reply.statements[:_MOST], key=lambda one: _number(one, asked)):
        spoken = " ".join(one.text.split())
        claims = as_claims(spoken) if english else spoken
        if claims in said or extents.get(_number(one, asked)) in (None, "no"):
            continue
        cited, fault = _borne_out(one, spoken, shown, citations, encoder, english)
        if fault:
            faults.append(f"«\u00a0{spoken[:_LONGEST]}\u00a0» : {fault}")
            continue
        words += len(spoken.split())
        if words > _ANSWER_WORDS:
            break
        said[claims] = one.model_copy(update={"text": spoken})
        numbers = tuple(dict.fromkeys(c.number for c in cited))
        statements.append(Statement(claims, one.kind, numbers))
    kept, used = verify(index, statements, list(citations.values()))
    numbered = [(_number(said[s.text], asked), s) for s in kept]
    lacks = _lacks(numbered, used, asked, extents, _led(shown, asked))
    worded = tuple(replace(s, text=said[s.text].text) for s in kept)
    told = tuple(extents[n] for n in range(1, len(asked) + 1) if n in extents)
    numbers = tuple(number for number, _ in numbered)
    return Draft(worded, used, told, (*faults, *lacks), not lacks, numbers)


def _number(one: Said | Judged, asked: Asked) -> int:
    """The number of the part that is meant: where there is one part, that one."""
    return 1 if len(asked) == 1 else one.question


def _led(shown: Sequence[Hit], asked: Asked) -> frozenset[str]:
    """The passages shown that were found for no part: a hit goes on from each."""
    found = {hit.passage.passage_id for _, hits in asked for hit in hits}
    return frozenset(hit.passage.passage_id for hit in shown) - found


def _lacks(
    kept: Sequence[tuple[int, Statement]],
    used: Sequence[Citation],
    asked: Asked,
    extents: Mapping[int, Extent],
    led: frozenset[str],
) -> list[str]:
    """Which parts that are said to be answered are not, or without what they expect.

    Their statements must rest on their own hits, or on what leads to one (`led`). Two parts may
    share all their passages: which of them a statement answers is the model's word.
    """
    lacks = []
    for number, (part, hits) in enumerate(asked, 1):
        extent = extents.get(number)
        found = led | {hit.passage.passage_id for hit in hits}
        cited = {n for question, s in kept if question == number for n in s.citations}
        quotes = [c.quote for c in used if c.number in cited and c.passage_id in found]
        if extent is None:
            lacks.append(f"« verdicts » ne dit rien de la question {number} : {part.text}")
        elif extent != "no" and not quotes:
            lacks.append(f"aucune affirmation ne répond à la question {number} : {part.text}")
        elif extent == "yes" and lacking(part.kind, quotes):
            lacks.append(f"aucune phrase citée ne donne {missing_text(part)}")
    return lacks


def _parsed(text: str) -> Reply:
    """The object in the model's text, without what stands around it; else ValidationError."""
    return Reply.model_validate_json(text[text.find("{") : text.rfind("}") + 1])


def _borne_out(
    one: Said,
    spoken: str,
    shown: Sequence[Hit],
    citations: dict[tuple[str, int, int], Citation],
    encoder: Encoder,
    english: bool,
) -> tuple[list[Citation], str]:
    """The quotes that bear a statement out, or why none do.

    Where its words take up a sentence before them, that is quoted too if the statement needs it,
    but not to deny or oblige otherwise than its own quotes.
    """
    cited, fault = _cited(one, shown, citations)
    if fault:
        return cited, fault
    quotes = [c.quote for c in cited]
    claims = as_claims(spoken) if english else spoken
    hits = {hit.passage.passage_id: hit for hit in shown}
    leads = [introduced_by(hits[c.passage_id], c.start) for c in cited]
    forbidden = [
        lead and _forbids(hits[c.passage_id], lead) for c, lead in zip(cited, leads, strict=True)
    ]
    if any(forbidden) and not denies(claims):
        return cited, "ce qui introduit la liste nie, et elle non"
    fault = unsupported(spoken, quotes, encoder, english)
    if not fault or changed(claims, quotes):
        return cited, fault
    with_leads = []
    for citation, lead in zip(cited, leads, strict=True):
        if lead:
            with_leads.append(_citation(hits[citation.passage_id], lead, citations))
        with_leads.append(citation)
    if unsupported(spoken, [c.quote for c in with_leads], encoder, english):
        return cited, fault
    return with_leads, ""


def _forbids(hit: Hit, lead: tuple[int, int]) -> bool:
    """Whether a list's lead-in denies: « Une commune ne peut pas : »."""
    return ends_open(hit.document.text, lead) and denies(hit.document.text[slice(*lead)])


def _cited(
    said: Said,
    shown: Sequence[Hit],
    citations: dict[tuple[str, int, int], Citation],
) -> tuple[list[Citation], str]:
    """The quotes that a statement rests on, also added to `citations`, or why they are none."""
    if len(said.text) > _LONGEST:
        return [], f"elle dépasse {_LONGEST} caractères"
    cited = []
    for support in said.support[:_SUPPORTS]:
        if not 1 <= support.passage <= len(shown):
            return [], f"il n’y a pas de passage {support.passage}"
        if len(support.words.split()) not in _COPIED:
            return [], "elle ne recopie pas de trois à trente mots"
        hit = shown[support.passage - 1]
        run = quoted_run(hit, support.words)
        if run is None:
            words = " ".join(support.words.split())[:_WORDS]
            return [], f"le passage {support.passage} ne contient pas «\u00a0{words}\u00a0»"
        cited.append(_citation(hit, run, citations))
    return cited, "" if cited else "elle ne cite aucun passage"


def _citation(
    hit: Hit, run: tuple[int, int], citations: dict[tuple[str, int, int], Citation]
) -> Citation:
    key = (hit.passage.passage_id, *run)
    return citations.setdefault(key, cite(len(citations) + 1, hit, *run))
