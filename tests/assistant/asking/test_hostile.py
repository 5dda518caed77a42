"""A question as long as allowed is read soon, whatever it repeats: alone, or after another."""

import os
from itertools import cycle, product

import pytest

from assistant.question import MAX_CHARACTERS, understand

GARAGES = "Comment ma commune peut-elle soutenir les garages solidaires ?"
# What a pattern with two ways to read the same text does not come back from.
REPEATED = [
    "Ab-",
    "Ab-de-",
    "Ab ",
    "Ab Cd-il ",
    "Éa",
    "A-",
    "A'",
    "Que Fait La Communauté Agglomération Rochefort Océan Charente Maritime Nouvelle Aquitaine ? ",
    "de Ab, ",
    "a-",
    "er-",
    "le a ",
    " le ",
    "´",
    "et ",
    "et comment ",
    ", comment le ",
    "quel ",
    "on les ",
    "quels services de ",
    "à quel ",
    "aider une petite ",
    "le lieu culturel ",
    "merci, ",
    "loi Ab ",
    "what does ",
    "? ",
    "2014-",
    "1 ",
    "depuis la loi, ",
    "qui le porte, une ",
    "pas du ",
    "l'ess et ",
]
# A long word of hyphens, or a noun, before what is repeated.
FIRST = ["la commune", "a-" * 900 + " ", "comment aider le a"]
PAIRS = (
    list(product(FIRST, REPEATED))
    if "TEST_LONG" in os.environ
    else list(zip(cycle(FIRST), REPEATED, strict=False))
)


# A pattern that does not come back takes hours: a busy machine is no reason to fail.
@pytest.mark.timeout(60)
@pytest.mark.parametrize(("first", "repeated"), PAIRS)
def test_a_question_of_repeats_is_read_alone_and_after_others(first: str, repeated: str) -> None:
    text = (first + repeated * MAX_CHARACTERS)[: MAX_CHARACTERS - 1] + "x"
    assert understand(text).parts
    assert understand(text, [GARAGES]).text == understand(text, [text]).text
    assert understand("et Lille ?", [text]).text == "et Lille ?"
    assert understand("combien ça coûte ?", [text]).text == "combien ça coûte ?"
