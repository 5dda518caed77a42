"""How a French question is put where there are many ways to put it: the one that readers know.

Search, gate and reader see « Qu'est-ce qu'une SCIC ? » for « Comment définit-on une SCIC ? ».
"""

import re

from assistant.asking.phrases import CONTRACTED, flat

# All patterns read flat text.
_DEFINED = re.compile(
    r"(?:qu(?:e |')(?:faut[- ]il entendre|recouvre|signifie|veut dire|entend|designe|appelle)"
    r"(?:(?:-t)?-on)?|comment (?:peut[- ]on |faut[- ]il )?defini\w+(?:-on)?"
    r"|(?:quelle est|donne[rz](?:[- ]moi)?) la definition(?= d[eu'])"
    r"|ce qu(?:e l'on |'on )(?:entend|appelle))"
    r"(?: (?:exactement|precisement|au juste))?(?: par)? "
    r"(?:(?:le |la |l')(?:mot|terme|expression|notion) )?(?=[\w«])(?!(?:pour|a|en|chez|dans)\b)"
)
_EXAMPLES = re.compile(
    r"(?:connaissez[- ]vous|(?:pou[rv]\w+|peux)[- ](?:vous|tu) (?:nous |me )?(?:citer|donner)"
    r"|peut[- ]on citer|citez(?:[- ](?:nous|moi))?) des (?:(?:exemples?|cas) de )?(?!exemple|cas\b)"
)
_ARTICLE = re.compile(r"(?:du|des|de la|de l'|d'|de) ?(?=\S)")


def in_plain_words(question: str) -> str:
    """A question for a definition or examples put in the usual way; any other as it is."""
    plain = flat(question)
    defined = _DEFINED.match(plain)
    if defined:
        thing = _without_preposition(question[defined.end() :])
        joined = "Qu'est-ce qu'" if re.match(r"[aeiouyœ]", flat(thing)) else "Qu'est-ce que "
        return joined + thing
    examples = _EXAMPLES.match(plain)
    if examples:
        thing = question[examples.end() :]
        return f"Avez-vous des exemples {'d’' if flat(thing)[:1] in 'aeiouy' else 'de '}{thing}"
    return question


def _without_preposition(thing: str) -> str:
    """« du label » is « le label », « d'une SCIC » « une SCIC »."""
    match = _ARTICLE.match(flat(thing))
    if match is None:
        return thing
    said, rest = match.group().strip(), thing[match.end() :]
    if said in CONTRACTED:
        return CONTRACTED[said][1] + rest
    return {"de la": "la ", "de l'": "l'"}.get(said, "") + rest
