"""Whether the citations bear out what an answer states."""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.asking.language import detect_language
from assistant.claims import unborne
from assistant.english import as_claims
from assistant.support import paraphrases
from corpus.text import units
from corpus.types import Document
from evals.cases import Case
from evals.metrics.evidence import exact, stands_in_evidence
from evals.said import Quoted, Said, Stated

_MARK = re.compile(r"\[(\d+)\]")
# Marks after the full stop belong to the sentence before it.
_MARK_AFTER = re.compile(r"([.!?…])((?:\s*\[\d+\])+)")


def quotes_exact(said: Said, documents: Mapping[str, Document]) -> float | None:
    """The share of the quotes that are the document's text at their offsets, or anywhere in it."""
    return _mean(exact(cited, documents) for cited in said.citations or ())


def claims_borne(said: Said) -> float | None:
    """The share of the statements whose figures, dates, laws and names stand in their quotes.

    Negation, obligation and possibility too: `assistant.claims`, which answers are checked with
    before they are given, so that of our own answers this says only that the check was made. A
    statement that cites nothing is borne out by nothing, and not counted where it claims nothing.
    """
    return _mean(_borne(s.text, _cited(s, said)) for s in _stated(said))


def citation_recall(said: Said, documents: Mapping[str, Document]) -> float | None:
    """The share of the statements that their citations together support.

    Gao, Yen, Yu and Chen (2023), Enabling large language models to generate text with citations
    (ALCE), who ask a model whether quotes entail a statement: here `supported` says what code can.
    """
    return _mean(supported(s.text, _cited(s, said), documents) for s in _stated(said))


def citation_precision(case: Case, said: Said, documents: Mapping[str, Document]) -> float | None:
    """The share of the citations that their statement needs, and that stand in the evidence.

    ALCE (Gao et al. 2023): the statement is supported, and this citation supports it by itself or
    the others do not without it. One that no statement uses counts 0.
    """
    used = [(s, c) for s in _stated(said) for c in _cited(s, said)]
    unused = [c for c in said.citations or () if all(c is not other for _, other in used)]
    if not _stated(said):
        return None
    needed = [_needed(s, c, said, documents) for s, c in used]
    values = [
        value and stands_in_evidence(case, cited, documents)
        for value, (_, cited) in zip(needed, used, strict=True)
    ]
    return _mean([*values, *(False for _ in unused)])


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


def _needed(
    statement: Stated, cited: Quoted, said: Said, documents: Mapping[str, Document]
) -> bool | None:
    together = _cited(statement, said)
    whole = supported(statement.text, together, documents)
    if not whole or len(together) == 1:
        return whole
    alone = supported(statement.text, [cited], documents)
    others = [other for other in together if other is not cited]
    return alone or not supported(statement.text, others, documents)


def _stated(said: Said) -> list[Stated]:
    """The statements; of a system that gives none, the sentences of a text that marks citations."""
    if said.citations is None:
        return []
    if said.statements is not None or not _MARK.search(said.text):
        return list(said.statements or ())
    text = _MARK_AFTER.sub(r"\2\1", said.text)
    sentences = [text[start:end] for start, end in units(text)]
    return [Stated(_MARK.sub("", s), tuple(map(int, _MARK.findall(s)))) for s in sentences]


def _cited(statement: Stated, said: Said) -> list[Quoted]:
    return [c for c in said.citations or () if c.number in statement.citations]


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


def _mean(values: Iterable[bool | None]) -> float | None:
    given = [value for value in values if value is not None]
    return sum(given) / len(given) if given else None
