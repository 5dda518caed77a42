"""What a language model says of the passages found, kept where its quotes bear it out."""

import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from string import Template

from assistant.reply import Asked, checked
from assistant.traps import gives_orders
from assistant.types import Answer, Citation, Reservation, Statement
from assistant.writer import ModelUnavailable, Turn, Writer
from corpus.encoder import Encoder
from corpus.index import Index
from corpus.types import Hit

log = logging.getLogger(__name__)

# How many passages the model reads, of 300 tokens each: what a window of 8,000 tokens holds.
_SHOWN = 8
# An empty reply, told back to the model: some servers refuse a turn without text.
_EMPTY = "{}"


def rewritten(
    answer: Answer, writer: Writer, index: Index, encoder: Encoder, asked: Asked
) -> Answer:
    """The answer in the model's statements; as it was, with a warning, where there are none."""
    english = answer.language == "en"
    try:
        statements, citations = write(writer, index, encoder, asked, english)
    except ModelUnavailable as failure:
        log.warning("the language model %s was not used: %s", writer.name, failure)
        said = (
            f"Le modèle de langue «\u00a0{writer.name}\u00a0» n’a rien donné d’utilisable\u00a0: "
            "la réponse cite les fiches sans lui."
        )
        return replace(answer, warnings=(Reservation("llm_unavailable", said),))
    return replace(
        answer, mode="generative", model=writer.name, statements=statements, citations=citations
    )


def write(
    writer: Writer, index: Index, encoder: Encoder, asked: Asked, english: bool
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """The model's statements that their quotes bear out, and the citations they use, from 1 to n.

    Where some fail, the model is told which and why, once, and the better of both replies is
    kept. Raises ModelUnavailable where nothing is left, or no answer came in time.
    """
    shown = _shown(asked)
    talk = _talk(asked, shown, english)
    deadline = writer.deadline()
    reply = writer.reply(talk, deadline)
    draft = checked(reply, shown, index, encoder, asked, english)
    if draft.faults:
        retry = _prompt("retry").substitute(faults="\n".join(f"- {f}" for f in draft.faults))
        try:
            reply = writer.reply([*talk, ("ai", reply or _EMPTY), ("human", retry)], deadline)
            second = checked(reply, shown, index, encoder, asked, english)
            draft = max(draft, second, key=lambda one: (one.whole, len(one.statements)))
        except ModelUnavailable as failure:
            if not draft.whole:
                raise
            log.info("the language model gave no second answer: %s", failure)
    if not draft.whole:
        why = "; ".join(draft.faults) or "it says nothing"
        raise ModelUnavailable(f"nothing is borne out: {why}")
    return draft.statements, draft.citations


def _shown(asked: Asked) -> list[Hit]:
    """The passages that the model is shown, each once, best first."""
    hits = sorted((hit for _, found in asked for hit in found), key=lambda hit: hit.rank)
    once = {hit.passage.passage_id: hit for hit in hits if not _is_trap(hit)}
    if not once:
        raise ModelUnavailable("there is no passage to show it")
    return list(once.values())[:_SHOWN]


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
