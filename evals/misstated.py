"""How the statements of an answer are made wrong on purpose, one in a known way."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from corpus.text import fold
from evals.said import Said

_FIGURE = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?(?![\w])")
_PLACES = ("Trifouilly", "Montargnac", "Valbrisande", "Pontcerval", "Saint-Orvain")
# Any capitalised word may be a name. Drawn without the code that checks answers, so that what
# that code takes for no name is drawn too; function words that open sentences are left out.
_CAPITALISED = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-ÞŒ][\w-]{2,}")
_FUNCTION_WORDS = re.compile(
    "afin|ainsi|apres|aucune?|aussi|autres?|aux|avant|avec|car|ceci|cela|celles?|celui|ces|cet"
    "|cette|ceux|chacune?|chaque|comme|comment|contre|dans|depuis|des|donc|dont|elles?|enfin|entre"
    "|est|eux|grace|ils|leurs?|les|lors|lorsque|mais|malgre|meme|nos|notre|nous|outre|par|parce"
    "|pendant|peu|plus|pour|pourquoi|puis|quand|que|quel|quelles?|quelques|quels|qui|quoi|sans"
    "|sauf|selon|ses|seule?s?|son|sont|sous|sur|tous|tout|toutes?|toutefois|tres|une|vers|voici"
    "|voila|vos|votre|vous"
)
_DENIED = re.compile(r"\b(n[e’'])\s?(\w+) (?:pas|plus|jamais) ")
_VERB = re.compile(
    r"(?<=\w )(?<!\bne )(est|sont|a|ont|peut|peuvent|doit|doivent|permet|permettent) (?=\w)"
)


def figure_changed(said: Said, rng: random.Random) -> Said | None:
    """One figure of a statement becomes another one that the statement does not hold."""
    held = {match[0] for s in said.statements or () for match in _FIGURE.finditer(s.text)}

    def other(figure: str) -> str:
        places = [i for i, character in enumerate(figure) if character.isdigit()]
        changed = [f"{figure[:i]}{d}{figure[i + 1 :]}" for i in places for d in "123456789"]
        free = [candidate for candidate in changed if candidate not in held]
        return rng.choice(free) if free else f"9{figure}"

    return _substituted(said, rng, _FIGURE, lambda match: other(match[0]))


def figures_exchanged(said: Said, rng: random.Random) -> Said | None:
    """Two figures of one statement stand in each other's place."""
    places = []
    for position, statement in enumerate(said.statements or ()):
        found = list(_FIGURE.finditer(statement.text))
        places += [(position, a, b) for a, b in pairwise(found) if a[0] != b[0]]
    if not places:
        return None
    position, a, b = rng.choice(places)
    text = (said.statements or ())[position].text
    between = text[a.end() : b.start()]
    return _stating(said, position, text[: a.start()] + b[0] + between + a[0] + text[b.end() :])


def name_changed(said: Said, rng: random.Random) -> Said | None:
    """One capitalised word of a statement becomes a place that does not exist."""
    return _substituted(
        said,
        rng,
        _CAPITALISED,
        lambda _: rng.choice(_PLACES),
        lambda match: not _FUNCTION_WORDS.fullmatch(fold(match[0])),
    )


def place_invented(said: Said, rng: random.Random) -> Said | None:
    """A statement says besides where it was, in a place that does not exist."""
    if not said.statements:
        return None
    position = rng.randrange(len(said.statements))
    text = said.statements[position].text
    body = text.rstrip(" .!?…:;»\n")
    end = text[len(body) :]
    return _stating(said, position, f"{body} à {rng.choice(_PLACES)}{end}")


def negation_dropped(said: Said, rng: random.Random) -> Said | None:
    """« Ne … pas » is left out of a statement."""
    return _substituted(said, rng, _DENIED, lambda match: f"{match[2]} ")


def negation_added(said: Said, rng: random.Random) -> Said | None:
    """A verb of a statement is denied."""

    def denied(match: re.Match[str]) -> str:
        return f"{'n’' if match[1][0] in 'aeo' else 'ne '}{match[1]} pas "

    return _substituted(said, rng, _VERB, denied)


def _substituted(
    said: Said,
    rng: random.Random,
    pattern: re.Pattern[str],
    other: Callable[[re.Match[str]], str],
    wanted: Callable[[re.Match[str]], bool] = lambda _: True,
) -> Said | None:
    """One match of the pattern in one statement, drawn among all, becomes another text."""
    texts = [s.text for s in said.statements or ()]
    places = [(i, m) for i, text in enumerate(texts) for m in pattern.finditer(text) if wanted(m)]
    if not places:
        return None
    position, match = rng.choice(places)
    text = texts[position]
    return _stating(said, position, text[: match.start()] + other(match) + text[match.end() :])


def _stating(said: Said, position: int, text: str) -> Said:
    """The answer with another text of one statement, in the text that is read too."""
    statements = said.statements or ()
    old = statements[position]
    return replace(
        said,
        text=said.text.replace(old.text, text, 1),
        statements=(*statements[:position], replace(old, text=text), *statements[position + 1 :]),
    )
