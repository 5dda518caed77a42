"""Which lines of a pasted mail are its sender's own matter: no greeting, signature or quote."""

import re
from dataclasses import dataclass

from assistant.triage.mail_wording import REQUEST
from corpus.text import fold, units

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
_TITLE = (
    r"(?:mesdames|messieurs|madame|monsieur|mme|mr?|maitre|docteur|dr|cheres?|chers?|collegues?"
    r"|amie?s?|(?:la |le |l')?(?:president|directeur|conseiller|juriste|maire|prefet|equipe)\w*)"
    r"\b\.?"
)
_WHOM = (
    r"(?:,? ?(?:a |de |et |tous|toute |toutes|la |les? |l'|rtes\b|reseau|service|juridique"
    rf"|{_TITLE}))*"
)
_GREETING = re.compile(
    # « Bonjour Madame Martin, » may lead a sentence; « Monsieur Martin, » alone on its line.
    rf"^(?:(?:re ?)?(?:bonjour|bonsoir|salut|hello|coucou)\b{_WHOM}"
    r"(?: [a-z'-]+(?: [a-z'-]+)?(?=,))?"
    rf"|{_TITLE}{_WHOM}(?: [a-z'-]+){{0,3}}(?= ?[,!.:]* *$)"
    rf"|{_TITLE}(?:,? {_TITLE})*(?=, (?:je|j'|nous|notre|nos|pouvez|pourriez|merci|suite|dans)\b))"
    r" ?[,.!:;]*\s*"
)
_CLOSING = re.compile(
    r"^(?:(?:bien |tres |avec mes |sincerement|nos |mes )?(?:cordial\w+|sinceres? \w+|amical\w+"
    r"|respectu\w+|cdlt|cdt|salutations?|remerciements|amities|meilleurs? \w+|sentiments \w+)\b"
    r"|bien a (?:vous|toi)|a vous lire|cdlt|cdt|bav|sinceres|d'avance (?:un grand )?merci"
    r"|(?:un grand |grand |encore |mille )?merci(?: (?:a vous|d'avance|par avance|beaucoup|bien"
    r"|infiniment|encore|pour|de (?:votre|vos|me rappeler)|et)\b|s\b|[ ,.!]*$)"
    r"|(?:en )?vous (?:en )?remerciant|en vous souhaitant|dans l'attente|(?:je|nous) vous (?:en )?"
    r"remerci\w+(?! de (?:bien vouloir|me|m'|nous))|recevez|veuillez (?:agreer|recevoir|croire)"
    r"|(?:je|nous) vous prie?(?:ons)? (?:d'agreer|de (?:croire|recevoir|trouver))"
    r"|restant a|(?:je|nous) rest\w+ (?:joignable|a votre|disponible)|c'est (?:assez |tres )?urgent"
    r"|(?:tres )?(?:bonne|belle|excellente) (?:journee|soiree|reception|fin|semaine|continuation)"
    r"|envoye (?:de|depuis) (?:mon|ma|outlook|yahoo)|sent from|obtenez outlook"
    r"|-- ?$)"
)
# Thanks that may stand in the middle of a mail.
_SOFT = re.compile(r"(?:un grand |d'avance )?merci|.*remerci|dans l'attente|c'est|(?:je|nous) rest")
_POSTSCRIPT = re.compile(r"p\.? ?s\.? ?[:.-]\s*", re.I)
_DISCLAIMER = re.compile(
    r"^[*\[(< ]*(?:(?:ce|cet|le present|the?is) (?:message|mail|courriel|e-?mail|courrier"
    r"|electronique)\b.*(?:confidenti|destinataire|intended)|avertissement ?:|confidentialite ?:"
    r"|disclaimer|pensez a l'environnement|.*d'imprimer ce|n'imprimez|afin de contribuer"
    r"|\[?externe?\]?|attention ?: (?:ce|cet) (?:message|courriel|e-?mail))"
)
_CONTACT = re.compile(
    r"@|https?:|www\.|(?:\d[ .-]?){9,}|^(?:tel|port|mob|fax|standard)\w*\.? ?[:.]|\b\d{5} [a-z]"
)


@dataclass(frozen=True, slots=True)
class Body:
    """What a mail says for itself: paragraphs of lines; `subject` is that of its header."""

    paragraphs: tuple[tuple[str, ...], ...]
    subject: str = ""


def body_of(text: str) -> Body | None:
    """The body of a pasted mail; None where the text is no mail, or nothing of it would be left."""
    lines = _lines(text)
    own, subject = _own(lines)
    greeted = bool(own) and _GREETING.match(fold(own[0])) is not None
    kept, closed = _before_closing(_greeted(own) if greeted else own)
    quoted = len(own) < len(lines)
    if len(lines) == 1 or not (greeted or closed or quoted or subject):
        return None
    paragraphs = _paragraphs(kept)
    if not closed and len(paragraphs) > 1 and _is_signature(paragraphs[-1]):
        paragraphs.pop()
    return Body(tuple(map(tuple, paragraphs)), subject) if paragraphs else None


def quotes_another(text: str) -> bool:
    """Whether a mail quotes another one."""
    lines = _lines(text)
    return any(line.startswith(">") or _quotes(lines, n) for n, line in enumerate(lines))


def _lines(text: str) -> list[str]:
    """The lines of a text; the sentences where a mail that greets was put on one line."""
    lines = [line.strip() for line in text.strip().splitlines()]
    if len(lines) != 1 or not re.match(r"bonjour\b|bonsoir\b|madame,? monsieur\b", fold(lines[0])):
        return lines
    rest = _after_greeting(lines[0])
    return ["Bonjour,", "", *(rest[start:end] for start, end in units(rest))]


def _own(lines: list[str]) -> tuple[list[str], str]:
    """The lines that the sender wrote, without the mail's header; and its subject.

    Where these ask nothing, those of the mail that they hand on, if it asks more.
    """
    subject = ""
    own: list[str] = []
    above: list[str] = []
    for number, line in enumerate(lines):
        flat = fold(line)
        if _quotes(lines, number):
            if _asks(own):
                break
            above, own = (own if any(map(_tells, own)) else above), []
        elif found := _SUBJECT.match(flat):
            subject = subject or line[found.end() :].strip()
        elif _DISCLAIMER.match(flat):
            break
        elif not line.startswith(">") and not (_HEADER.match(flat) and not any(map(_tells, own))):
            own.append(line)
    own = own if any(map(_tells, own)) or not above else above
    while own and not own[0]:
        own.pop(0)
    return own, subject


def _quotes(lines: list[str], number: int) -> bool:
    """Whether a line leads to another mail."""
    flat = fold(lines[number])
    if re.match(r"(?:le|on) ", flat) and not _QUOTED_HEAD.match(flat):
        # A program may break the line before « a écrit : ».
        flat = fold(" ".join(lines[number : number + 2]))
    below = map(fold, lines[number + 1 : number + 3])
    of_outlook = re.match(r"\*?(?:de|from) ?:", flat) and any(map(_HEADER.match, below))
    return bool(_QUOTED_HEAD.match(flat) or of_outlook)


def _asks(lines: list[str]) -> bool:
    text = " ".join(lines)
    return "?" in text or REQUEST.search(fold(text)) is not None


def _tells(line: str) -> bool:
    """Whether a line says more than a greeting or a farewell."""
    own = _after_greeting(line)
    return "?" in own or (len(own.split()) > 4 and not is_closing(line))


def _after_greeting(line: str) -> str:
    # Character by character, so that offsets hold: folding makes three dots of « … ».
    found = _GREETING.match("".join(fold(sign)[:1] for sign in line))
    return line[found.end() :].lstrip(" ,!.") if found else line


def _greeted(lines: list[str]) -> list[str]:
    rest = _after_greeting(lines[0])
    return [rest, *lines[1:]] if rest else _greeted_again(lines[1:])


def _greeted_again(lines: list[str]) -> list[str]:
    while lines and not lines[0]:
        lines = lines[1:]
    # « Bonjour, » and « Madame, » each on a line.
    return _greeted(lines) if lines and _GREETING.fullmatch(fold(lines[0])) else lines


def _before_closing(lines: list[str]) -> tuple[list[str], bool]:
    """The lines before the farewell, and whether there is one; a postscript is kept."""
    for number, line in enumerate(lines):
        if not is_closing(line) or "?" in line:
            continue
        rest = lines[number + 1 :]
        after = [later for later in rest if _POSTSCRIPT.match(later)]
        # A thanks in the middle is no farewell: a question follows.
        if after or not _goes_on(line, rest):
            return lines[:number] + [_POSTSCRIPT.sub("", later) for later in after], True
    return lines, False


def _goes_on(line: str, rest: list[str]) -> bool:
    """Whether something is still asked after a line that looks like a farewell."""
    soft = _SOFT.match(fold(line)) is not None
    return any("?" in later or (soft and REQUEST.search(fold(later))) for later in rest)


def _paragraphs(lines: list[str]) -> list[list[str]]:
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return [paragraph for paragraph in paragraphs if paragraph]


def _is_signature(paragraph: list[str]) -> bool:
    """Whether a last paragraph is a name with a function, a body and how to reach them."""
    short = all(len(line) < 90 and not line.endswith(("?", ":", ";")) for line in paragraph)
    named = re.match(
        r"(?:(?:M\.|Mme|Dr|Me) )?[A-ZÀ-Ý][\w'’-]+(?: [\w'’-]+){0,3}(?: ?[,–-].*)?$", paragraph[0]
    )
    reached = any(_CONTACT.search(fold(line)) for line in paragraph)
    return short and named is not None and (reached or len(paragraph) > 1)


def is_closing(line: str) -> bool:
    """Whether a line is a mail's farewell."""
    return _CLOSING.match(fold(line)) is not None
