"""What does a message ask: where each thing begins, whether it needs what was said before, and
which of its words? The trained model, as it is run.

Query resolution by choosing terms of the history (Voskarides et al., SIGIR 2020).
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from assistant.asking.phrases import flat, lowered
from assistant.tuned import BEGIN, END, Tuned
from corpus.lexical import stems
from corpus.settings import Settings

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from assistant.tuned import Array

log = logging.getLogger(__name__)

Kind = Literal["alone", "follows", "reply"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# Made by `python -m evals.resolver` (README.md beside them): one reads a message with what the
# person said before, the other with the reply to that as well.
SHIPPED = Path(__file__).with_name("resolver-int8.onnx")
REPLIED = Path(__file__).with_name("replied-int8.onnx")
MAX_TOKENS = 256
MAX_REPLIED = 384
_MAX_MESSAGE = 96
# How many characters of the earlier messages are read, with a reply fewer; what stands between two
# of them, and what before the reply to the last one.
_LONGEST = 1200
_LONGEST_REPLIED = 700
BETWEEN = " | "
_REPLY = f"{BETWEEN}Réponse : "
# How many resolutions are kept, and as many cuts; and how many odds, two of each sentence.
_KEPT = 64
_KEPT_ODDS = 512
# The log-odds where there is no word.
_NOTHING = -9.0
# What means something said before: of 111 turns with such words none stands alone.
_POINTS_BACK = re.compile(
    r"\b(?:tout (?:ca|cela)|la[- ]dessus|de ce cote|ce(?:ux|lui|lles?)[- ]la|ce statut"
    r"|of (?:these|them)|of those(?= ?[?,.]|$))\b"
)
# The probability from which another thing begins to be asked.
_BEGINS = 0.4
# The probability from which a word is taken.
_TAKEN = 0.4
# What begins nothing by itself.
_TIES = re.compile(r"et|puis|mais|ainsi|que|aussi|and|but|\d|[a-f]")
# A token that goes on with a word begins nothing either.
_WITHIN_WORD = re.compile(r"(?<=[\w’'-])[\w’'-]")
# What stands before a message.
_QUERY = "query: "
_WORD = re.compile(r"[^\W_](?:[\w’'%€.-]*[\w’'%€])?")
# A share of the surest word's probability, where none reaches it; and of what is asked of words
# that stand beside one that is taken.
_OF_SUREST = 0.7
_BESIDE = 0.5
# How much surer than those of the messages before it a word of the reply is, how sure at least, and
# how many pieces of it are taken.
_SURER = 0.1
_LEAST = 0.3
_SURE = 0.5
_PIECES = 2
# Of more pieces of one's own messages, or words, none says what is meant: then the surest does.
_OWN_PIECES = 3
_MOST_WORDS = 24
# As short a word is shared by chance.
_LETTERS = 2
# What no piece goes beyond.
_APART = re.compile(r"[.?!;:|]\s")
_ARTICLE = re.compile(
    r"l[ae]s?|une?|des?|du|cet(?:te)?|ces?|[nv]os|[nv]otre|m[aeo]n?s?|an?|the|our"
)
# What asks, at the beginning of a piece, and is not asked again.
_ASKS = re.compile(
    r"(?:qu(?:e|els?|elles?|i|oi)|qu'est-ce|c'est|est-ce|comment|combien|pourquoi|ou|est|sont"
    r"|peu(?:t|vent)|y|existe|(?!rendez)\w+-(?:t-)?(?:on|ils?|elles?|nous|vous|je))"
)
# « …, c'est quand », « …, sur quelle », at its end.
_ASKED_LAST = re.compile(
    r",? (?:c'est (?:quand|quoi|ou|qui|combien)|a quoi|au juste"
    r"|(?:sur|a|avec|pour|dans) quel(?:le)?s?)$"
)
# What a word by itself goes on with: « l'appel à projets », « partie de l'ESS ».
_COMPLEMENT = re.compile(
    r" (?:(?:à|de|du|des) |d['’])(?:(?:la|les?|une?|m[aeo]n?s?|[nv]otre|[nv]os|ces?|cet|cette) )?"
    r"(?:l['’])?(?!(?:quel\w*|qui|quoi|combien|la|les|une|notre|nos|ces|cette)\b)[\w-]{3,}"
)
# What one does, which does not say it alone: « faire en matière d'ESS ».
_DOES = re.compile(r"\b(?:faire|agir)$")
_DONE_IN = re.compile(
    r" en (?:mati[èe]re|faveur|termes?) (?:de la |de l['’]|du |des |de |d['’])[\w-]{3,}"
)
# « faire une commune pour faciliter l'installation ».
_DONE_BY = re.compile(r"^faire (?:une?|l[ae]|ma|notre) [\w-]+(?: de \w+)? pour (?=\w)")
# What may be left open.
_BRACKETS = re.compile(r"[()«»]")
_QUE = re.compile(r"^(?:qu|jusqu|lorsqu)['’]", re.I)
# Words that belong to both sides, and end no piece.
_SMALL = re.compile(
    r"l[ae]s?|une?|d[eu]s?|et|ou|a|aux?|en|pour|sur|par|avec|dans|qui|que|on|ne|pas|plus"
    r"|m(?:a|on|es)|[nv]os|[nv]otre|ces?|cet(?:te)?"
    r"|of|the|an?|and|or|for|in|to"
)
# « de l'intercommunalité », « a un cinéma » at the beginning.
_OF = re.compile(r"^(?:de |d['’]|et |ou |a |ont )", re.I)
# The probability of a single word that is taken beside others.
_ALONE = 0.75
# What goes on without a comma.
_JOINS = re.compile(
    r"(?:d[eu]s?|aux?|à|en|dans|pour|par|sur|avec|sans|chez|qui|que|for|in|of|with|to|on) |d['’]"
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a message stands to those before it, and the words of theirs that it needs.

    `reply`: it speaks of the assistant's reply, and asks the fiches nothing. One that stands alone
    needs none. `of`: the part of the reply that the words are of, None where they are one's own;
    `is_sure`: one of these is more likely needed than not.
    """

    kind: Kind
    topic: str
    of: int | None = None
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Odds:
    """The log-odds that a message is of each of the `kinds`, in their order, and that it needs the
    word of the earlier ones that it needs most.
    """

    kinds: tuple[float, ...]
    needed: float


@dataclass(frozen=True, slots=True)
class Tokens:
    """A message and its history as token ids; `history` are the positions of the history's tokens,
    or of a message's by itself, `offsets` the characters that each of them stands for.
    """

    ids: list[int]
    history: tuple[int, int]
    offsets: list[tuple[int, int]]


def history_of(earlier: Sequence[str], reply: str = "") -> str:
    """The earlier messages on one line, oldest first, of long ones the end; then the reply to the
    last of them.
    """
    said, longest = BETWEEN.join(earlier), _LONGEST_REPLIED if reply else _LONGEST
    said = said if len(said) <= longest else said[-longest:].partition(" ")[2]
    return f"{said}{_REPLY}{reply}" if reply else said


def tokens_of(tokenizer: "Tokenizer", message: str, history: str) -> Tokens:
    """Message and history as the model reads them; of a long history the end, of one with a reply
    the beginning.
    """
    said = tokenizer.encode(f"{_QUERY}{message}", add_special_tokens=False).ids[:_MAX_MESSAGE]
    told = tokenizer.encode(history, add_special_tokens=False)
    before = [BEGIN, *said, END, END]
    most = MAX_REPLIED if _REPLY in history else MAX_TOKENS
    kept = min(len(told.ids), most - len(before) - 1)
    part = slice(0, kept) if _REPLY in history else slice(len(told.ids) - kept, None)
    return Tokens(
        ids=[*before, *told.ids[part], END],
        history=(len(before), len(before) + kept),
        offsets=told.offsets[part],
    )


def asked_of(tokenizer: "Tokenizer", message: str) -> Tokens:
    """A message by itself as the model reads it, whose tokens stand in the place of a history."""
    said = tokenizer.encode(f"{_QUERY}{message}", add_special_tokens=False)
    offsets = [(start - len(_QUERY), end - len(_QUERY)) for start, end in said.offsets]
    return Tokens([BEGIN, *said.ids, END], (1, len(said.ids) + 1), offsets)


def begins_of(message: str, offsets: Sequence[tuple[int, int]], likely: "Array") -> tuple[int, ...]:
    """The characters at which another thing begins to be asked, after the first.

    `likely` are the probabilities of the message's tokens, which stand at `offsets`.
    """
    found: list[int] = []
    for (start, _), probability in zip(offsets, likely, strict=True):
        word = _WORD.search(message, max(start, 0))
        if probability < _BEGINS or word is None or _WITHIN_WORD.match(message, max(start, 0)):
            continue
        before = message[found[-1] if found else 0 : word.start()]
        if not all(_TIES.fullmatch(flat(said)) for said in _WORD.findall(before)):
            found.append(word.start())
    return tuple(found)


def topic_of(
    history: str, offsets: Sequence[tuple[int, int]], needed: "Array", most: int | None = None
) -> str:
    """The words that are needed, in the order in which they stand, at `most` so many pieces.

    `needed` are the probabilities of the history's tokens, which stand at `offsets`.
    """
    words = [match.span() for match in _WORD.finditer(history)]
    likely = [_mean(needed, offsets, span) for span in words]
    pieces = _pieces(history, words, likely)
    pieces = sorted(sorted(pieces, key=lambda piece: -max(likely[n] for n in piece))[:most])
    topic, end = "", 0
    for piece in pieces:
        text = _whole(history, words, piece)
        at = words[piece[0]][0]
        is_stray = re.fullmatch(r"[^\s'’]+", text) and likely[piece[0]] < _ALONE
        if not re.search(r"\w\w", text) or f" {flat(text)} " in f" {flat(topic)} ":
            continue
        if len(pieces) > 1 and is_stray:
            continue
        if topic and _JOINS.match(text.lower()) and not _APART.search(history, end, at):
            topic += f" {text}"
        else:
            topic += f", {lowered(_OF.sub('', text))}" if topic else _OF.sub("", text)
        end = words[piece[-1]][1]
    return topic


def _pieces(
    history: str, words: Sequence[tuple[int, int]], likely: Sequence[float]
) -> list[list[int]]:
    """The numbers of the words that are needed, those together that go on with each other.

    A piece goes as far as its words are likely or small, and holds one that is taken.
    """
    taken = min(_TAKEN, _OF_SUREST * max(likely, default=0.0))
    runs: list[list[int]] = [[]]
    for number, probability in enumerate(likely):
        goes_on = probability >= taken * _BESIDE or (runs[-1] and _is_small(history, words[number]))
        before = words[number - 1][1] if number else 0
        if not goes_on or _APART.search(history, before, words[number][0]):
            runs.append([])
        if goes_on:
            runs[-1].append(number)
    return [run for run in runs if any(likely[number] >= taken for number in run)]


def _mean(needed: "Array", offsets: Sequence[tuple[int, int]], span: tuple[int, int]) -> float:
    """The probability that a word is needed: the mean of its tokens."""
    own = [p for p, (a, b) in zip(needed, offsets, strict=True) if a < span[1] and b > span[0]]
    return float(sum(own) / len(own)) if own else 0.0


def _is_small(history: str, span: tuple[int, int]) -> bool:
    return _SMALL.fullmatch(flat(history[slice(*span)])) is not None


def _whole(history: str, words: Sequence[tuple[int, int]], piece: Sequence[int]) -> str:
    """A piece with its article, without what its end leaves open."""
    first, last = piece[0], piece[-1]
    while last > first and _is_small(history, words[last]):
        last -= 1
    while last > first and _ASKS.fullmatch(flat(history[slice(*words[first])])):
        first += 1
    start = words[first][0]
    if first and _ARTICLE.fullmatch(history[words[first - 1][0] : start].strip().lower()):
        start = words[first - 1][0]
    end = words[last][1]
    if first == last and (goes_on := _COMPLEMENT.match(history, end)):
        end = goes_on.end()
    if _DOES.search(history[start:end]) and (goes_on := _DONE_IN.match(history, end)):
        end = goes_on.end()
    text = _QUE.sub("", history[start:end])
    text = text[len(text) - len(_DONE_BY.sub("", flat(text))) :]
    text = text[: len(_ASKED_LAST.sub("", flat(text)))]
    return " ".join(_BRACKETS.sub(" ", text).split())


class Resolver:
    """The trained model, one message at a time; the last resolutions and cuts are kept, since each
    message is read again as an earlier one.
    """

    def __init__(self, cache: Path, file: Path = SHIPPED, replied: Path = REPLIED) -> None:
        """Opens nothing yet: the models are loaded when the first message comes."""
        self._model = Tuned(cache, file)
        self._replied = Tuned(cache, replied)
        self._kept = lru_cache(maxsize=_KEPT)(self._read)
        self._begins = lru_cache(maxsize=_KEPT)(self._cut)
        self._odds = lru_cache(maxsize=_KEPT_ODDS)(self._weigh)

    def read(self, message: str, earlier: Sequence[str], reply: str = "") -> Resolution:
        """A message after the earlier ones of its conversation, oldest first, and the reply to the
        last of them on one line.

        What it needs of the reply are words of one of its parts; where its own earlier words are
        surer, it is read without, and so is one that stands alone without the reply, unless these
        are sure and it has a word of the reply.
        """
        own = self._kept(message, history_of(earlier))
        if not reply:
            return own
        beside = self._kept(message, history_of(earlier, reply))
        takes = own.kind != "alone" or (beside.is_sure and _shares_a_word(message, reply))
        if beside.of is not None and takes:
            return beside
        asks_on = own.kind == "reply" and beside.kind == "follows"
        return replace(own, kind="follows") if asks_on else own

    def begins(self, message: str) -> tuple[int, ...] | None:
        """The characters at which the second thing that a message asks, and each later one, begins;
        None for one that is longer than the model reads.
        """
        return self._begins(message)

    def odds(self, message: str, earlier: Sequence[str]) -> Odds:
        """How likely a message is of each kind after the earlier ones, and how likely it needs the
        word of theirs that it needs most.
        """
        return self._odds(message, history_of(earlier))

    def _weigh(self, message: str, history: str) -> Odds:
        tokens = tokens_of(self._model.tokenizer, message, history)
        kinds, needed = self._model.run(tokens.ids, ["kinds", "needed"])
        most = float(needed[0, slice(*tokens.history)].max(initial=_NOTHING))
        return Odds(tuple(map(float, kinds[0])), most)

    def _cut(self, message: str) -> tuple[int, ...] | None:
        from scipy.special import expit

        tokens = asked_of(self._model.tokenizer, message)
        if len(tokens.ids) > MAX_TOKENS:
            return None
        (begins,) = self._model.run(tokens.ids, ["begins"])
        return begins_of(message, tokens.offsets, expit(begins[0, slice(*tokens.history)]))

    def _read(self, message: str, history: str) -> Resolution:
        """What a message needs of the history or, with a reply in that, of a part of the reply."""
        import numpy as np
        from scipy.special import expit

        model = self._replied if _REPLY in history else self._model
        tokens = tokens_of(model.tokenizer, message, history)
        kinds, needed = model.run(tokens.ids, ["kinds", "needed"])
        kind = KINDS[int(np.argmax(kinds[0]))]
        likely = expit(needed[0, slice(*tokens.history)])
        if _REPLY in history:
            found = _of_reply(history, tokens.offsets, likely) if kind == "follows" else None
            return found or Resolution(kind, "")
        if kind == "alone" and _POINTS_BACK.search(flat(message)):
            kind = "follows"
        needs = kind != "alone"
        topic = topic_of(history, tokens.offsets, likely, _OWN_PIECES) if needs else ""
        if len(topic.split()) > _MOST_WORDS:
            topic = topic_of(history, tokens.offsets, likely, 1)
        return Resolution(kind, topic if stems(topic) else "")


def _shares_a_word(message: str, reply: str) -> bool:
    """Whether a message has a word of the reply, of three letters or more."""
    return any(len(stem) > _LETTERS for stem in set(stems(message)).intersection(stems(reply)))


def _of_reply(
    history: str, offsets: Sequence[tuple[int, int]], needed: "Array"
) -> Resolution | None:
    """The words of the reply that are needed, of the part with the surest; None where none is sure
    enough, or words of the messages before it are as sure.
    """
    end = history.index(_REPLY)
    own = max((p for p, (_, b) in zip(needed, offsets, strict=True) if b <= end), default=0.0)
    start = end + len(_REPLY)
    surest, found = max(float(own) + _SURER, _LEAST), None
    for number, part in enumerate(history[start:].split(BETWEEN)):
        stop = start + len(part)
        within = [n for n, (a, b) in enumerate(offsets) if a >= start and b <= stop]
        most = max((float(needed[n]) for n in within), default=0.0)
        if most >= surest:
            surest = most
            placed = [(offsets[n][0] - start, offsets[n][1] - start) for n in within]
            topic = topic_of(part, placed, needed[within], _PIECES)
            found = Resolution("follows", topic, number, most >= _SURE) if topic else found
        start = stop + len(BETWEEN)
    return found


def open_resolver(settings: Settings) -> Resolver | None:
    """The resolver that ships; none where a file of it is missing."""
    for file in (SHIPPED, REPLIED):
        if not file.is_file():
            log.warning("%s is missing: messages are read by rules alone", file)
            return None
    return Resolver(settings.cache)
