"""What a language model says of the passages found, kept where its quotes bear it out."""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from string import Template

from assistant.extracts import Extract, begun_before
from assistant.finding import Found
from assistant.gate import Verdict
from assistant.models import Models
from assistant.reply import Asked, Draft, Extent, checked
from assistant.traps import gives_orders
from assistant.types import Citation, Question, Reservation, Statement
from assistant.writer import ModelUnavailable, Turn, Writer
from corpus.encoder import Encoder
from corpus.index import Index
from corpus.types import Hit

log = logging.getLogger(__name__)

# How many passages the model reads, of 300 tokens each: what a window of 8,000 tokens holds.
_SHOWN = 10
# What a model's word decides, with how often the fiches did answer where it said so (decision 8).
_TOLD: Mapping[Extent, tuple[Verdict, float]] = {
    "yes": ("answers", 0.97),
    "partly": ("doubtful", 0.3),
    "no": ("doubtful", 0.05),
}
# From this probability on the gate's word counts, not the model's that they answer in part.
_SURE = 0.6
# An empty reply, told back to the model: some servers refuse a turn without text.
_EMPTY = "{}"


@dataclass(frozen=True, slots=True)
class Worded:
    """What was found, as the model's word weighs, and what it says; `warnings` where it failed.

    No statements where it says that the passages answer nothing. `answers` are the places in what
    was found of the parts that the statements answer, in their order.
    """

    found: Sequence[Found]
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    warnings: tuple[Reservation, ...] = ()
    answers: tuple[int, ...] = ()


def worded(index: Index, models: Models, question: Question, found: Sequence[Found]) -> Worded:
    """What the model says of the parts that are not refused; what was found where it gives nothing.

    Its word on whether the passages answer takes the place of the gate's, unless that is sure of an
    answer that the model finds in part.
    """
    asked = [one for one in found if one.extracts]
    if models.writer is None or not asked:
        return Worded(found)
    try:
        parts = [(one.part, one.hits) for one in asked]
        draft = write(models.writer, index, models.encoder, parts, question.language == "en")
    except ModelUnavailable as failure:
        log.warning("the language model %s was not used: %s", models.writer.name, failure)
        said = (
            f"Le modèle de langue «\u00a0{models.writer.name}\u00a0» n’a rien donné "
            "d’utilisable\u00a0: la réponse cite les fiches sans lui."
        )
        return Worded(found, warnings=(Reservation("llm_unavailable", said),))
    extents = iter(draft.extents)
    decided = [_decided(one, next(extents)) if one.extracts else one for one in found]
    places = [place for place, one in enumerate(found) if one.extracts]
    answers = tuple(places[number - 1] for number in draft.numbers)
    return Worded(decided, draft.statements, draft.citations, answers=answers)


def _decided(one: Found, extent: Extent) -> Found:
    """A part as the model's word decides it.

    A doubt takes one of gate and model, a refusal both; what the code found lacking stays in doubt,
    not what is only likely beyond what was found.
    """
    if extent == "yes" and one.overruled:
        return one
    verdict, probability = _TOLD[extent]
    told = replace(one.decision, verdict=verdict, probability=probability)
    if extent == "no" and not (one.answered or one.overruled or one.beyond):
        return replace(one, decision=replace(told, verdict="refused"), extracts=())
    if extent == "partly" and one.answered and one.decision.probability >= _SURE:
        return one
    return replace(one, decision=told, overruled=False, beyond=False)


def write(writer: Writer, index: Index, encoder: Encoder, asked: Asked, english: bool) -> Draft:
    """How far the model says that the passages answer, and its statements that they bear out.

    Where some fail, the model is told which and why, once, and the better of both replies is
    kept, the more careful one first. Raises ModelUnavailable where a part that is said to be
    answered is left without a statement, or no reply came in time.
    """
    shown = _shown(index, asked)
    talk = _talk(asked, shown, english)
    deadline = writer.deadline()
    reply = writer.reply(talk, deadline)
    draft = checked(reply, shown, index, encoder, asked, english)
    if draft.faults:
        retry = _prompt("retry").substitute(faults="\n".join(f"- {f}" for f in draft.faults))
        try:
            reply = writer.reply([*talk, ("ai", reply or _EMPTY), ("human", retry)], deadline)
            second = checked(reply, shown, index, encoder, asked, english)
            draft = max(draft, second, key=_worth)
        except ModelUnavailable as failure:
            if not draft.whole:
                raise
            log.info("the language model gave no second answer: %s", failure)
    if not draft.whole:
        raise ModelUnavailable(f"not borne out: {'; '.join(draft.faults)}")
    return draft


def _worth(draft: Draft) -> tuple[bool, int, int]:
    """What makes the better of two replies: whole, careful, with more statements."""
    return draft.whole, -draft.extents.count("yes"), len(draft.statements)


def _shown(index: Index, asked: Asked) -> list[Hit]:
    """The passages that the model is shown, each once, best first.

    One that goes on from the passage before, as a list from its lead-in, stands after that.
    """
    shown: dict[str, Hit] = {}
    for hit in sorted((hit for _, found in asked for hit in found), key=lambda hit: hit.rank):
        lead = begun_before(index, Extract(hit, hit.passage.start, hit.passage.end, "other"), 0)
        run = [one for one in ([lead.hit, hit] if lead else [hit]) if not _is_trap(one)]
        if len(shown) + len(run) > _SHOWN:
            break
        shown |= {one.passage.passage_id: one for one in run}
    if not shown:
        raise ModelUnavailable("there is no passage to show it")
    return list(shown.values())


def _is_trap(hit: Hit) -> bool:
    """Whether anything of a passage that the model would be shown gives it orders."""
    return any(gives_orders(text) for text in (hit.document.title, hit.heading, hit.text))


def _talk(asked: Asked, shown: Sequence[Hit], english: bool) -> list[Turn]:
    """The prompt; questions and passages are JSON strings, which no text in them can end."""
    system = _prompt("system").substitute(
        language="anglais" if english else "français",
        more=_prompt("english" if english else "french").template,
    )
    data = {
        "questions": [{"question": n, "texte": part.text} for n, (part, _) in enumerate(asked, 1)],
        "passages": [
            {"passage": n, "fiche": h.document.title, "rubrique": h.heading, "texte": h.text}
            for n, h in enumerate(shown, 1)
        ],
    }
    return [("system", system), ("human", json.dumps(data, ensure_ascii=False, indent=1))]


@lru_cache
def _prompt(name: str) -> Template:
    file = resources.files("assistant").joinpath(f"prompts/{name}.txt")
    return Template(file.read_text(encoding="utf-8"))
