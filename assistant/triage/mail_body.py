"""Which lines of a pasted mail are its sender's own matter: no greeting, signature or quote."""

import re
from dataclasses import dataclass

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
_NAMES = r"(?:(?:,? ?(?:et|a|la|les?|l'|tous?|toutes?|cher\w*|chere\w*|maitre|madame|mesdames"
_NAMES += r"|monsieur|messieurs|mme|mr?|docteur|president\w*|maire|prefete?|directeur|directrice"
_NAMES += r"|equipe|service|juriste|collegues?|amis?|rtes|reseau|juridique|conseiller\w*))\b\.?)*"
_GREETING = re.compile(
    rf"^(?:bonjour|bonsoir|salut|hello|madame|mesdames|monsieur|messieurs|cher|chere|chers|cheres"
    rf"|maitre)\b{_NAMES}(?:(?= [a-z-]+(?: [a-z-]+)?,)[a-z -]+)? ?[,.!:;]*\s*"
)
_CLOSING = re.compile(
    r"^(?:(?:bien |tres |avec mes |sincerement|nos |mes )?(?:cordial\w+|sinceres? \w+|amical\w+"
    r"|respectu\w+|salutations?|remerciements|amities|meilleurs? \w+|sentiments \w+)\b"
    r"|bien a (?:vous|toi)|a vous lire|cdlt|cdt|bav|sinceres|d'avance (?:un grand )?merci"
    r"|(?:un grand |grand |encore |mille )?merci(?: (?:a vous|d'avance|par avance|beaucoup|bien"
    r"|infiniment|encore|pour|de (?:votre|vos|me rappeler)|et)\b|s\b|[ ,.!]*$)"
    r"|(?:en )?vous (?:en )?remerciant|en vous souhaitant|dans l'attente|(?:je|nous) vous (?:en )?"
    r"remerci\w+(?! de (?:bien vouloir|me|m'|nous))|recevez|veuillez (?:agreer|recevoir|croire)"
    r"|(?:je|nous) vous prie?(?:ons)? (?:d'agreer|de (?:croire|recevoir|trouver))"
    r"|restant a|(?:je|nous) rest\w+ (?:joignable|a votre|disponible)|c'est (?:assez |tres )?urgent"
    r"|(?:tres )?(?:bonne|belle|excellente) (?:journee|soiree|reception|fin|semaine|continuation)"
    r"|envoye (?:de|depuis) (?:mon|ma|outlook|yahoo)|sent from|obtenez outlook|telecharge\w* outlook"
    r"|-- ?$)"
)
_DISCLAIMER = re.compile(
    r"^[*\[(< ]*(?:(?:ce|cet|le present|the?is) (?:message|mail|courriel|e-?mail|courrier"
    r"|electronique)\b.*(?:confidenti|destinataire|intended)|avertissement ?:|confidentialite ?:"
    r"|disclaimer|pensez a l'environnement|(?:avant d'imprimer|n'imprimez)|afin de contribuer"
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
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    own, subject = _own(lines)
    greeted = bool(own) and _GREETING.match(fold(own[0])) is not None
    kept, closed = _before_closing(_greeted(own) if greeted else own)
    quoted = len(own) < sum(1 for line in lines if line)
    if not (greeted or closed or quoted or subject):
        return None
    paragraphs = _paragraphs(kept)
    if not closed and len(paragraphs) > 1 and _is_signature(paragraphs[-1]):
        paragraphs.pop()
    return Body(tuple(map(tuple, paragraphs)), subject) if paragraphs else None


def _own(lines: list[str]) -> tuple[list[str], str]:
    """The lines that the sender wrote, without the mail's header; and its subject.

    Where nothing but a forwarded mail stands, its lines are taken.
    """
    subject = ""
    own: list[str] = []
    for number, line in enumerate(lines):
        flat = fold(line)
        if _QUOTED_HEAD.match(flat) or _QUOTED_HEAD.match(
            fold(" ".join(lines[number : number + 2]))
        ):
            if any(map(_tells, own)):
                break
            own = []
        elif _SUBJECT.match(flat):
            subject = subject or line[_SUBJECT.match(flat).end() :].strip()  # type: ignore[union-attr]
        elif _DISCLAIMER.match(flat):
            break
        elif not line.startswith(">") and not (_HEADER.match(flat) and not any(map(_tells, own))):
            own.append(line)
    while own and not own[0]:
        own.pop(0)
    return own, subject


def _tells(line: str) -> bool:
    """Whether a line says more than a greeting or a farewell."""
    return len(_after_greeting(line).split()) > 4 and not _CLOSING.match(fold(line))


def _after_greeting(line: str) -> str:
    found = _GREETING.match(fold(line))
    # Folding keeps the count of characters but for ligatures.
    return line[found.end() :].lstrip(" ,!.") if found and len(fold(line)) == len(line) else line


def _greeted(lines: list[str]) -> list[str]:
    rest = _after_greeting(lines[0])
    return [rest, *lines[1:]] if rest else _greeted_again(lines[1:])


def _greeted_again(lines: list[str]) -> list[str]:
    while lines and not lines[0]:
        lines = lines[1:]
    # « Bonjour, » and « Madame, » each on a line.
    return _greeted(lines) if lines and _GREETING.fullmatch(fold(lines[0])) else lines


def _before_closing(lines: list[str]) -> tuple[list[str], bool]:
    """The lines before the farewell, and whether there is one; a postscript that asks is kept."""
    for number, line in enumerate(lines):
        if _CLOSING.match(fold(line)):
            after = [
                later for later in lines[number:] if re.match(r"p\.? ?s\.? ?[:.-]", fold(later))
            ]
            rest = "\n".join(lines[number + 1 :])
            # A thanks in the middle is no farewell: a question follows.
            if "?" in rest and not after:
                continue
            if "?" in line:
                continue
            return lines[:number] + [
                re.sub(r"(?i)^p\.? ?s\.? ?[:.-]\s*", "", p) for p in after
            ], True
    return lines, False


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
