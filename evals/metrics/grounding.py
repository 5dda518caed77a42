"""Whether the citations bear out what an answer states."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from assistant.asking.language import detect_language
from assistant.claims import unborne
from assistant.english import as_claims
from assistant.support import paraphrases
from corpus.text import units
from corpus.types import Document
from evals.cases import Case
from evals.metrics.alce import cited_by, mean, needed, stated, unused
from evals.metrics.evidence import exact, stands_in_evidence
from evals.said import Quoted, Said


def quotes_exact(said: Said, documents: Mapping[str, Document]) -> float | None:
    """The share of the quotes that are the document's text at their offsets, or anywhere in it."""
    return mean(exact(cited, documents) for cited in said.citations or ())


def claims_borne(said: Said) -> float | None:
    """The share of the statements whose figures, dates, laws and names stand in their quotes.

    Negation, obligation and possibility too: `assistant.claims`, which answers are checked with
    before they are given, so that of our own answers this says only that the check was made. A
    statement that cites nothing is borne out by nothing, and not counted where it claims nothing.
    """
    return mean(_borne(s.text, cited_by(s, said)) for s in stated(said))


def citation_recall(said: Said, documents: Mapping[str, Document]) -> float | None:
    """The share of the statements that their citations together support.

    Gao, Yen, Yu and Chen (2023), Enabling large language models to generate text with citations
    (ALCE), who ask a model whether quotes entail a statement: here `supported` says what code can.
    """
    return mean(supported(s.text, cited_by(s, said), documents) for s in stated(said))


def citation_precision(case: Case, said: Said, documents: Mapping[str, Document]) -> float | None:
    """The share of the citations that their statement needs, and that stand in the evidence.

    ALCE (Gao et al. 2023): the statement is supported, and this citation supports it by itself or
    the others do not without it. One that no statement uses counts 0.
    """
    if not stated(said):
        return None
    support = partial(supported, documents=documents)
    values = [
        needed(s, c, said, support) and stands_in_evidence(case, c, documents)
        for s in stated(said)
        for c in cited_by(s, said)
    ]
    return mean([*values, *(False for _ in unused(said))])


def supported(text: str, cited: Sequence[Quoted], documents: Mapping[str, Document]) -> bool | None:
    """Whether exact quotes bear a text out: its claims, and its words.

    None where only a reader could tell: an English text on French quotes has no words of theirs;
    and where a quote is not told.
    """
    found = [exact(c, documents) for c in cited]
    if not cited or False in found:
        return False
    if None in found:
        return None
    quotes = _texts(cited)
    if _unborne(text, quotes):
        return False
    if _english(text, quotes):
        return None
    return all(paraphrases(text[start:end], quotes) for start, end in units(text))


def _borne(text: str, cited: Sequence[Quoted]) -> bool | None:
    """Whether the quotes hold a text's claims; None where it claims and quotes nothing, or where a
    quote that might hold them is not told.
    """
    missing = _unborne(text, _texts(cited))
    if not missing:
        return True if cited else None
    return None if any(c.quote is None for c in cited) else False


def _texts(cited: Iterable[Quoted]) -> list[str]:
    return [c.quote for c in cited if c.quote is not None]


def _english(text: str, quotes: list[str]) -> bool:
    return detect_language(text) == "en" and detect_language(" ".join(quotes)) == "fr"


def _unborne(text: str, quotes: list[str]) -> list[str]:
    return unborne(as_claims(text) if _english(text, quotes) else text, quotes)
