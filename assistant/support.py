"""Where a passage holds the words that a statement rests on, and whether both say the same."""

import re
from collections.abc import Sequence
from itertools import groupby

from assistant.claims import unborne
from assistant.english import as_claims
from assistant.quoting import continues
from corpus.encoder import Encoder
from corpus.lexical import stems
from corpus.text import units
from corpus.types import Hit

# Measured on 17 paraphrases and 19 claims about something else, without figures or new names,
# over quotes of the digests (docs/decisions/0008-language-model.md): every paraphrase shares more
# than half of its words with its quote and has at most two others in a row; one such claim does.
_SHARED = 0.5
_OTHERS_IN_A_ROW = 2
# Stems keep French verb endings apart (« réparer », « réparent »): two that begin alike are one.
_START = 5
_SHORTEST_START = 4
# The cosine of an English sentence to the nearest sentence of its French quotes, or half of one,
# whose words it does not share: the least that none of 42 claims about something else reaches. Of
# 41 others 1 does; of 78 renderings 48 do (tests/assistant/translations.toml).
_SAME_MEANING = 0.87
# What parts the halves of a sentence. What comes before a colon is often a bare name, near to any
# claim on it.
_SEMICOLON = re.compile(r"\s*;\s+")
# What the model is told of a claim that is not named by its own words.
_EXPLAINED = {
    "négation": "négation (l’une nie ce que l’autre affirme)",
    "obligation": "obligation (« doit » n’y est pas)",
    "possibilité": "possibilité (elles disent « doit »)",
}
# Pages and mailboxes, whose parts may be anyone's words: « site.fr », « a@b.fr », « https://… ».
_ADDRESS = re.compile(r"://|@|\w\.[a-z]{2}", re.I)


def quoted_run(hit: Hit, words: str) -> tuple[int, int] | None:
    """The run of whole sentences or list items of a passage that holds the words.

    Offsets count into the document's text; None where the passage does not hold the words in
    this order. Case, spaces, apostrophes and punctuation may differ.
    """
    text, passage = hit.document.text, hit.passage
    tokens = re.findall(r"\w+", words)
    if not tokens:
        return None
    in_order = r"\W+".join(tokens)
    pattern = re.compile(rf"(?<!\w){in_order}(?!\w)", re.I)
    found = pattern.search(text, passage.start, passage.end)
    if found is None:
        return None
    run = [
        (start, end)
        for start, end in units(text, passage.start, passage.end)
        if start < found.end() and found.start() < end
    ]
    return run[0][0], run[-1][1]


def introduced_by(hit: Hit, start: int) -> tuple[int, int] | None:
    """The sentence that what begins there takes up: its list's lead-in, or what « Elle… » is.

    None where it can be read by itself, or nothing stands before it in the passage.
    """
    text = hit.document.text
    spans = [span for span in units(text, hit.passage.start, hit.passage.end) if span[0] <= start]
    first = len(spans) - 1
    while first > 0 and continues(text, spans, first):
        first -= 1
    return spans[first] if first < len(spans) - 1 else None


def unsupported(text: str, quotes: Sequence[str], encoder: Encoder, english: bool) -> str:
    """Why the quotes do not bear the statement out, in French; empty where they do."""
    missing = unborne(as_claims(text) if english else text, list(quotes))
    quoted = " ".join(quotes).casefold()
    addresses = [word.strip("()«»,;:.!?") for word in text.split() if _ADDRESS.search(word)]
    missing += [word for word in addresses if word.casefold() not in quoted]
    if missing:
        why = ", ".join(_EXPLAINED.get(one, one) for one in missing)
        return f"les phrases citées ne portent pas : {why}"
    said = [text[a:b] for a, b in units(text)]
    if not said:
        return "elle ne dit rien"
    if english and not all(_translation(encoder, sentence, quotes) for sentence in said):
        return "les phrases citées disent autre chose : traduisez l’une d’elles de plus près"
    if not english and not all(paraphrases(sentence, quotes) for sentence in said):
        others = ", ".join(word for sentence in said for word in _others(sentence, quotes))
        return f"les phrases citées disent autre chose : elles n’ont pas {others}"
    return ""


def paraphrases(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether the sentence says in its own words what the quotes say, by the words they share."""
    known = set(stems(" ".join(quotes)))
    held = [_held(stem, known) for stem in dict.fromkeys(stems(sentence))]
    others = max((len(list(run)) for shared, run in groupby(held) if not shared), default=0)
    return sum(held) > _SHARED * len(held) and others <= _OTHERS_IN_A_ROW


def _others(sentence: str, quotes: Sequence[str]) -> list[str]:
    """The words of a sentence that no quote has, as written."""
    known = set(stems(" ".join(quotes)))
    words = re.findall(r"\w+", sentence)
    return [word for word in words if not all(_held(stem, known) for stem in stems(word))]


def _held(stem: str, known: set[str]) -> bool:
    return any(_alike(stem, other) for other in known)


def _alike(stem: str, other: str) -> bool:
    start = min(len(stem), len(other), _START)
    return stem == other or (start >= _SHORTEST_START and stem[:start] == other[:start])


def _translation(encoder: Encoder, sentence: str, quotes: Sequence[str]) -> bool:
    """Whether the English sentence says what a quote, a sentence or half of one says in French."""
    theirs = [quote[a:b] for quote in quotes for a, b in units(quote)]
    halves = [half for one in theirs for half in _SEMICOLON.split(one)]
    vectors = encoder.passages([sentence, *dict.fromkeys([*quotes, *theirs, *halves])])
    return bool((vectors[1:] @ vectors[0]).max() >= _SAME_MEANING)
