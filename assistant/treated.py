"""Whether texts speak of a thing that a question names, and whether they say what it is."""

import re
from collections.abc import Iterable, Sequence

from assistant.asking.spelling import expand
from assistant.claims import names
from corpus.lexical import stems
from corpus.text import fold, units

# The words of a short thing stand in one sentence, those of a longer one in one text: of 37 pages
# of service-public.fr that compare things, two do not speak of all of them so.
_IN_A_SENTENCE = 2
# How many other words may stand before a thing that a sentence begins with.
_BEFORE = 2
_DEFINES = re.compile(
    r"\b(?:designe\w*|defini\w*|est une?|sont des|est l[ae]|c'est|consiste\w*|signifie\w*"
    r"|recouvre\w*|correspond\w*|appelle|entend)\b"
)
# What says how one thing is unlike another.
_TELLS_APART = re.compile(
    r"\b(?:alors que|tandis que|contrairement|a la difference|disting\w+|differ\w+|par opposition"
    r"|plutot que|au contraire|autres? que|quant (?:aux?|a)|en revanche|a l'inverse)\b"
)


def spoken_of(thing: str, texts: Iterable[str]) -> bool:
    """Whether a text holds the words of a thing, or what its acronym stands for, or the acronym."""
    forms = _forms(thing)
    return not forms or any(
        all(_holds(words, stem) for stem in form)
        for text in texts
        for form in forms
        for words in (_sentences(text) if len(form) <= _IN_A_SENTENCE else [stems(text)])
    )


def says_what(thing: str, texts: Iterable[str]) -> bool:
    """Whether a sentence begins with a thing, or says with a verb of definition what it is.

    One that asks does not, nor one that begins by counting (« Plus de 200 … »), nor one that is
    about a single one by its name (« La SCIC Piste d'Azur est … »).
    """
    forms = [*_forms(thing), stems(" ".join(n for n in names(thing) if not n.isupper()))]
    said = (text[start:end] for text in texts for start, end in units(text))
    return any(
        _begins(form, stems(sentence))
        or (_DEFINES.search(fold(sentence)) and _most(form, stems(sentence)))
        for sentence in said
        if not sentence.rstrip(" \u00a0»").endswith("?") and not _names_one(thing, sentence)
        for form in forms
    )


def tells_apart(things: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether a sentence about one of some things says how it is unlike another."""
    said = [text[start:end] for text in texts for start, end in units(text)]
    unlike = [sentence for sentence in said if _TELLS_APART.search(fold(sentence))]
    return any(spoken_of(thing, unlike) for thing in things)


def _names_one(thing: str, sentence: str) -> bool:
    """Whether a sentence speaks of a thing only as the beginning of a proper name.

    « La SCIC Bois est… » and « la forme SCIC de Bois » do; « une SCIC SA » and « une CAE
    Coopérative d'activité… » do not, nor « le Contrat d'Engagement Républicain » for « contrat
    d'engagement ».
    """
    last = re.escape(re.split(r"[\s'’]", thing.strip())[-1])
    known = {stem for form in _forms(thing) for stem in form}
    found = re.findall(
        rf"\b((?i:{last})[sx]?)\b(?!-)(?:\s+(?:d[eu] |d['’])?(?:[«“\"]\s*)?([A-ZÀ-Ý]\w*))?",
        sentence,
    )
    return bool(found) and all(
        name[1:] != name[1:].upper()
        and not known & set(stems(name))
        and (said.isupper() or said[0] == last[0])
        for said, name in found
    )


def _begins(form: Sequence[str], words: Sequence[str]) -> bool:
    first = words[: len(form) + _BEFORE]
    return _most(form, first) and not any(w.isdigit() and w not in form for w in first)


def _most(form: Sequence[str], words: Sequence[str]) -> bool:
    return 2 * sum(_holds(words, stem) for stem in form) > len(form)


def _forms(thing: str) -> list[list[str]]:
    return [form for form in (stems(thing), stems(expand(thing)[len(thing) :])) if form]


def _sentences(text: str) -> list[list[str]]:
    return [stems(text[start:end]) for start, end in units(text)]


def _holds(words: Iterable[str], stem: str) -> bool:
    return any(_same(stem, word) for word in words)


def _same(one: str, other: str) -> bool:
    """Whether two stems are one; the stemmer keeps « vœu » and « vœux » apart."""
    return one == other or one in (f"{other}s", f"{other}x") or other in (f"{one}s", f"{one}x")
