"""Where a message that asks several things is cut, and each made to stand by itself."""

import re
from itertools import islice, takewhile

from assistant.asking.follow_up import about, resolve
from assistant.asking.phrases import (
    ASPECT,
    CLAUSE_SUBJECT,
    INFORM,
    INFORM_US,
    capitalised,
    cut_at,
    flat,
    unmarked,
)
from assistant.asking.reference import SIZE, general, lacks_subject, named, refers
from assistant.asking.subject import subject
from assistant.asking.talk import is_courtesy
from assistant.asking.things import defined
from corpus.lexical import stems
from corpus.text import units

# All patterns read flat text. What begins a question of its own after « et ».
_WH = (
    r"(?:(?:a|de|d'|en|dans|pour|avec|par|sur|depuis|sous|selon|chez|vers|jusqu'a|a partir de) ?)?"
    r"(?:combien|comment|pourquoi|quand|(?:l[ae]s?)?quel(?:le)?s?(?! que soi)|qui|quoi|qu'est"
    r"|qu'appelle"
    r"|ou(?= (?:se|peut|trouv|sont|est|en|puis|aller|s')| ?\?| ?$)"
    r"|que (?=[\w-]+-(?:t-)?(?:ils?|elles?|on|nous|je)\b|fai|fon|peu|doi|chang|prevoi|di[ts]|faut"
    r"|veu|signifi|designe|recouvre)|how|what|who|why|when|where|which)\b"
)
_YES_NO = (
    r"(?:est[- ]ce\b|peut[- ]on\b|faut[- ]il\b|(?:(?:en|y|ne|l[ae]s?|s[ae]) |[nls]')?\w+-(?:t-)?"
    r"(?:ils?|elles?|on|nous|vous|je)\b|tu as\b|vous avez\b"
    # « l'adhésion est-elle payante », not « la commune et la région peuvent-elles ».
    r"|(?:l[ae] |l'|une? |m(?:a|on) |[nv]otre |cette? )(?:[\w']+ ){1,6}?"
    r"(?:est|peut|doit|a)-(?:t-)?(?:il|elle)\b"
    r"|(?:peu(?:ven)?t|doi(?:ven)?t|est|sont) (?:ils?|elles?)\b"
    r"|(?:is|are|can|does|do|should) (?:it|they|we|a|the|there)\b)"
)
# « … et ce qu'un département peut faire »
_SAYS = r"ce qu(?:'|e |i )(?:[\w'-]+ ){1,3}(?:peu(?:ven)?t|doi(?:ven)?t|fai(?:t|sait)|font)\b"
# « précisez », « dis-moi »; an infinitive where it is « me » or « nous » that is to be told.
_TELL = (
    rf"(?:(?:donne|cite|explique)[rz]?\b|(?:{INFORM_US}|(?:envoye|communique|joigne)z)\b"
    r"|dite?s?[- ](?:moi|nous)\b"
    rf"|(?:me |nous |m')(?:aussi |egalement )?{INFORM})"
)
# What is asked for beside something else: « … ainsi que le calendrier », « … + modèle de bail ».
_BESIDE = (
    r"(?:l[ae]s? |l'|une? |des )?(?:modeles?|formulaires?|baremes?|listes?|textes?|redaction"
    rf"|reglements?|pieces?|conventions?|{ASPECT})\b"
)
# It is asked beside something whole: « les leviers d'un département, ainsi que le budget », not
# « les effets ainsi que les résultats d'une politique ».
_WHOLE = re.compile(
    r"(?: : |\b(?:du|des|aux?|de(?: l[ae])?|a la|(?:pour|sur|dans) (?:l[ae]s?|une?)) "
    r"|\b(?:d'|l')(?:une? )?)[\w'-]+ ?$"
)
_EXAMPLE = r"(?:une?|des|d'autres|quelques) exemples?(?= ?[?.]? ?$)"
_CUT = re.compile(
    rf"(?:\s*[,;]\s*|\s+)(?P<et>et|puis|mais|ainsi que|and|but) "
    rf"(?={_WH}|{_YES_NO}|{_TELL}|{_EXAMPLE}|{_SAYS})"
    rf"|(?:\s*[,;]\s*|\s+)(?P<beside>ainsi que|puis|\+) (?={_BESIDE})"
    rf"|\s*;\s+(?={_YES_NO}|{_WH})"
    r"|\s*[;,]\s+(?=(?:(?:a|de|en|dans|pour|avec|par|sur|sous) )?"
    r"(?:combien|comment|pourquoi|quel(?:le)?s?(?! que soi)|tu as|vous avez|as-tu|avez-vous)\b)"
    rf"|\s*[;,]\s+(?={ASPECT} ?\??$)"
)
# « nous voudrions connaître », « elle me demande aussi le texte »; not « nous souhaitons avoir ».
_WISH = (
    r"\b(?:(?:je|on|nous) (?:voudr|souhait|aimer)\w+ (?:connaitre|comprendre|savoir) \w"
    r"|(?:je|j'|on|nous|ils?|elles?) (?:me |nous )?(?:ai |avons )?(?:voudr|souhait|cherch|recherch"
    rf"|aimer|demand|besoin)\w* (?:aussi|egalement) (?:d'|de )?{_BESIDE})"
)
# « donnez-moi », « vous pouvez me donner »; neither « on nous a donné » nor « je dois expliquer ».
_ASKING = re.compile(
    rf"(?:^|[ ,:(])(?:{_WH}|{_YES_NO})|c'est (?:quoi|qui)|^ou\b|{_EXAMPLE}|koi\b"
    rf"|(?:^|[,:(] ?|\b(?:et|puis|svp|stp|merci de|veuillez|(?:tu|vous) p[eo]\w+) )"
    rf"(?:bien )?(?:vouloir )?(?:me |nous |m')?(?:{_TELL}|(?<=de ){INFORM})"
    rf"|: {_BESIDE}|\bvous auriez\b|{_WISH}"
)
# « des terres qui se libèrent »: a clause that goes on with a noun asks nothing.
_RELATIVE = re.compile(
    r"(?<=\w)(?<!savoir)(?<!dire)(?<!demande)(?<!comprendre)(?<!know)(?<!tell)(?<!\ba)(?<!\bet)"
    r"(?<!\bde)(?<!\bpar)(?<!\bpour)(?<!\bavec)(?<!\bchez)(?<!\bvers)(?<!\band)(?<!\bmais)"
    r" (?:qui|ou|quand|who|which|where|when)\b"
)
_WHEN = re.compile(rf"^quand (?={CLAUSE_SUBJECT})")
# « L'emploi culturel : combien de postes, quelle part des employeurs ? »: each asked of the topic.
_BARE = (
    r"(?:combien d|quel(?:le)?s? (?!que soi))(?!.*-(?:t-)?(?:ils?|elles?|on)\b)"
    r"(?:(?! et (?:combien|quel))[^,:;])+"
)
_THEN = re.compile(rf"(?:, et |, | et )(?={_BARE})")
_TOPIC = re.compile(rf"[^:?!.]+ ?: (?={_BARE}(?:{_THEN.pattern}{_BARE})+$)")
# What tells a question from words that go on with the one before a comma.
_VERB = re.compile(
    r"\b(?:est|sont|as?|avez|ont|faut|peut|peuvent|doit)\b|-(?:t-)?(?:ils?|elles?|on|nous)\b"
)
# A question that names more is about something of its own.
_NAMED = 2
# One that names more needs no story (docs/decisions/0009-reading-the-question.md).
_ENOUGH = 3
# A message with more questions is a text to be read whole: each of them is searched for.
_MOST = 6
# A question is searched for by its own words too: a story has as many words at most.
_LONGEST_STORY = 60
# What ties a question to the one before it.
_AND = re.compile(r"^(?:et|and|puis|mais|but)\b,? ?", re.I)
# Nor is a sentence of more clauses looked at to its end.
_MOST_PLACES = 30


def cut(text: str) -> list[str]:
    """The questions of a message in order, each with what leads to it; the text if it asks one."""
    pieces: list[str] = []
    said = ""
    for sentence in _sentences(text):
        if _asks(sentence):
            first, *others = _questions(sentence)
            pieces += [f"{said} {first}".strip(), *others]
            said = ""
        elif sentence.endswith("?") and pieces and not pieces[-1].endswith("?"):
            pieces[-1] += f" {sentence}"
        else:
            said = f"{said} {sentence}".strip()
    if not 2 <= len(pieces) <= _MOST or (said and not is_courtesy(said)):
        return [text]
    return pieces


def standing_alone(pieces: list[str], english: bool = False) -> list[str]:
    """Each of a message's questions with the story that is told before the first where it needs it,
    and with the subject that it takes from the first.

    The first takes it from a later one where it names none and nothing is told.
    """
    if len(pieces) == 1:
        return pieces
    first = pieces[0]
    told = story(first)
    if lacks_subject(first) and not told:
        naming = next((piece for piece in pieces[1:] if _names_subject(piece)), None)
        first = resolve(first, naming) if naming else first
    others = (_with_story(p, first, told) if told else _after(p, first) for p in pieces[1:])
    wholes = [first, *others]
    return [capitalised(unmarked(whole)) + ("?" if english else " ?") for whole in wholes]


def story(piece: str) -> str:
    """What is told before a question, at most its last sentences of 60 words in all: « On nous
    propose un garage. Qui… ? »; empty where they name nothing.
    """
    told = ""
    for sentence in reversed(_apart(piece)[0]):
        longer = f"{sentence} {told}".strip()
        if len(longer.split()) > _LONGEST_STORY:
            break
        told = longer
    return told if _names(told) else ""


def _names(told: str) -> bool:
    """Whether what is told names something, beside who asks and why."""
    return bool(named(told) - general("framing")) and not is_courtesy(told)


def _apart(piece: str) -> tuple[list[str], str]:
    """The sentences before the first that asks, none where none does, and the rest."""
    sentences = _sentences(piece)
    told = list(takewhile(lambda sentence: not _asks(sentence), sentences))
    if len(told) == len(sentences):
        return [], piece
    return told, " ".join(sentences[len(told) :])


def _with_story(piece: str, first: str, told: str) -> str:
    """A question as it stands by itself after the first of its message, before which a story is
    told: with it, unless the question names enough or follows a story of its own.
    """
    own, question = _apart(piece)
    if _names(" ".join(own)):
        return piece
    if len(named(SIZE.sub(" ", question))) > _ENOUGH:
        return _after(piece, first)
    asked = _apart(first)[1]
    # A pronoun of both stands for what is told.
    of_story = refers(asked) or not _names_subject(asked)
    alone = _AND.sub("", question) if of_story else _after(question, asked)
    return f"{told} {capitalised(alone)}"


def _names_subject(piece: str) -> bool:
    """Whether a question names what it is about, and not only what it counts."""
    found = subject(piece)
    return not lacks_subject(piece) and not (found and found.counted)


def _after(piece: str, first: str) -> str:
    """A question as it stands by itself after the first of its message.

    After what a thing is, what is asked is asked of that thing: « c'est quoi le contrat
    d'engagement et quelle durée ? ».
    """
    topic, colon, _ = first.partition(" : ")
    if colon and piece.startswith(f"{topic}{colon}"):
        return piece
    if re.match(_BESIDE, flat(piece)) and not re.search(r"\w.*[A-ZÀ-Ý]| que? ", piece):
        return about(piece, first)
    whole, thing = resolve(piece, first), defined(first)
    alone = unmarked(whole) == unmarked(piece) and not defined(piece)
    if not (thing and alone) or flat(piece).startswith("comment"):
        return whole
    if len(named(piece)) > _NAMED or set(stems(thing)) & set(stems(piece)):
        return whole
    return about(piece, first)


def _asks(sentence: str) -> bool:
    plain = flat(sentence)
    if not plain.endswith("?"):
        plain = _RELATIVE.sub("", plain)
    return bool(_ASKING.search(plain) or re.match(r"(?:et|and|mais|but) .*\?$", plain))


def _sentences(text: str) -> list[str]:
    """The sentences; a question mark ends one whatever follows."""
    lines = re.split(r"(?<=\?)\s+", text)
    return [line[start:end] for line in lines for start, end in units(line)]


def _questions(sentence: str) -> list[str]:
    """A sentence cut where a second question begins, without what ties it to the first."""
    plain = flat(sentence)
    topic = _TOPIC.match(plain)
    if topic and named(sentence[: topic.end()]):
        first, *others = cut_at(sentence, _THEN.finditer(plain, topic.end()))
        return [first, *(f"{sentence[: topic.end()]}{other}" for other in others)]
    pieces, start = [], 0
    for match in islice(_CUT.finditer(plain), _MOST_PLACES):
        left, right = plain[start : match.start()], plain[match.end() :]
        if match["beside"] and not _WHOLE.search(left):
            continue
        if _ends(left, right, bool(match["et"] or match["beside"])):
            pieces.append(sentence[start : match.start()])
            start = match.end()
    return [*pieces, sentence[start:]]


def _ends(left: str, right: str, tied: bool) -> bool:
    """Whether a question ends here and another begins, and no clause of it just goes on."""
    left = left.strip()
    asking = _WHEN.sub("", _RELATIVE.sub("", left))
    if not _ASKING.search(asking) or re.search(rf"(?:^|\s){_WH}$", left):
        return False
    # « Quel contrat et quelle durée pour… » asks two things of one subject in one breath.
    if re.match(r"(?:\w+ )?quel(?:le)?s? \w+$", left):
        return False
    # « les associations qui… et qui… »
    clause = re.match(r"(?:qui|ou|quand|que|who|which|when|where)\b", right)
    if clause and re.search(rf"(?<!^)(?<!: )\b{clause.group()}\b", left):
        return False
    return tied or bool(_VERB.search(right)) or refers(right)
