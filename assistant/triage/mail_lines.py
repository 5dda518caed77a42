"""What kind of line a line of a pasted mail is: greeting, farewell, header, quote, small print."""

import re
from collections.abc import Sequence

from corpus.text import fold

# All patterns read folded text: lower case, no accents, plain apostrophes.
_QUOTED_HEAD = re.compile(
    r"^(?:le .{4,200}?\ba ecrit\s?:?|on .{4,200}?\bwrote\s?:?"
    r"|[-_ ]{2,}\s?(?:message (?:d'origine|original|transfere|initial)|original message"
    r"|forwarded message|debut du message (?:reexpedie|transfere)).*|_{8,}"
    r"|debut du message (?:reexpedie|transfere) ?:)$"
)
_HEADER = re.compile(
    r"^(?:\*)?(?:de|a|cc|cci|date|envoye(?: le)?|from|to|sent|subject|objet|sujet|repondre a"
    r"|pieces? jointes?|importance) ?:\*? ?"
)
_SUBJECT = re.compile(r"^\*?(?:objet|sujet|subject) ?:\*? ?(?:(?:re|tr|fwd?) ?: ?)*")
_POLITE = r"mesdames|messieurs|madame|monsieur|maitre"
_ADDRESSED = rf"{_POLITE}|mme|mr?|docteur|dr|cheres?|chers?|collegues?|amie?s?"
_TITLE = (
    rf"(?:{_ADDRESSED}|(?:la |le |l')?(?:president|directeur|conseiller|juriste|maire|prefet"
    r"|equipe)\w*)\b\.?"
)
_WHOM = (
    r"(?:,? ?(?:a |de |et |tous|toute |toutes|la |les? |l'|rtes\b|reseau|service|juridique"
    rf"|{_TITLE}))*"
)
# Whom one greets in a line that goes on. After a comma an article is the sentence's: « Bonjour, la
# rivière… », « Bonjour, le maire, qui préside… »; so is a title that no comma follows: « Bonjour,
# M. Martin souhaite… ».
_FORMAL = rf"(?:messieurs-dames|{_POLITE}|cheres? collegues?|chers collegues)"
_CALLED = rf"(?:{_FORMAL}|{_ADDRESSED})\b\.?"
_BODY = (
    rf"(?:{_CALLED}|(?:president|direct|conseiller|juri|maire|mairie|prefet|equipe|service|reseau"
    r"|rtes)\w*)"
)
_OF = r"(?:et |a |de |du |des |d'|la |le |les |l'|toute |toutes |tous )"
_ALL = r"a (?:vous|tous|toutes)(?: et a toutes)?\b"
_NAME = (
    r" (?!(?:nous|notre|nos|je|on|ma|mon|mes|une?|la|les?|des|du|vous|votre|vos|ils?|elles?|ce"
    r"|cette|ces|suite|dans|en|pour|par|si|que|quel\w*|comment|merci|a|est|y|dois|peut|pouvez"
    r"|pourriez)\b|[cdjlmnqst]')[a-z'-]+"
)
_GREETED = (
    rf"(?:(?:,? ?{_ALL}| {_OF}*{_BODY}|, ?{_CALLED})(?:,? {_CALLED}| {_OF}*{_BODY})*"
    rf"(?:{_NAME}){{0,2}}(?= ?(?:[,!:;]|\.?$))|(?:{_NAME}){{1,2}}(?=,)"
    rf"|(?: {_ALL})?(?:,? ?{_FORMAL}\b)*)"
)
_GREETING = re.compile(
    # « Bonjour Madame Martin, » may lead a sentence; « Monsieur Martin, » alone on its line.
    rf"^(?:(?:re[ -]?)?(?:bonjour|bonsoir|salut|hello|coucou)\b{_GREETED}|re(?= ?,)"
    r"|dear\b(?: [a-z'-]+){1,4}(?= ?[,:])"
    rf"|{_TITLE}{_WHOM}(?: [a-z'-]+){{0,3}}(?= ?[,!.:]* *$)"
    rf"|{_TITLE}(?:,? {_TITLE})*(?=, (?:je|j'|nous|notre|nos|pouvez|pourriez|merci|suite|dans)\b))"
    r" ?[,.!:;]*\s*"
)
_CLOSING = re.compile(
    r"^(?:(?:bien |tres |avec mes |sincerement|nos |mes )?(?:cordial\w+|sinceres? \w+|amical\w+"
    r"|respectu\w+|cdlt|cdt|salutations?|remerciements|amities|meilleurs? \w+|sentiments \w+)\b"
    r"|bien a (?:vous|toi)|a vous lire|cdlt|cdt|bav|sinceres|d'avance (?:un grand )?merci"
    r"|(?:un grand |grand |encore |mille )?merci(?: (?:a vous|d'avance|par avance|beaucoup|bcp|bien"
    r"|infiniment|encore|pour|de (?:votre|vos|me rappeler)|et)\b|s\b|[ ,.!]*$)"
    r"|(?:en )?vous (?:en )?remerciant|en vous souhaitant|dans l'attente|(?:je|nous) vous (?:en )?"
    r"remerci\w+(?! de (?:bien vouloir|me|m'|nous))|recevez|veuillez (?:agreer|recevoir|croire)"
    r"|(?:je|nous) vous prie?(?:ons)? (?:d'agreer|de (?:croire|recevoir|trouver))"
    r"|restant a|(?:je|nous) rest\w+ (?:joignable|a votre|disponible)|c'est (?:assez |tres )?urgent"
    r"|(?:tres )?(?:bonne|belle|excellente) (?:journee|soiree|reception|fin|semaine|continuation)"
    r"|envoye (?:de|depuis) (?:mon|ma|outlook|yahoo)|sent from|obtenez outlook"
    r"|(?:best|kind|warm|with (?:best|kind)) (?:regards|wishes)|regards[,.]?$|yours (?:sinc|faith)"
    r"|sincerely|(?:many )?thanks(?: (?:in advance|again|a lot|so much)\b|[ ,.!]*$)"
    r"|thank you (?:in advance|very|for|so)|looking forward|i look forward"
    r"|-- ?$)"
)
# Thanks that may stand in the middle of a mail.
_SOFT = re.compile(r"(?:un grand |d'avance )?merci|.*remerci|dans l'attente|c'est|(?:je|nous) rest")
_POSTSCRIPT = re.compile(r"p\.? ?s\.? ?[:.-]\s*", re.I)
_DISCLAIMER = re.compile(
    r"^[*\[(< ]*(?:(?:ce|cet|le present|the?is) (?:message|mail|courriel|e-?mail|courrier"
    r"|electronique)\b.*(?:confidenti|destinataire|intended)|avertissement ?:|confidentialite ?:"
    r"|(?:les|the) information\w* contenu|information contained|toute (?:utilisation|diffusion"
    r"|reproduction|publication) |si vous n'etes pas (?:le |la |l')?(?:bon )?destinataire"
    r"|disclaimer|pensez a l'environnement|.*d'imprimer ce|n'imprimez|afin de contribuer"
    r"|\[?externe?\]?|attention ?: (?:ce|cet) (?:message|courriel|e-?mail))"
)
_CONTACT = re.compile(
    r"@|https?:|www\.|(?:\d[ .-]?){9,}|^(?:tel|port|mob|fax|standard)\w*\.? ?[:.]|\b\d{5} [a-z]"
)


def after_greeting(line: str) -> str:
    """What a line says after its greeting; the line where it has none."""
    # Character by character, so that offsets hold: folding makes three dots of « … », and nothing
    # of an accent that is a character of its own.
    places = [place for place, sign in enumerate(line) if fold(sign)]
    found = _GREETING.match("".join(fold(line[place])[:1] for place in places))
    if found is None:
        return line
    return line[[*places, len(line)][found.end()] :].lstrip(" ,!.")


def is_greeting(line: str) -> bool:
    """Whether a line is nothing but a greeting."""
    return _GREETING.fullmatch(fold(line)) is not None


def greets(line: str) -> bool:
    """Whether a line begins with a greeting."""
    return _GREETING.match(fold(line)) is not None


def is_closing(line: str) -> bool:
    """Whether a line is a mail's farewell."""
    return _CLOSING.match(fold(line)) is not None


def may_go_on(line: str) -> bool:
    """Whether a farewell is one that may stand in the middle of a mail."""
    return _SOFT.match(fold(line)) is not None


def is_header(line: str) -> bool:
    """Whether a line is one of a mail's header: « De : », « Envoyé : »."""
    return _HEADER.match(fold(line)) is not None


def subject_of(line: str) -> str | None:
    """The subject that a line of a header gives, None where it gives none."""
    found = _SUBJECT.match(fold(line))
    return line[found.end() :].strip() if found else None


def is_small_print(line: str) -> bool:
    """Whether a line warns of what may be done with the mail; what follows it does too."""
    return _DISCLAIMER.match(fold(line)) is not None


def is_contact(line: str) -> bool:
    """Whether a line says how somebody is reached."""
    return _CONTACT.search(fold(line)) is not None


def postscript_of(line: str) -> str | None:
    """What a postscript says, None where the line is none."""
    found = _POSTSCRIPT.match(line)
    return line[found.end() :] if found else None


def leads_to_another(lines: Sequence[str], number: int) -> bool:
    """Whether a line leads to another mail, quoted or handed on."""
    flat = fold(lines[number])
    if re.match(r"(?:le|on) ", flat) and not _QUOTED_HEAD.match(flat):
        # A program may break the line before « a écrit : ».
        flat = fold(" ".join(lines[number : number + 2]))
    of_outlook = re.match(r"\*?(?:de|from) ?:", flat) and any(
        map(is_header, lines[number + 1 : number + 3])
    )
    return bool(_QUOTED_HEAD.match(flat) or of_outlook)
