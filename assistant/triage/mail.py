"""What a pasted mail asks: each of its questions, with the context that it cannot do without."""

import re

from assistant.asking.follow_up import is_courtesy
from assistant.asking.reference import refers
from assistant.triage.mail_body import body_of
from corpus.text import fold, units

# All patterns read folded text. Requests that need no question mark.
_KNOW = (
    r"(?:savoir|connaitre|comprendre|obtenir|avoir|disposer|recevoir|etre (?:informe|eclaire"
    r"|renseigne)\w*|que vous|un (?:avis|eclairage|apercu)|des (?:exemples|precisions|retours)"
    r"|votre (?:avis|eclairage|analyse))"
)
_REQUEST = re.compile(
    r"\b(?:souhait|voudr|aimer|desir)(?:er)?(?:ai[st]?|ions|aient|ait|e|ons|ent)\b"
    rf"[^.:]{{0,40}}?(?:{_KNOW}\b|:)"
    r"|\bmerci (?:par avance |d'avance )?de (?:bien vouloir|me |m'|nous|preciser|dire|indiquer)"
    r"|\bremerci\w+ (?:par avance |d'avance )?de (?:bien vouloir|me |m'|nous)"
    r"|\b(?:pouvez|pourriez|sauriez|auriez)[- ]vous\b|\bvous serait-il possible"
    r"|\b(?:m'|nous |se |s')interrog\w+|\b(?:me|nous|se) demand(?:e|ons|ent)\b"
    r"|\b(?:demande|demandent|cherchons|cherche|recherchons)\b"
    r"|\bbesoin (?:de (?:savoir|connaitre|comprendre)|d'(?:un avis|une reponse|un eclairage))"
    r"|\b(?:gre|reconnaissante?s?) de (?:bien vouloir|me |m'|nous)"
    r"|\b(?:ma|notre|la|une autre) question (?:est|porte|concerne)"
    r"|\b(?:ne sai[st]|ne savons|ignor\w+|pas (?:sure?s?|certaine?s?))\b.{0,20}?\b(?:pas|si|comment|qui"
    r"|quel\w*)\b|\bqu'en est-il\b|\bseraient? (?:precieux|utiles?|bienvenu\w*)"
)
# Sentences about the sender or the mail, which help no answer.
_ABOUT_THE_MAIL = re.compile(
    r"^(?:je (?:suis|prepare|me permets|vous (?:ecris|contacte|sollicite|soumets? une)|decouvre"
    r"|reviens|prends|viens (?:vers|d'arriver))|nous (?:revenons|prenons|vous (?:contactons"
    r"|ecrivons|sollicitons))|suite a |en (?:tant que|ma qualite)|j'ai (?:vu|lu|bien)|une (?:petite )?"
    r"question\b|elue? |merci\b|c'est (?:assez |tres )?urgent|j'espere|au plaisir|bien recu)"
)
# What ties a question to the sentences before it.
_TIED = re.compile(
    r"\b(?:cet|cette|ces) (?!annee|fois)\w|(?<!est-)(?<!qu'est-)\bce (?!que?\b|qu'|qui\b|sont|n'est)"
    r"[a-z]|\b(?:cela|ceci|ca|celui|celle|ceux|celles)\b|\b(?:le|la|les) memes?\b"
    r"|\b(?:le|ce) (?:sujet|cas|danger|risque)\b|\ble bon \w|\bquand meme\b|\bdans ce cas\b"
    r"|\b(?:son|sa|ses|leurs?) [a-z]|\b(?:du|des|les|aux) (?:deux|trois|quatre|cinq|six|sept|huit"
    r"|neuf|dix|onze|douze|\d+) |\b(?:en|y) (?:avons|avez|a|ont|est|sont|aller)\b|\blui\b"
    r"|\b(?:l[ae]s?|l'|nous les?|nous la|s'y|y) ?(?:faire|obliger|confirmer|recourir|[a-z]+er)\b(?! (?:de|d'|des)\b)"
    r"|^(?:et |ou )?(?!faut-il|y a-t-il|existe-t-il|est-il (?:possible|obligatoire|permis|legal))"
    r"(?:[a-z]+-(?:t-)?(?:ils?|elles?)|est[- ]ce (?:une?|la|le|bien|que cela|possible)|qu'en)\b"
    r"|^(?:qu'advient|a qui|quelles? suites?|quel accord|que nous|un [a-z]+ suffit)"
    r"|^(?:le|la|les|l'|au[x]?|du) ?[a-z]|\bou (?:le|la) \w+ d(?:e|'|u) ?\w* ?\?$"
)
_FEW = 7
# How much context a question keeps.
_MOST_CONTEXT = 3
_ITEM = re.compile(r"^\s*(?:[-–—•●*]|(?:\d{1,2}|[a-h])\s?(?:[.)/°]|er?\b))\s*", re.I)
_INLINE_ITEM = re.compile(r"(?<=[\s:])\(?(?:[1-9]|[a-h])\s?[)/]\s?(?=\w)")
_SIDES = re.compile(
    r"\bd['’]une part\b,?\s*(.+?),?\s*(?:et )?d['’]autre part,?\s*(.+)", re.I | re.S
)
_LEAD = re.compile(
    r"^(?:(?:et|puis|enfin|ensuite|aussi|par ailleurs|de plus|autre|derniere?|question|point"
    r"|subsidiaire|complementaire|plus|pointue)[ ,]*)+:\s*|^(?:par ailleurs|enfin|ensuite|de plus),?\s+",
    re.I,
)
_INTRODUCES = re.compile(
    r"\b(?:questions?|points?|aspects?|choses)\b[^.?:]*:$|^(?:voici|deux|trois|quatre|plusieurs|mes)\b"
)


def questions_of(text: str) -> tuple[str, ...]:
    """What a text asks: each question of a mail by itself, at least one.

    A text that is no mail is returned whole; the body of a mail in which no question is found
    too.
    """
    body = body_of(text)
    if body is None:
        return (text,)
    pieces = [piece for paragraph in body.paragraphs for piece in _pieces(paragraph)]
    found = _questions(pieces)
    whole = "\n\n".join("\n".join(paragraph) for paragraph in body.paragraphs)
    if not found:
        return (f"{body.subject}\n\n{whole}" if body.subject else whole,)
    if body.subject and len(found) == 1 and _is_tied(found[0]):
        return (f"{body.subject.rstrip(' .')}. {found[0]}",)
    return tuple(found)


def _pieces(paragraph: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The sentences and items of a paragraph, and whether each is an item of a list."""
    pieces: list[tuple[str, bool]] = []
    running: list[str] = []

    def end_running() -> None:
        text = _INLINE_ITEM.sub("\n", " ".join(running))
        for number, part in enumerate(text.split("\n")):
            sentences = re.split(r"(?<=\?)\s+", part)
            pieces.extend((s[a:b], number > 0) for s in sentences for a, b in units(s))
        running.clear()

    for line in paragraph:
        if _ITEM.match(line) and not re.match(r"\w\s", line):
            end_running()
            pieces.append((_ITEM.sub("", line), True))
        elif pieces and pieces[-1][1] and not running:
            pieces[-1] = (f"{pieces[-1][0]} {line}", True)
        else:
            running.append(line)
    end_running()
    return pieces


def _questions(pieces: list[tuple[str, bool]]) -> list[str]:
    """The questions, in order, each with the context that it needs."""
    found: list[str] = []
    context: list[str] = []
    stem = ""
    for piece, is_item in pieces:
        if piece.endswith(":"):
            stem = piece[:-1].rstrip()
            continue
        asked = _LEAD.sub("", piece)
        if is_item and stem:
            found.append(_item(asked, stem))
        elif _asks(asked):
            for one in _sides(asked):
                _add(found, context, one)
            stem = ""
        elif not _ABOUT_THE_MAIL.match(fold(piece)) and not is_courtesy(piece):
            context.append(piece)
    return found


def _add(found: list[str], context: list[str], question: str) -> None:
    """Add a question, with the context or the question before it where it is tied to them."""
    if not _is_tied(question):
        found.append(question)
    elif context:
        found.append(" ".join([*context[-_MOST_CONTEXT:], question]))
    elif found:
        found[-1] = f"{found[-1]} {question}"
    else:
        found.append(question)


def _asks(sentence: str) -> bool:
    return "?" in sentence[-3:] or _REQUEST.search(fold(sentence)) is not None


def _is_tied(question: str) -> bool:
    """Whether a question needs what was said before it."""
    plain = fold(question)
    if _REQUEST.search(plain) and len(plain.split()) > _FEW:
        plain = re.sub(r"^.*?\b(?:savoir|comprendre|indiquer|demande)\b", "", plain)
    return len(plain.split()) < _FEW or _TIED.search(plain) is not None or refers(question)


def _item(item: str, stem: str) -> str:
    """An item of a list as a question: with the request that leads to the list, if it is one."""
    text = item.rstrip(" ;.,")
    if text.endswith("?") or _INTRODUCES.search(fold(f"{stem}:")):
        return text[:1].upper() + text[1:]
    last = [stem[a:b] for a, b in units(stem)][-1]
    return f"{last} {text}" + (" ?" if re.search(r"-(?:vous|il|nous)\b", last) else "")


def _sides(question: str) -> list[str]:
    """« … d'une part A, d'autre part B ? » as two questions."""
    split = _SIDES.search(question)
    if split is None:
        return [question]
    stem = question[: split.start()].rstrip(" ,:")
    mark = " ?" if question.rstrip().endswith("?") else "."
    return [f"{stem} {side.strip(' ?.,')}{mark}" for side in split.groups()]
