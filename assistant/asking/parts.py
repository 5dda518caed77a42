"""Where a message that asks several things is cut, and each made to stand by itself."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

from assistant.asking.follow_up import about, resolve
from assistant.asking.framing import after_clause
from assistant.asking.kinds import kind_of
from assistant.asking.mentions import places_of
from assistant.asking.phrases import (
    ASPECT,
    CLAUSE_SUBJECT,
    INFINITIVE,
    INFORM,
    INFORM_US,
    WHICH,
    capitalised,
    cut_at,
    flat,
    lowered,
    unmarked,
)
from assistant.asking.reference import (
    NAMED,
    SIZE,
    general,
    has_pronoun,
    lacks_subject,
    named,
    refers,
    telling,
)
from assistant.asking.spelling import elided
from assistant.asking.subject import LEVEL_NOUN, defines_apart, subject
from assistant.asking.taken_up import returns_to
from assistant.asking.talk import is_courtesy
from assistant.asking.things import defined
from assistant.types import Part
from corpus.lexical import stems
from corpus.text import units

# All patterns read flat text. What may stand before a word that asks.
_BEFORE = (
    r"(?:a|de|d'|en|dans|pour|avec|par|sur|depuis|sous|selon|chez|vers|jusqu'a|a partir de"
    r"|au bout de|aupres de)"
)
# What begins a question of its own after « et ».
_WH = (
    rf"(?:{_BEFORE} ?)?"
    r"(?:combien|comment|pourquoi|quand|(?:l[ae]s?)?quel(?:le)?s?(?! que soi)|qui|quoi|qu'est"
    r"|qu'appelle|qu'entend(?=-on)"
    r"|ou(?= (?:se|peut|trouv|sont|est|en|puis|aller|s')| ?\?| ?$)"
    r"|que (?=[\w-]+-(?:t-)?(?:ils?|elles?|on|nous|je)\b|fai|fon|peu|doi|chang|prevoi|di[ts]|faut"
    r"|veu|signifi|designe|recouvre)|how|what|who|why|when|where|which)\b"
)
_YES_NO = (
    r"(?:est[- ]ce\b|peut[- ]on\b|faut[- ]il\b|(?:(?:en|y|ne|l[ae]s?|s[ae]) |[nls]'){0,2}"
    r"\w+-(?:t-)?(?:ils?|elles?|on|nous|vous|je)\b|tu as\b|vous avez\b"
    # « l'adhésion est-elle payante », not « la commune et la région peuvent-elles ».
    r"|(?:l[ae] |l'|une? |m(?:a|on) |[nv]otre |cette? )(?:[\w']+ ){1,6}?"
    r"(?:(?:est|peut|doit|a)-(?:t-)?|peut |doit )(?:il|elle)\b"
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
    rf"|reglements?|pieces?|conventions?|noms?|seuils?|{ASPECT})\b"
)
# It is asked beside something whole: « les leviers d'un département, ainsi que le budget », not
# « les effets ainsi que les résultats d'une politique ».
_WHOLE = re.compile(
    r"(?: : |\b(?:du|des|aux?|de(?: l[ae])?|a la|(?:pour|sur|dans) (?:l[ae]s?|une?)) "
    r"|\b(?:d'|l')(?:une? )?)[\w'-]+(?: [\w-]+)? ?$"
)
# What has a subject of its own, after what has a verb: « …, et les communes sont-elles d'accord »;
# « …, leur nombre baisse-t-il ».
_OTHERS = (
    r"(?:l[ae]s?|l'|une?|des|[nv]o(?:s|tre)|[cm]es|m(?:a|on)|cette?|leurs?) ?"
    r"(?:(?!qu[ei]\b)[\w']+ ){1,8}?\w+-(?:t-)?(?:ils?|elles?)\b"
)
# « qui le porte, une commune peut-elle s'y joindre »
_MAY = r"(?:l[ae] |l'|une? |[nv]otre )(?:[\w']+ ){1,3}?(?:peut|doit|pourrait)-(?:il|elle)\b"
_ITS = r"(?:leurs?|s(?:a|on|es)) (?:[\w']+ ){1,6}?\w+-(?:t-)?(?:ils?|elles?)\b"
# What is asked of the same thing after a comma: « qui le gère », « y en a combien », « depuis
# quand », « surtout où ».
_BESIDE_IT = (
    r"(?:qui (?:l[ae]s? |l'|en |y )(?!(?:ont|sont|a)\b)\w+(?: \w+){0,2} ?"
    r"(?=[?]|,? (?:et|combien|comment|quel\w*)\b|$)|(?:il )?y en a combien\b"
    rf"|{_BEFORE} ?(?:qui|quoi|quand)\b(?= ?(?:\?|,|et\b|$))|(?:surtout )?ou(?= ?(?:\?|$)))"
)
# What asks for things, of which « lesquels sont ouverts » may be asked.
_ASKS_FOR = re.compile(r"(?:.*: )?(?:quel(?:le)?s? (?!est\b|sont\b)|combien|qu'est|c'est quoi)")
_EXAMPLE = r"(?:une?|des|d'autres|quelques) exemples?(?= ?[?.]? ?$)"
# Begun at the first of several blanks, or a run of them is read again from each.
_CUT = re.compile(
    rf"(?<!\s)(?:(?:\s*[,;]\s*|\s+)(?P<et>et|puis|mais|ainsi que|and|but) "
    rf"(?={_WH}|{_YES_NO}|{_TELL}|{_EXAMPLE}|{_SAYS})"
    rf"|(?:\s*[,;]\s*|\s+)(?P<beside>ainsi que|puis|\+) (?={_BESIDE})"
    rf"|\s*,\s+(?P<others>et) (?={_OTHERS})"
    rf"|\s+(?P<told>et) (?=ce qu(?:e |'|i )\w)"
    rf"|\s*;\s+(?={_YES_NO}|{_WH})|\s*,\s+(?:et )?si oui,? (?={_WH})"
    rf"|\s*,\s+(?P<apart>)(?={_MAY})"
    rf"|\s*[;,]\s+(?=(?:{_BEFORE} ?)?"
    r"(?:combien|comment|pourquoi|quel(?:le)?s?(?! que soi)|tu as|vous avez|as-tu|avez-vous)\b)"
    rf"|\s*[;,]\s+(?={ASPECT} ?\??$)"
    rf"|\s*,\s+(?={_BESIDE_IT})|\s*,\s+(?P<its>)(?={_ITS})|\s*,\s+(?P<which>)(?={WHICH}))"
)
# « nous voudrions connaître », « elle me demande aussi le texte »; not « nous souhaitons avoir ».
_WISH = (
    r"\b(?:(?:je |on |nous |j')(?:voudr|souhait|aimer)\w+ (?:aussi |egalement |d'abord )?"
    r"(?:connaitre|comprendre|savoir) \w"
    r"|(?:je|j'|on|nous|ils?|elles?) (?:me |nous )?(?:ai |avons )?(?:voudr|souhait|cherch|recherch"
    rf"|aimer|demand|besoin)\w* (?:aussi|egalement) (?:d'|de )?{_BESIDE}"
    rf"|(?:je|on|nous) (?:dois|doit|devons) (?:aussi |egalement )?(?:savoir|verifier|comprendre)"
    rf" (?={_WH}|si |s'))"
)
# « donnez-moi », « vous pouvez me donner »; neither « on nous a donné » nor « je dois expliquer ».
_ASKING = re.compile(
    rf"(?:^|[ ,:(])(?:{_WH}|{_YES_NO})|^ou\b|{_EXAMPLE}|koi\b"
    r"|c'est (?:quoi|qui|quand|ou|combien)\b"
    rf"|(?:^|[,:(] ?|\b(?:et|puis|svp|stp|merci de|veuillez|(?:tu|vous) p[eo]\w+) )"
    rf"(?:bien )?(?:vouloir )?(?:me |nous |m')?(?:{_TELL}|(?<=de ){INFORM})"
    rf"|: {_BESIDE}|\bvous auriez\b|{_WISH}"
    rf"|(?:^|[,:(] ?)que (?:leur |lui |en )?{INFINITIVE} (?! *[?.]? *$)"
)
# « des terres qui se libèrent »: a clause that goes on with a noun asks nothing.
_RELATIVE = re.compile(
    r"(?<=\w)(?<!\bc'est)(?<!\bc)(?<!savoir)(?<!dire)(?<!demande)(?<!comprendre)(?<!know)(?<!tell)(?<!\ba)(?<!\bet)"
    r"(?<!\bde)(?<!\bpar)(?<!\bpour)(?<!\bavec)(?<!\bchez)(?<!\bvers)(?<!\bdepuis)(?<!\band)(?<!\bmais)"
    r" (?:qui|ou|quand|who|which|where|when)\b"
)
_WHEN = re.compile(rf"^quand (?={CLAUSE_SUBJECT})")
# « L'emploi culturel : combien de postes, quelle part des employeurs ? »: each asked of the topic.
_BARE = (
    r"(?:(?:combien d|quel(?:le)?s? (?!que soi))(?!.*-(?:t-)?(?:ils?|elles?|on)\b)"
    rf"(?:(?! et (?:combien|quel))[^,:;])+|{_BEFORE} ?(?:quand|qui)(?= ?(?:[,?]|et\b|$)))"
)
_THEN = re.compile(rf"(?:, et |, | et )(?={_BARE})")
_TOPIC = re.compile(rf"[^:?!.]+ ?: (?={_BARE}(?:{_THEN.pattern}{_BARE})+$)")
# What tells a question from words that go on with the one before a comma.
_VERB = re.compile(
    r"\b(?:est|sont|as?|avez|ont|faut|peut|peuvent|doit)\b|-(?:t-)?(?:ils?|elles?|on|nous)\b"
)
# « qui le porte », « qui emploie les musiciens ».
_WHO_DOES = re.compile(
    r"(?:^|: )qui (?!est\b|si\b)(?:l[ae]s? |l'|en |y )?\w+(?:e|ent|t)\b(?!.* si )"
)
# « combien nous en avons et où. Comment… ».
_ONE_WORD = re.compile(r"(?:où|quand|combien|comment|pourquoi|qui)[.;] +(?=[A-ZÀ-Ý])", re.I)
# « les associations du territoire, qui ont du mal »: « qui » asks of one.
_WHO_DO = re.compile(
    r"qui (?:(?:ne |n'|en |y )*(?:ont|font|vont|veulent)|(?:ne |n'|se |s'|en |y )+\w+(?<!m)ent)\b"
)
_SEVERAL = re.compile(r"\b(?:[lcmnv]es|nos|vos|aux|leurs) (?:[\w'-]+ ){0,5}[\w'-]+,\s*$")
# What goes on after a comma without a verb: « …, avec quelle association ».
_ADJUNCT = re.compile(rf"combien (?!d)|{_BEFORE} ?(?:combien|qui|quoi|quand|quel(?:le)?s?)\b")
# What is told of: « savoir quelles villes l'ont fait et ce que ça leur a coûté ».
_TOLD_OF = re.compile(
    r"\b(?:savoir|connaitre|comprendre|verifier|expli\w+|preci\w+|indi\w+|dire|dites|resum\w+)\b"
)
# « (et pour combien d'années) » is « , et pour combien d'années »; read in the text as typed.
_BRACKETED = re.compile(r"\s\((et [^()]+?) ?\??\)(?= ?[?.]| ?$)", re.I)
# « la différence entre ce que… et ce que… », « comment préciser ce qui… et ce qui… ».
_BETWEEN = re.compile(r"\bentre\b|^comment\b")
# What names no subject for the question before it: « ce que cela change », « les communes
# doivent-elles… ».
_IN_PASSING = re.compile(rf"ce qu(?:e |i |')|{_OTHERS}")
# « c'est quand et comment… » asks two things, « savoir quand et comment… » one.
_AT_ITS_END = re.compile(
    r"\bc ?(?:'est )?(?:combien|ou|quand|quoi|qui)(?: exactement| au juste)?$"
    r"|\b(?:ils?|elles?|on|ca) (?!sai[ts]|ignor|di[ts]|decid|indiqu|demand)\w+"
    r" (?:(?:a|de|depuis|par|pour) )?(?:combien|ou|quand|quoi|qui)$"
    rf"|\bsi oui,? (?:{WHICH}|ou|qui|comment|combien)$"
)
# One that names more needs no story (docs/decisions/0009-reading-the-question.md).
_ENOUGH = 3
# What stands before a colon is a topic, and no sentence, up to as many words.
_TOPIC_WORDS = 8
# Nor does a topic say « je ».
_SPEAKER = re.compile(r"\b(?:je|j'|nous)\b")
# A message with more questions is a text to be read whole: each of them is searched for.
_MOST = 6
# A question is searched for by its own words too: a story has as many words at most.
_LONGEST_STORY = 60
# « L'agrément, comment l'obtenir et à quel coût »: a topic, too; not « si le commerce ferme ».
_ASIDE = re.compile(
    r"((?!(?:si|quand|comme|pour|apres|avant|dans|en|depuis|avec|sans|chez|selon|aux?|a|sur)\b"
    rf"|[sd]')[^,:;?]+), (?={_WH})"
)
# What ties a question to the one before it.
_AND = re.compile(r"^(?:et|and|puis|mais|but)\b,? ?", re.I)
# A lead that is no thing, in the last sentence before its colon: « L'ESS font de l'inclusion
# numérique : ».
_SENTENCE_END = re.compile(r"[.?!] ")
_CLAUSE_LEAD = re.compile(
    r"(?:quand|si|comprendre|savoir) "
    r"|.*(?:\b(?:peu(?:ven)?t|doi(?:ven)?t|sont|ont|font|vont)\b|-(?:t-)?(?:ils?|elles?|on)\b"
    r"| (?!(?:ag|arg|presid|adher|cli|pati|par|refer|accid|differ|perman|c|v|souv)ents?\b)"
    r"\w+(?<!m)ent\b)"
)
# What ties a piece of a message to the one before it or numbers it, what is left at its end, and
# what a first piece lists or numbers.
_TIE = r"(?:et|puis|ensuite|enfin|mais|ainsi que|and|but)"
_NUMBER = r"(?:\d|[a-f])[.)°]+"
_TIES = re.compile(rf"^(?:{_TIE},?(?= (?!si\b))|{_NUMBER}(?= ))\s*", re.I)
_LOOSE = re.compile(rf"(?:[\s,;(/+«“–—-]+(?:{_TIE}(?=\s*$))?)+$", re.I)
_LISTED = re.compile(rf"(?:^|(?<=: ))(?:{_NUMBER}|[–—•-]) +")
# « tiers-lieux / qui les gère / quel statut »
_SLASH = re.compile(rf"^([^/]+) / (?={_WH}[^/]*$)")
# What may stand for something of a story.
_POINTS = re.compile(
    r"\b(?:cet(?:te)?|ces|celles?|ceux|celui|eux|leurs?|lui|dedans|dessus|autres?|meme|aussi"
    r"|there|these|those|this|they|them|ca)\b|(?<![\w-])(?:ils|elles|elle)\b"
    rf"|\b(?:[nv]otres?|[nv]os|m[ao]n?|mes) (?!{LEVEL_NOUN}\b)"
    r"|\bs(?:on|a|es) "
    r"|\bce (?!qu)|\best-ce (?!qu)|\bil (?!y a|faut|existe|est)|\bl'(?:a|ont|avons|avez) "
    r"|\ben (?:a|ont|avez|faire|parle\w*)\b"
)
# What stands between the sentences of a message typed without capitals, and of one with some.
_UNMARKED = re.compile(r"(?<=\w\w[.!…]) +(?=[a-zà-ÿ])(?<!\bart\. )(?<!\bex\. )(?<!\benv\. )")
_CAPITAL = re.compile(r"[.!…] +[A-ZÀ-Ý]")
# Nor is a sentence of more clauses looked at to its end.
_MOST_PLACES = 30


def marked(text: str) -> str:
    """A message that is typed without capitals or question marks with both, so that its sentences
    are told apart: « trop long. la mednum alors. ca coute quoi ».
    """
    if "?" in text or not _UNMARKED.search(text) or _CAPITAL.search(text):
        return text
    sentences = (capitalised(one) for one in _UNMARKED.split(elided(text)))
    return " ".join(f"{unmarked(one)} ?" if is_asking(one) else one for one in sentences)


def cut(text: str) -> list[str]:
    """The questions of a message in order, each with what leads to it; the text if it asks one."""
    pieces: list[str] = []
    said = ""
    for sentence in _sentences(text):
        if is_asking(sentence) or _asks_by_tone(sentence):
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


def beginnings(text: str, likely: Iterable[int]) -> tuple[int, ...]:
    """The characters at which questions begin, of those that are likely: none within a title
    between quotation marks or at a clause of a noun (« les associations, qui ont du mal »), and
    past a word that ends the sentence before (« combien en avons-nous et où. Comment… »).
    """
    begins: dict[int, None] = {}
    for at in likely:
        is_titled = text.count("«", 0, at) != text.count("»", 0, at)
        is_clause = _WHO_DO.match(flat(text[at:])) and _SEVERAL.search(flat(text[:at]))
        if not (is_titled or is_clause):
            word = _ONE_WORD.match(text, at)
            begins[word.end() if word else at] = None
    return tuple(begins)


def parted(text: str, begins: Sequence[int]) -> list[str]:
    """The questions of a message that begin at its beginning and at these characters, without what
    ties each to the one before it; the text if they are too many.
    """
    if not begins or len(begins) >= _MOST:
        return [text]
    pieces = [text[a:b] for a, b in zip([0, *begins], [*begins, len(text)], strict=True)]
    first, *others = (_LOOSE.sub("", piece) for piece in pieces)
    if pieces[0].rstrip().endswith("/") and (match := _SLASH.match(flat(first))):
        first = f"{first[: match.end(1)]} : {first[match.end() :]}"
    first = _LISTED.sub("", first)
    return [_balanced(piece) for piece in (first, *(_TIES.sub("", piece) for piece in others))]


def _balanced(piece: str) -> str:
    """A piece without the brackets and quotation marks that have no other half in it."""
    for opens, closes in ("()", "«»"):
        while piece.count(opens) > piece.count(closes):
            before, _, after = piece.rpartition(opens)
            piece = before + after
        while piece.count(closes) > piece.count(opens):
            piece = piece.replace(closes, "", 1)
    return " ".join(piece.split())


def standing_alone(pieces: list[str], english: bool = False) -> list[str]:
    """Each of a message's questions with the story that is told before the first where it needs it,
    and with the subject that it takes from the first.

    The first takes it from a later one where it names none and nothing is told.
    """
    if len(pieces) == 1:
        return pieces
    first = pieces[0]
    told = story(first)
    topic = first.partition(" : ")[0] if " : " in first else ""
    if lacks_subject(first) and not (told or named(topic) or places_of(topic)):
        others = (piece for piece in pieces[1:] if not _IN_PASSING.match(flat(piece)))
        others = (piece for piece in others if not (_is_adjunct(piece) or has_pronoun(piece)))
        naming = next((piece for piece in others if _names_subject(piece)), None)
        first = resolve(first, naming) if naming else first
    wholes = [first]
    asked = first
    for piece in pieces[1:]:
        is_adjunct = _is_adjunct(piece)
        before = asked if is_adjunct else first
        if begins_anew(piece):
            first, told = piece, ""
            wholes.append(piece)
        else:
            wholes.append(_with_story(piece, before, told) if told else _after(piece, before))
        asked = asked if is_adjunct or refers(wholes[-1]) else wholes[-1]
    return [as_question(whole, english) for whole in wholes]


def begins_anew(piece: str) -> bool:
    """Whether a question says by itself what it is about, and what follows is asked of that."""
    return defines_apart(piece) or bool(telling(returns_to(piece)))


def as_question(text: str, english: bool) -> str:
    """A text with a capital and a question mark."""
    return capitalised(unmarked(text)) + ("?" if english else " ?")


def led_by_clause(whole: str) -> bool:
    """Whether a question as it stands alone is led by what is no thing that it could be about."""
    lead, _, asked = flat(whole).rpartition(" : ")
    told = _SENTENCE_END.split(lead)[-1]
    return bool(told) and not _SENTENCE_END.search(asked) and _CLAUSE_LEAD.match(told) is not None


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


def after_story(piece: str) -> str:
    """What asks, without the sentences that are told before it."""
    return _apart(piece)[1]


def by_itself(part: Part) -> str:
    """What is asked after a story, or of a topic told before, where it needs nothing of that; else
    empty.
    """
    question = after_story(part.own or part.text)
    question = after_clause(question) or question
    points = _POINTS.search(flat(question)) or has_pronoun(question) or lacks_subject(question)
    names = len(telling(question)) > 1 or not general("field").isdisjoint(stems(question))
    return question if names and not points and question != part.text else ""


def _names(told: str) -> bool:
    """Whether what is told names something, beside who asks and why."""
    return bool(named(told) - general("framing")) and not is_courtesy(told)


def _apart(piece: str) -> tuple[list[str], str]:
    """The sentences before the first that asks, none where none does, and the rest."""
    sentences = _sentences(piece)
    told = list(takewhile(lambda sentence: not is_asking(sentence), sentences))
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
    # A pronoun of both stands for what is told, and so does what examples are asked of.
    of_any = _asks_for_any(question) and not telling(asked)
    of_story = of_any or refers(asked) or not _names_subject(asked)
    alone = _AND.sub("", question) if of_story else _after(question, asked)
    return f"{told} {capitalised(alone)}"


def _asks_for_any(question: str) -> bool:
    """Whether a question asks for examples, and does not say of what."""
    return kind_of(question) == "examples" and not telling(question)


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
    aside = _ASIDE.match(flat(first))
    if aside and refers(first[aside.end() :]) and piece[:1].islower():
        topic, colon = first[: aside.end(1)], ", "
    if colon and piece.startswith(f"{topic}{colon}"):
        return piece
    if re.match(_BESIDE, flat(piece)) and not re.search(r"\w.*[A-ZÀ-Ý]| que? ", piece):
        return about(piece, first)
    whole, thing = resolve(piece, first), defined(first)
    alone = unmarked(whole) == unmarked(piece)
    goes_on = piece[:1].islower()  # in the sentence that the topic stands ahead of
    if alone and colon and _is_topic(topic) and (goes_on or len(named(piece)) <= _ENOUGH):
        return piece if named(piece) & named(topic) else f"{topic} : {lowered(piece)}"
    if alone and _is_adjunct(piece):
        return about(piece, first)
    if not (thing and alone) or defined(piece) or flat(piece).startswith("comment"):
        return whole
    if len(named(piece)) > NAMED or set(stems(thing)) & set(stems(piece)):
        return whole
    return about(piece, first)


def _is_topic(said: str) -> bool:
    """Whether a few words before a colon name what all that follows is asked of."""
    is_short = len(said.split()) <= _TOPIC_WORDS and not _SPEAKER.search(flat(said))
    return is_short and bool(named(said)) and not is_asking(said)


def is_asking(sentence: str) -> bool:
    """Whether a sentence has the form of a question, or of a request for one."""
    plain = flat(sentence).replace(" quand meme", "")
    if not plain.endswith("?"):
        plain = _RELATIVE.sub("", plain)
    return bool(_ASKING.search(plain) or re.match(r"(?:et|and|mais|but) .*\?$", plain))


def _asks_by_tone(sentence: str) -> bool:
    """Whether a sentence asks by its mark alone: « Le DLA, c'est gratuit ? », « Nombre de
    salariés ? ».
    """
    aspect = re.match(rf"{ASPECT}\b", flat(sentence))
    names = bool(named(sentence) - general("framing"))
    return sentence.endswith("?") and names and (aspect is not None or _has_verb(sentence))


def _sentences(text: str) -> list[str]:
    """The sentences; a question mark ends one whatever follows."""
    lines = re.split(r"(?<=\?)\s+", text)
    return [line[start:end] for line in lines for start, end in units(line)]


def _questions(sentence: str) -> list[str]:
    """A sentence cut where a second question begins, without what ties it to the first."""
    sentence = _BRACKETED.sub(r", \1", sentence)
    plain = flat(sentence)
    topic = _TOPIC.match(plain)
    if topic and named(sentence[: topic.end()]):
        first, *others = cut_at(sentence, _THEN.finditer(plain, topic.end()))
        return [first, *(f"{sentence[: topic.end()]}{other}" for other in others)]
    pieces: list[str] = []
    start = 0
    for match in islice(_CUT.finditer(plain), _MOST_PLACES):
        left, right = sentence[start : match.start()], sentence[match.end() :]
        if _may_cut(match, left, right) and _ends(left, right, _is_tied(match), bool(pieces)):
            pieces.append(left)
            start = match.end()
    return [*pieces, sentence[start:]]


def _may_cut(match: re.Match[str], left: str, right: str) -> bool:
    """Whether what stands around a place where a sentence may be cut allows it."""
    plain = flat(left)
    if match["beside"]:
        return _WHOLE.search(plain) is not None
    if match["told"]:
        return _TOLD_OF.search(plain) is not None and not _BETWEEN.search(plain)
    if match["which"] is not None:
        return _ASKS_FOR.match(plain.strip()) is not None
    who_does = _WHO_DOES.search(plain) is not None
    if match["apart"] is not None:
        return who_does and refers(right)
    return not (match["others"] or match["its"] is not None) or _has_verb(left) or who_does


def _is_tied(match: re.Match[str]) -> bool:
    """Whether a word ties what follows to what stands before it."""
    return any(match[name] for name in ("et", "beside", "told", "others"))


def _ends(left: str, right: str, tied: bool, goes_on: bool) -> bool:
    """Whether a question ends here and another begins, and no clause of it just goes on; `goes_on`:
    one stands before it.
    """
    before = left
    left, plain = flat(left).strip(), flat(right)
    asking = _WHEN.sub("", _RELATIVE.sub("", left))
    if not _ASKING.search(asking):
        return False
    if re.search(rf"(?:^|\s){_WH}$", left) and not (goes_on or _AT_ITS_END.search(left)):
        return False
    # « Quel contrat et quelle durée pour… » asks two things of one subject in one breath.
    if re.match(r"(?:\w+ )?quel(?:le)?s? \w+$", left) and not goes_on:
        return False
    # « les associations qui… et qui… »
    clause = re.match(r"(?:qui|ou|quand|que|who|which|when|where)\b", plain)
    if clause and re.search(rf"(?<!^)(?<!: )\b{clause.group()}\b", left):
        return False
    if tied or refers(right):
        return True
    return bool(_VERB.search(plain)) or (_has_verb(before) and _is_adjunct(right))


def _has_verb(text: str) -> bool:
    """Whether a text has a verb, as far as it can be told; « à » is none."""
    plain = flat(re.sub(r"\b[àÀ]\b", " ", text))
    return bool(_VERB.search(plain) or re.search(rf"{INFINITIVE}\b", plain))


def _is_adjunct(text: str) -> bool:
    """Whether a text asks for a circumstance and has no verb: « avec quelle association »."""
    match = _ADJUNCT.match(flat(text))
    return match is not None and not _has_verb(text[match.end() :])
