"""What a question takes from the one before it: « et pour un département ? », « combien ? »."""

import re

from assistant.asking.kinds import kind_of
from assistant.asking.language import detect_language
from assistant.asking.mentions import level_of, places_of
from assistant.asking.phrases import (
    CONTRACTED,
    INFINITIVE,
    WHICH,
    capitalised,
    flat,
    lowered,
    phrases,
    unmarked,
)
from assistant.asking.reference import (
    NAMED,
    SIZE,
    general,
    has_pronoun,
    named,
    refers,
    telling,
)
from assistant.asking.replacing import (
    appended,
    beside_field,
    level_replaced,
    place_replaced,
    subject_replaced,
)
from assistant.asking.subject import LEVEL_NOUN, subject
from assistant.asking.things import defined, told_apart
from corpus.lexical import stems

# All patterns read flat text. What ties a follow-up to what was said, and says nothing itself.
_LEAD = re.compile(
    r"^(?:(?:et|mais|and|but|oui|non(?= ?[,;:!.])|si oui|dans ce cas|alors|donc|puis|du coup"
    r"|au fait|par (?:contre|ailleurs))[ ,;:!.]+)+"
)
# « non, je parlais du vélo », « plutôt pour le vélo », « en fait c'est pour un département ».
_CORRECTS = re.compile(
    r"^(?:(?:non|pardon|oups|desolee?|excuse[zr]?[- ]moi|en fait|enfin|mais)[ ,;:!.]+)*"
    r"(?:(?:je parle|(?:je|on|nous) (?:voul\w+ parler|parl(?:ais|ait|ions)))"
    r" (?:(?P<contracted>du|des) |de (?=la |l'|(?!(?:ca|cela|ce\w*|qui|quoi)\b)\w{4,})|d'(?=une? ))"
    r"|je ne parl(?:e|ais) pas (?:d[eu]s? |d')[^,]+?,? (?:mais plutot|mais|plutot)"
    r" (?:(?P<rather>du|des) |de (?=la |l'|ce)|d'(?=une? )|de )"
    r"|(?:je|on|nous) voul\w+ dire |plutot (?=(?:pour|sur|dans|en|chez|avec|aux?) )(?!.* ou )"
    r"|(?<=[ ,;:!.])(?:c'est|c'etait) (?=pour ))"
)
# What is said of the asking at its end.
_MEANT = re.compile(
    r"(?:,? (?:en fait|je veux dire|en particulier|par ex(?:emple)?\.?|notamment))+$", re.I
)
# « d'une intercommunalité, pas d'une commune ».
_NOT_MEANT = re.compile(
    r"(?:, | et )(?:et )?(?:non )?pas (?:d[eu]s? |d'|l[ae]s? |l'|une? |pour |sur )[^,]+$"
)
# Who acts is not what is asked about.
_ACTOR = re.compile(rf"(?:l[ae]s? |l'|une? |m[ao]n? |[nv]o(?:tre|s) ){LEVEL_NOUN}$")
# What is asked next is asked of the things, not of their difference.
_DIFFERENCE = re.compile(r"(?:l[ae]s? )?differences? entre ")
# « pourquoi est-elle importante », « comment les réduire ».
_IT = re.compile(
    r"^(?:\w+ )?\w+-(?:t-)?elles?\b|(?<!-)\belles?\b"
    r"|\b(?:l[ae]s? |l'(?!autre))\w+(?:er|ir|re)\b"
)
_SAME = re.compile(
    r"^(?:(?:a l'echelle|au niveau|du cote|s'agissant) (?:de |d')?|(?:la )?meme (?:question|chose)"
    r"|idem|pareil|what about|how about|quid (?:de )?"
    r"|qu'en est-il (?:de |pour )?|(?:est[- ]ce que )?(?:c'est|ca) (?:marche|vaut|fonctionne|pareil"
    r"|valable|le cas|la meme chose)(?: aussi)?(?= (?:pour|avec|dans|en|chez))"
    r"|meme(?= (?:pour|avec|sans|dans|en|chez|a) )"
    r"|si (?:on|nous) (?:prefer\w+|chois\w+)(?= (?:l[ae]s? |l'|une? ))"
    rf"|(?:meme )?si (?:on est|nous sommes|je suis) (?=une? (?:\w+ )?{LEVEL_NOUN}))[ ,]*"
    r"(?:(?:mais )?(?:seulement|uniquement) (?=pour ))?"
)
_GIVE = re.compile(
    r"^(?:(?:donne[rz]?|cite[rz]?)(?:[- ](?:moi|nous))?|as[- ]tu|avez[- ]vous|auriez[- ]vous|tu as"
    r"|vous avez|connaissez[- ]vous|connais[- ]tu|(?:tu connais|vous connaissez)"
    r"|(?:(?:peux|pouvez)[- ](?:tu|vous)|tu peux|vous pouvez) (?:(?:me|nous) )?"
    r"(?:donner|citer)|y a[- ]t[- ]il|give(?: me)?|do you have)"
    r"(?= (?:une? |des |d'|any |an |some |other )?(?:autres? )?(?:exe?mples?|cas|chiffres?)\b"
    r"(?! ou\b)) "
)
# « un exemple en milieu rural », « plus de détails sur le foncier »: of what was asked.
_MORE = re.compile(
    r"^(?:(?:une?|des|d'autres?|quelques) (?:autres? )?exemples?\b(?! (?:d[eu]s?|d')\b)"
    r"|(?:(?:plus de|davantage de|des|quelques) (?:details?|precisions?)|en savoir plus)\b)"
)
# One of its own, in the text as typed, takes no other subject.
_ACRONYM = re.compile(r"[A-ZÀ-Ý]{2}")
# « le foncier, il reste à la commune ? » asks by its tone.
_STATES = re.compile(
    r"^(?:l[ae]s? |l'|une? |[nv]otre )[^,]{1,40}, (?:ils?|elles?|ca|c'est|on) \w"
    r"(?!.*\b(?:quoi|comment|combien|quand|qui|quel\w*|pourquoi)\b)"
)
# « laquelle convient à un bourg », after « quelles formes… ? »; what is asked which of.
_WHICH = re.compile(rf"^(?:\w+ )?{WHICH}")
_WHICH_OF = re.compile(r"^(?:.*[.?!] )?quel(?:le)?s? (?!(?:est|sont|que)\b)(?P<things>\w.+)$")
_EXIST = re.compile(r" existe(?:nt)?\b(?!-)")
# Things that are asked for are none where they hold a verb.
_OF_A_CLAUSE = re.compile(
    rf"-(?:t-)?(?:ils?|elles?|on)\b| \w+(?<!m)ent\b| (?:peu\w+|doi\w+|ont|sont)\b| {INFINITIVE}\b"
)
# « pour les gens qui n'ont pas le permis » asks nothing.
_OF_WHOM = re.compile(
    r"^((?:pour|avec|chez|dans|sur) (?:l[ae]s? |l'|des |nos )[\w' -]+?)"
    r" qui (?!(?:est|paie|decide|vote|signe)\b)(?:(?!comment|combien|quel)[^,?])*$"
)
# « le capital de la deuxième »: of the things that were compared.
_PLACE = re.compile(
    r"\b(?P<article>l[ae] |du |au )"
    r"(?:(?P<first>premiere?)|(?P<second>deuxieme|seconde?)|(?P<third>troisieme)|(?P<last>derniere?))"
    r"(?= ?(?:[,;.?!]|$| (?:est|a|peut|ont|convient)\b))"
)
_PLACES = {"first": 0, "second": 1, "third": 2, "last": -1}
# « des exemples de monnaies locales »: what it gives examples or figures of.
_GIVEN = re.compile(
    r"(?:une? |des |d'|any |an |some )?(?:autres? )?(?:exe?mples?|cas|chiffres?)"
    r" (?:d[eu]s? |d'|sur )"
)
# When, where, why, on which conditions: asked of all that the earlier question says.
_CIRCUMSTANCE = re.compile(
    r"^(?:(?:depuis|jusqu'a|de|par|pour|avec|chez|a|d'|vers) ?)?(?:pourquoi|quand|ou|comment|qui"
    r"|quoi|combien|pour quel(?:le)?s? raisons?|why|when|where|how(?: long)?|since when|who)$"
    r"|^(?:a|en|dans|sous|de) quel(?:le)?s? (?:date|annee|conditions?|but|lieu|endroit|moment|ville"
    r"|cas|frequence|titre)(?: (?:(?:precis|exact|concret|juridiqu|legal)\w*|alors|au juste))?$"
)
_ASKS = re.compile(
    r"\b(?:qu[ei]|quoi|(?:l[ae]s?)?quel(?:le)?s?|comment|combien|pourquoi|quand|qu'\w+|est[- ]ce"
    r"|c'est|how|what|who|why|when|where|which|peut|peuvent|doit|faut|existe|peux|puis"
    r"|pourr\w+|devr\w+)\b|^ou\b|\bsont dedans$"
    r"|^(?:is|are|can|does|do|ca|cela)\b|-(?:t-)?(?:ils?|elles?|on|vous|nous|je)\b"
)
_PREPOSITION = re.compile(
    r"^(?:pour|sur|concernant|avec|sans|par|dans|en|chez|avant|apres|aux?|a|du|des|de|d'"
    r"|for|on|about|with|in|at)\b"
)
# « si personne ne le reprend », « une fois recensées »: a clause, which is no subject.
_CLAUSE = re.compile(r"^(?:meme )?(?:s'ils? |si |quand |lorsqu|une fois )")
# « pour les jeunes, il y a des dispositifs ? », « pour le vélo y a quoi comme aides » ask something
# of their own.
_ASKS_APART = re.compile(
    r"(?:, |^pour (?:l[ae]s? |l')(?:[\w'-]+ ){1,4}?)(?:est-ce qu'|vous )?(?:il )?y (?:en )?a "
    r"(?:des |une? |d'autres |quoi )\w"
)
# « si c'est une association » asks nothing of its own.
_IF = re.compile(r"^(?:meme )?si (?!.*(?:,|\b(?:qu[ei]|quel\w*|comment|combien|pourquoi)\b))")
# « les coopératives en font partie », « un département l'a déjà fait », « l'accepter pour payer la
# piscine »: it gives way to nothing.
_HOLDS_VERB = re.compile(
    rf"^(?:l[ae]s? |l'){INFINITIVE} (?:pour (?:l'|l[ae]s? )?{INFINITIVE}|a |l[ae]s? |une? )"
    r"|\w (?:(?:en|y) (?:font|ont|sont|peu(?:ven)?t)|en (?:a|est|fait partie)|s'(?:en|y) \w+"
    r"|l'(?:a|ont|avait)|l[ae]s? (?:a|ont))\b(?!-)|, ce (?:sera|serait) "
)
# « on a le droit », « nous », « d'autres idées », « côté juridique »: of what was asked.
_OF_IT = re.compile(
    r"^(?:(?P<who>on|nous|je|moi)|d'autres?|(?:(?:non )?pas (?:du )?cote [^,]+, )?(?:du )?cote"
    r"|(?:au )?niveau|sur le plan"
    r"|en termes? de)\b(?!')"
)
# « environnementales », by an end that the plural of an adjective has; no level's.
_ADJECTIVE = re.compile(
    r"(?!(?:communa|municipa|departementa|regiona))\w{3,}(?P<end>ales|aux|elles|ives|iques|aires|euses)$"
)
_WHEN = re.compile(
    r"^(?:apres|ensuite|avant|(?:l'|cette |les )(?:annees?|an|ans|mois)\b.*"
    r"|aujourd'hui|demain|hier)$"
)
# « gratuitement ? », « même rapidement ? »: adverbs, told from nouns (financement) by their end.
_MANNER = re.compile(
    r"^(?:meme |plus |tres )?\w*(?:[ae]mm|(?:uit|id|ct|seul|(?:cr|pl)et|ier|[ao]ir|iqu|[ai]bl"
    r"|iv|eus|al|simpl|facil|libr|autr|(?<!v)ell)e)ment$"
)
# More words are no change of an earlier question.
_FEW = 8
# Who may act beside a local government, and is no subject of its measures.
_ABOVE = re.compile(
    r"^(?:l'europe|l'etat|l'ue|l'union europeenne|la commission europeenne|le gouvernement)$"
)
# Whom a measure is for: they are added to a question, and do not take its subject's place.
_PEOPLE = re.compile(
    r"\b(?:jeunes|gens|seniors|personnes|enfants|eleves|etudiants|habitants|femmes|hommes|familles"
    r"|retraites|chomeurs|demandeurs|salaries|benevoles|elus|agents|people|children|women)\b"
)
_AGES = re.compile(rf"{_PEOPLE.pattern}|\b(?:enfance|jeunesse|vieillissement|handicap)\b")


def resolve(asked: str, earlier: str) -> str:
    """The question as it stands by itself, after an earlier one that stands by itself.

    A question with a subject of its own comes back without the « et » it may begin with.
    """
    asked = _counted_off(asked, earlier)
    rest, tied, corrects = _untied(asked)
    # « et les collèges ? c'est le département qui gère »: what is said after it asks nothing.
    few, stop, _ = rest.partition("?")
    if tied and stop and not asks(few):
        rest = unmarked(few)
    plain, before = flat(rest), unmarked(earlier)
    mark = "?" if detect_language(earlier) == "en" else " ?"
    if not plain:
        return asked
    if _CIRCUMSTANCE.match(plain) or _WHEN.match(plain):
        return _added(rest, before, mark)
    more = _MORE.match(plain) and not _ACRONYM.search(rest)
    states = tied and _STATES.match(plain)
    if states and len(named(rest)) > NAMED:
        new = ""
    elif more or states:
        new = _about(rest, before, mark)
    elif (asks(_OF_WHOM.sub(r"\1", plain)) or _ASKS_APART.search(plain)) and not _IF.match(plain):
        new = _about(rest, before, mark) if refers(rest) else ""
    else:
        new = _changed(rest, before, mark, tied, corrects)
    return capitalised(new) or (
        capitalised(rest) + asked[len(unmarked(asked)) :] if tied else asked
    )


def is_change(asked: str, earlier: str) -> bool:
    """Whether a few words change, or ask more of, an earlier question of one sentence.

    Of one that stands behind its thing (« la MedNum : qui la préside ? ») they change nothing, and
    may only ask more.
    """
    if len(asked.split()) > _FEW or re.search(r"[.?!] ", earlier):
        return False
    resolved = flat(resolve(asked, earlier))
    if ": " in earlier:
        return resolved.startswith(flat(unmarked(earlier)))
    if _SAME.match(_LEAD.sub("", flat(asked))) and f"{flat(unmarked(earlier))}, et " in resolved:
        return False  # « même question pour X » is asked of X instead, and rules only add it
    added = set(resolved.split()) - set(flat(asked).split())
    return not added.isdisjoint(flat(earlier).split())


def asks_apart(asked: str) -> bool:
    """Whether a question with « pour X, il y a… » names enough to be one of its own."""
    names = telling(_PEOPLE.sub(" ", flat(asked)))
    return _ASKS_APART.search(flat(asked)) is not None and len(names) >= NAMED


def untied(text: str) -> str:
    """The flat text without what ties it to what was said: « et », « au fait »."""
    return unmarked(_LEAD.sub("", flat(text)))


def _counted_off(asked: str, earlier: str) -> str:
    """What is asked with the name of the thing that it means by its place among those compared.

    « le capital de la deuxième », after « quelle différence entre une SCOP et une SCIC ? ».
    """
    match, things = _PLACE.search(flat(asked)), told_apart(earlier)
    place = _PLACES[match.lastgroup or ""] if match else 0
    if match is None or not -len(things) <= place < len(things):
        return asked
    before, thing = asked[: match.start("article")], things[place]
    article = asked[slice(*match.span("article"))]
    if re.match(r"[aeiouy]|h", flat(thing)) and article != "l'":
        article = {"du ": "de l'", "au ": "à l'"}.get(article, "l'")
    return f"{before}{article}{thing}{asked[match.end() :]}"


def about(asked: str, earlier: str) -> str:
    """What is asked, said of what an earlier French question is about."""
    return _about(unmarked(asked), unmarked(earlier), " ?")


def asks(text: str) -> bool:
    """Whether a text has the form of a question, and is not a few words that change another."""
    return _ASKS.search(flat(text)) is not None


def _untied(asked: str) -> tuple[str, bool, bool]:
    """What is asked without the words that tie it to what was said, whether there were any, and
    whether these correct it.
    """
    rest, tied = _MEANT.sub("", unmarked(asked)), False
    corrects = _CORRECTS.match(flat(rest))
    if corrects:
        contracted = corrects["contracted"] or corrects["rather"]
        article = CONTRACTED[contracted][1] if contracted else ""
        meant = rest[corrects.end() :]
        return article + meant[: len(_NOT_MEANT.sub("", flat(meant)))], True, True
    for pattern in (_LEAD, _SAME, _GIVE):
        match = pattern.match(flat(rest))
        if match:
            rest = rest[match.end() :].strip()
            tied = tied or pattern is not _GIVE
    return rest, tied, False


def _changed(rest: str, earlier: str, mark: str, tied: bool, corrects: bool) -> str:
    """What a few words without a verb change in the earlier question; empty where nothing."""
    content, words = named(SIZE.sub(" ", rest)), set(stems(rest))
    unsure = _unsure(rest, earlier, mark, tied)
    if _HOLDS_VERB.search(flat(rest)) or (not content and words & general("aspects")):
        return _about(rest, earlier, mark)
    of_it = _OF_IT.match(flat(rest)) if mark == " ?" else None
    if of_it:
        return "" if of_it["who"] and _names_own(rest) else unsure
    somewhere = level_of(rest) or words & general("settings") or places_of(f"et {rest}")
    if not content and somewhere and not _CLAUSE.match(flat(rest)):
        replaced = level_replaced if level_of(rest) else place_replaced
        return _or(replaced(earlier, rest), unsure, mark)
    if _MANNER.match(flat(rest)):
        return f"{earlier} {lowered(rest)}{mark}"
    if tied and _ABOVE.match(flat(rest)):
        return _added(rest, earlier, mark)
    if _CLAUSE.match(flat(rest)) or has_pronoun(rest) or (tied and _is_adjective(rest, earlier)):
        return _about(rest, earlier, mark)
    if not tied and not _PREPOSITION.match(flat(rest)):
        return ""
    if not tied and (given := _GIVEN.match(flat(rest))) and named(rest[given.end() :]):
        return ""
    adds = flat(rest).startswith("pour ") and not _PEOPLE.search(flat(earlier))
    meant = corrects and not adds
    replaces = meant or _counted_too(rest, earlier) or _about_people(earlier)
    if _PEOPLE.search(flat(rest)) and not replaces:
        return appended(earlier, rest) + mark
    new = subject_replaced(earlier, rest)
    # A subject gives way in the sentence that asks, and not in the story before it.
    told = re.match(r".*[.?!] ", earlier)
    return "" if told and not new.startswith(told[0]) else _or(new, unsure, mark)


def _is_adjective(rest: str, earlier: str) -> bool:
    """Whether a word is an adjective like one of the earlier question: « environnementales » after
    « des clauses sociales ».
    """
    match = _ADJECTIVE.match(flat(rest))
    return match is not None and re.search(rf"\w{match['end']}\b", flat(earlier)) is not None


def _about_people(earlier: str) -> bool:
    """Whether a part of the field that is about people gives way to others: « la petite enfance »,
    « les personnes âgées ».
    """
    part = beside_field(earlier)
    return part is not None and bool(_AGES.search(flat(earlier[part.start : part.end])))


def _names_own(said: str) -> bool:
    """Whether who speaks names a thing: « je cherche des exemples de monnaies locales »."""
    things = (named(said[phrase.start : phrase.end]) for phrase in phrases(said))
    return any(thing - general("framing") for thing in things)


def _unsure(rest: str, earlier: str, mark: str, tied: bool) -> str:
    """What was typed where one cannot tell what it changes: said of the earlier subject, or of the
    ways to act that were asked for.
    """
    if tied and mark == " ?" and kind_of(earlier) == "ways":
        return _added(rest, earlier, mark)
    return _about(f"et {rest}" if tied and mark == " ?" else rest, earlier, mark)


def _or(new: str, unsure: str, mark: str) -> str:
    """A question made anew, or as it stands where one cannot tell."""
    return new + mark if new else unsure


def _counted_too(rest: str, earlier: str) -> bool:
    """Whether people are to be counted in place of others: « combien de salariés ? », « et de
    bénévoles ? ».
    """
    found = subject(earlier)
    counted = found is not None and found.counted and _PEOPLE.match(found.head)
    return bool(counted) and re.match(r"(?:de|d'|les|des)\b", flat(rest)) is not None


def _about(rest: str, earlier: str, mark: str) -> str:
    """The earlier topic, then what is asked about it: « Une SCIC : combien en compte-t-on ? »."""
    things = _asked_which(rest, earlier)
    if things:
        return f"{capitalised(things)}{mark[:-1]}: {lowered(rest)}{mark}"
    topic, colon, said = earlier.partition(f"{mark[:-1]}: ")
    if not colon or asks(topic):
        found = subject(earlier)
        is_actor = found is not None and not defined(earlier) and _is_actor(flat(found.topic))
        if asks(earlier) and (found is None or is_actor):
            return _added(rest, earlier, mark)
        topic = found.topic if found else earlier
        difference = None if _IT.search(flat(rest)) else _DIFFERENCE.match(flat(topic))
        topic = capitalised(topic[difference.end() :] if difference else topic)
    elif named(said) and not _CLAUSE.match(flat(said)):
        other = subject(said)
        if other and named(other.topic) and not other.counted:
            topic = f"{topic}, {lowered(other.topic)}"
    return f"{topic}{mark[:-1]}: {lowered(rest)}{mark}"


def _is_actor(topic: str) -> bool:
    """Whether a topic, in flat text, is who acts: « notre département », « l'État »."""
    return bool(_ACTOR.match(topic) or _ABOVE.match(topic))


def _asked_which(rest: str, earlier: str) -> str:
    """The things of an earlier question of which another asks which: those that it compared, or
    asked for; empty where it asks nothing of the kind.
    """
    if not _WHICH.match(flat(rest)):
        return ""
    if apart := _DIFFERENCE.search(flat(earlier)):
        return earlier[apart.end() :]
    match = _WHICH_OF.search(flat(earlier))
    if match is None:
        return ""
    asked = _EXIST.sub("", earlier[slice(*match.span("things"))])
    return asked if named(asked) and not _OF_A_CLAUSE.search(flat(asked)) else ""


def _added(rest: str, earlier: str, mark: str) -> str:
    """The earlier question with one thing more: « Qui préside le RTES, et depuis quand ? »."""
    return f"{earlier}, {'and' if mark == '?' else 'et'} {lowered(rest).removeprefix('et ')}{mark}"
