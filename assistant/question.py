"""What is asked: in which language, in how many parts, of whom, and after what was said before."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from assistant.asking.follow_up import asks, asks_apart, is_change, resolve, untied
from assistant.asking.framing import unframed
from assistant.asking.kinds import kind_of
from assistant.asking.language import FOREIGN_WORDS, detect_language
from assistant.asking.left_out import left_out
from assistant.asking.mentions import laws_of, level_of, places_of, years_of
from assistant.asking.parts import (
    as_question,
    beginnings,
    begins_anew,
    cut,
    led_by_clause,
    marked,
    parted,
    standing_alone,
    story,
)
from assistant.asking.phrases import capitalised, flat, lowered, unmarked
from assistant.asking.pointing import is_bare_place, pointed_ahead, pointed_at
from assistant.asking.reference import general, has_pronoun, lacks_subject, named, telling
from assistant.asking.remarks import only_tells, requests, without_remarks
from assistant.asking.spelling import corrected, expand, is_french
from assistant.asking.taken_up import named_by, returns_to, taken_up
from assistant.asking.talk import (
    is_about_reply,
    is_courtesy,
    speaks_of_reply,
    turns_away,
    unwanted,
    without_greeting,
)
from assistant.asking.things import told_apart
from assistant.asking.translation import french_words
from assistant.naming import holds
from assistant.naming import named as named_in_both
from assistant.replied import NO_REPLY, Replied, Told
from assistant.resolver.asides import without_asides
from assistant.resolver.resolving import Resolution, Resolver
from assistant.types import AnswerKind, Language, Part, Question
from corpus.errors import AssistantError
from corpus.lexical import stems
from corpus.text import fold, last_sentence
from corpus.types import KITS, LEVELS, Level

__all__ = ["MAX_CHARACTERS", "checked", "detect_language", "expand", "understand"]

# A question in a web chat or a mail stays well below; the encoder reads 512 tokens anyway.
MAX_CHARACTERS = 4000
# As few words that name something are a question of their own: « Citiz ? », « météo ».
_BARE = 2
# What is asked for beside something else, in the form of a statement.
_ALSO = re.compile(r"(?<!nous )(?<!moi )\b(?:aussi|egalement|en plus|also)\b|^\+")
# « expliquez simplement », « donne-moi ça en tableau ».
_HOW = re.compile(
    r"\b(?:(?:simple|claire)ment|tableau|bref|brievement|court|(?:\w+ )?(?:phrase|ligne)s?)\b[^?]*$"
)
# « j'en ai besoin pour convaincre les collègues »
_WHY = re.compile(
    r"(?:j'en ai|on en a|nous en avons) besoin\b|c'est pour (?:(?:une?|m[ao]n|l[ae]) |l')"
)
# « …, selon ce kit, … »
_SOURCE = re.compile(r"(?:selon|d'apres) (?:ce|cette|l[ae]|votre) [\w-]+ ?\??")
# « … Et si possible, que ce soit en milieu rural. », « …, avec les dates si possible ».
_PREFERS = re.compile(
    r"(?:et |mais )?(?:si possible|de preference|idealement)\b(?!.*\b(?:aimer|souhait|savoir))[^?]*"
    r"|avec (?:l[ae]s? |leurs? |des )(?:dates?|noms?|sources?|liens?)(?: (?:si|svp|s'il)\b[^?]*)?"
)
# « … ? Un céréalier nous propose d'en monter une. », « … ? Chez nous ce serait plus petit. »
_TELLS_MORE = re.compile(
    r"(?:et )?(?:nous(?: aussi)?|on|j'ai|chez (?:nous|moi)"
    r"|une? (?:\w+ ){1,5}?(?:nous|veut|veulent|propose))\b"
    r"(?!.*\b(?:interess|cherch|besoin|voudr|voul|aimer|souhait|(?<!par )exempl|connai|attend|liste"
    r"|modele|contact)\w*)[^?]*"
)
# « et pour le vélo, … aussi ? » asks the same of another thing, and not of the reply.
_OF_ANOTHER = re.compile(r"(?:et |ou )?(?:(?:pour|cote) |(?:la )?(?:meme|pareil|idem)\b)")
# « un sommaire, ça ne m'avance pas » says nothing of what is asked.
_OF_A_SUMMARY = re.compile(r"\b(?:un|le|ce|votre|du) sommaire\b")
# « de quoi traite ce rapport ? ».
_OF_DOCUMENT = re.compile(r"\bcet?(?:te)? (?:rapport|guide|fiche|kit|document|etude|page)\b")
# What parts a heading, which is one thing where it is a topic: « Le 108 : de quoi s'agit-il ? ».
_MARKS = re.compile(r"\s*[?!](?=\s*[»”\")]|$)|\s*[:?!](?=\s)")
# « et les garages solidaires, un exemple ? », « … qui en a un ? »: the thing is set ahead of what
# is asked.
_THING_AHEAD = re.compile(
    r"(?:(?:bon|ok|oui|ouais|et|mais|alors|donc),? )*(?:pour |sur |cote )?"
    r"(?P<thing>(?:l[ae]s? |l'|c(?:e[st]?|ette) )(?:(?! (?:est|sont) )[^,:;?!.]){3,50}?)"
    r"(?:(?:,| :) (?=.{6})"
    r"| (?=(?:qui (?:(?:en|y|l[ae]s?) |l')?(?:a|fait|gere|finance|pa[iy]e|porte)|combien|c'est) ))"
)
# « une fois le diagnostic fait, … »: what was spoken of is done with.
_ONCE_DONE = re.compile(
    r"(?:(?:et|bon|ok|donc|alors),? )*une fois (?P<done>[^,?]{8,60}), (?=.{12})"
)
# A name between marks, or ahead of what is asked of it.
_SET_APART = re.compile(r"(?:^|, )(?:[lL][ae]s? |[lL]['’])?[A-ZÀ-Ý][\w'’ -]{2,40}?(?=,| c['’]est)")
# « et le numérique ? ».
_AND_THE = re.compile(r"et (?:pour |sur |dans )?(?:l[ae]s? |l')[\w-]+(?: [\w-]+)? ?\??$")
# Under more headings a name tells none; a first word of as many letters tells a name.
_MOST_HEADINGS = 2
_LETTERS_OF_A_FIRST_WORD = 5
# « On hésite entre deux projets »: « le premier » is the first of these.
_COUNTS_OFF = re.compile(r"\bentre\b|\b(?:deux|trois|quatre|[2-4]) (?!ans?\b|mois\b)[a-z]")
# A few words that name as many things are no change of an earlier question.
_OWN = 3
# A message of as few words, with as many of its own at least, may name a suggested question.
_FEW = 10
_OFFERED = 2
# « oui, le cinéma en SCIC »: accepts what is suggested.
_ACCEPTS = re.compile(
    r"(?:oui|ouais|volontiers|va pour|avec plaisir)[ ,.!]+(?=l[ae]s? |l'|une? |des )"
)
# More telling words say what a question is about.
_TELLS = 1


def understand(
    text: str,
    history: Sequence[str] | None = None,
    level: Level | None = None,
    kit: str | None = None,
    vocabulary: Collection[str] = (),
    resolver: Resolver | None = None,
    replies: Sequence[Replied] = (),
) -> Question:
    """The question as it stands by itself: mended, cut into what it asks, its pronouns resolved.

    `history` holds the earlier questions, oldest first, and `replies` what was said to each, if it
    is known; `vocabulary` the words of the fiches, to which mistyped words are corrected;
    `resolver` the model that says where a message is cut and what it needs of what was said before,
    without which rules say both. Raises AssistantError where the text is empty or too long, or
    there is no such level or kit.
    """
    check_preferences(level, kit)
    typed = checked(text)
    last = next((reply for reply in reversed(replies) if reply.line), NO_REPLY)
    known = frozenset[str]().union(*(reply.names for reply in replies))
    said = _said(history or [], replies, vocabulary, resolver)
    asked, gone = _heard(_accepted(typed, last), known, said, resolver)
    spoken = detect_language(asked)
    words = corrected(asked, vocabulary) if spoken == "fr" else asked
    whole = (Part(asked, "other"),)
    courtesy = is_courtesy(words)
    about = not courtesy and is_about_reply(words) and not _point(asked, last)
    if spoken == "other" and not (courtesy or about):
        return Question(asked, asked, "fr", whole, level, kit, foreign=True)
    alone = courtesy or about or turns_away(words)
    before = _Said() if alone else said
    needs = _needs(asked, before, resolver, vocabulary)
    about = about or (needs is not None and needs.kind == "reply")
    if courtesy or about:
        language: Language = "en" if spoken == "en" else "fr"
        return Question(
            typed, asked, language, whole, level, kit, courtesy=courtesy, about_reply=about
        )
    read = _read_after(asked, before, needs, vocabulary, resolver)
    language, understood = read.language, read.understood
    dropped = unwanted(asked)
    without = (*gone, *sorted(name for name in known if holds(dropped, name)))
    return Question(
        text=typed,
        understood_as=understood,
        language=language,
        parts=tuple(
            _part(piece, whole, is_led, language, known, without)
            for piece, whole, is_led in zip(read.pieces, read.wholes, read.led, strict=True)
        ),
        level=level
        or level_of(read.words)
        or level_of(understood)
        or (before.level if read.follows else None),
        kit=kit,
        places=places_of(understood),
        years=years_of(understood),
        laws=laws_of(understood),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A message mended, the questions in it, and each as it stands by itself.

    `understood` is all of it as it was read, as typed where it was only cut; `topic` what was told
    before it that it is asked of; `led`, of each question, whether it is asked of a topic.
    """

    language: Language
    words: str
    pieces: list[str]
    wholes: list[str]
    understood: str
    follows: bool
    led: list[bool]
    topic: str = ""


def _read(
    asked: str,
    earlier: str,
    vocabulary: Collection[str],
    resolver: Resolver | None,
    topic: str = "",
    reply: Replied = NO_REPLY,
    takes_up: bool = False,
) -> _Read:
    """A message after an earlier question and the reply to it, or of a topic that is known; few
    words are in the language of that question. `takes_up`: it may take up what a reply told.
    """
    spoken, topic = detect_language(asked), _one_thing(topic)
    before = topic or earlier
    if before and len(asked.split()) < FOREIGN_WORDS and spoken == "fr":
        spoken = detect_language(before)
    language: Language = "en" if spoken == "en" else "fr"
    words = asked if language == "en" else corrected(asked, vocabulary)
    typed = pieces = cut_by(resolver, without_greeting(words))
    if language == "fr":
        pieces = [unframed(piece) for piece in pieces]
    taken = [taken_up(piece) if takes_up else (piece, "") for piece in pieces]
    pieces, things = [piece for piece, _ in taken], [thing for _, thing in taken]
    colon = ": " if language == "en" else " : "
    lead = f"{capitalised(topic)}{colon}" if topic else ""
    first = lead + lowered(pieces[0]) if lead else _after(pieces, earlier)
    alone = standing_alone([first, *pieces[1:]], language == "en")
    topics = [topic] * len(pieces)
    ahead = [first]
    for number in range(1, len(pieces)):
        if things[number] or begins_anew(pieces[number]):
            topics[number], ahead = "", [pieces[number]]
            alone[number] = as_question(pieces[number], language == "en")
            continue
        needs = _needs_within(pieces[number], ahead, reply, alone[number], resolver)
        ahead = [*ahead, pieces[number]]
        if needs is None:
            continue
        topics[number] = _one_thing(needs.topic) if needs.kind == "follows" else ""
        if topics[number] and set(stems(topics[number])) < set(stems(topic)):
            topics[number] = topic  # all of what the first is asked of
        if topics[number]:
            alone[number] = as_question(pieces[number], language == "en")
    leads = [f"{capitalised(one)}{colon}" if one else "" for one in topics]
    wholes = [
        whole if whole.startswith(capitalised(one)) else lead + lowered(whole)
        for whole, one, lead in zip(alone, topics, leads, strict=True)
    ]
    told = f"{story(pieces[0])} "
    said_once = [wholes[0], *(whole.removeprefix(told) for whole in wholes[1:])]
    only_cut = len(typed) > 1 and _bare(said_once) == _bare(map(without_greeting, typed))
    for number, said in enumerate(leads[:-1], 1):
        said_once[number] = capitalised(said_once[number].removeprefix(said))
    understood = words if only_cut else " ".join(said_once)
    led = list(map(bool, leads))
    return _Read(language, words, pieces, wholes, understood, first != pieces[0], led, topic)


def cut_by(resolver: Resolver | None, text: str) -> list[str]:
    """The questions of a message where the model says that each begins, or the rules: without the
    model, and where it finds several and they find more.

    What says only how to reply is none: « …, restez bref », « …, j'ai besoin d'un chiffre ».
    """
    begins = resolver.begins(text) if resolver else None
    if resolver is None or begins is None:
        return cut(text)
    begins = beginnings(text, begins)
    if begins and only_tells(text[: begins[0]]):
        begins = begins[1:]
    first, *others = parted(text, begins)
    asked = zip(begins, others, strict=False)  # none of others where they are too many
    kept = [at for at, one in asked if not _says_how(one, first, resolver, "?" in text[:at])]
    pieces = parted(text, kept)
    by_rules = cut(text) if len(pieces) > 1 else []
    if by_rules and only_tells(by_rules[0]):
        by_rules[:2] = [" ".join(by_rules[:2])]
    if len(by_rules) <= len(pieces):
        return pieces
    first, *others = by_rules
    says_how = any(_says_how(one, first, resolver, "?" in first) for one in others)
    return pieces if says_how else by_rules


def _says_how(piece: str, asked: str, resolver: Resolver, follows: bool) -> bool:
    """Whether a piece of a message only says how to reply to what is asked before it, or why; or,
    where it `follows` a question mark, tells more.
    """
    said = flat(piece)
    adds = follows and _TELLS_MORE.fullmatch(said) and not _ALSO.search(fold(piece))
    prefers = _PREFERS.fullmatch(said) and not requests(piece)
    if (adds or prefers or _WHY.match(said) or _SOURCE.fullmatch(said)) and not asks(piece):
        return True
    wants_more = _ALSO.search(fold(piece)) or (asks(piece) and not _HOW.search(fold(piece)))
    return not wants_more and resolver.read(piece, [asked]).kind == "reply"


def _one_thing(topic: str) -> str:
    """A topic without the marks by which a question would be read in parts."""
    return _MARKS.sub(lambda mark: "," if mark[0].strip() == ":" else "", topic)


def _needs_within(
    piece: str, before: Sequence[str], reply: Replied, alone: str, resolver: Resolver | None
) -> Resolution | None:
    """What a piece of a message needs of those before it and of the reply before the message, by
    the model; None where rules say it, in what stands `alone`.
    """
    by_rules = untied(alone) != untied(piece) and not led_by_clause(alone)
    if resolver is None or by_rules or asks_apart(piece):
        return None
    needs = resolver.read(piece, before, reply.line)
    if needs.topic and needs.of is None and not telling(needs.topic):
        # Who acts, or where, is no subject: « une ville moyenne ».
        said = re.compile(re.escape(needs.topic), re.I)
        other = resolver.read(piece, [said.sub("", one) for one in before], reply.line)
        needs = other if telling(other.topic) else needs
    return _placed(needs, reply)


def _bare(texts: Iterable[str]) -> list[str]:
    return [fold(unmarked(text)) for text in texts]


def _line(text: str) -> str:
    """The text on one line; a lone surrogate, from a broken file or terminal, is no text."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


def earlier_text(text: str) -> str:
    """What is read of an earlier message, which may be long or empty."""
    return _line(text)[:MAX_CHARACTERS]


def checked(text: str) -> str:
    """The text on one line; AssistantError where nothing is asked, or too much."""
    asked = _line(text)
    if not asked:
        raise AssistantError("La question est vide : écrivez ce que vous cherchez dans les fiches.")
    if len(asked) > MAX_CHARACTERS:
        raise AssistantError(
            f"La question compte {len(asked)} caractères ; la limite est de {MAX_CHARACTERS} : "
            "résumez-la en quelques phrases."
        )
    return asked


def check_preferences(level: object, kit: object) -> None:
    """Raise AssistantError where there is no such level or kit; an empty kit says nothing."""
    for name, value, choices in (("level", level, LEVELS), ("kit", kit, ("", *KITS))):
        if value not in (None, *choices):
            raise AssistantError(
                f"« {name} » doit être l'un de : {', '.join(filter(None, choices))}."
            )


def _placed(needs: Resolution, reply: Replied) -> Resolution:
    """What is needed of a part of the reply with the heading it stands under, or the whole of the
    question that was suggested.
    """
    if needs.of is None or needs.of >= len(reply.parts):
        return needs
    text, heading = reply.parts[needs.of]
    if not heading:
        return replace(needs, topic=unmarked(text) if needs.is_sure else needs.topic)
    if set(stems(heading)) <= set(stems(needs.topic)):
        return needs
    if set(stems(needs.topic)) <= set(stems(heading)):
        return replace(needs, topic=heading)
    return replace(needs, topic=f"{needs.topic} (« {heading} »)")


def _named_in_replies(asked: str, said: "_Said", of: int | None) -> Resolution | None:
    """That a message is asked of what the replies told with most of the names that it has from
    there, and not from the messages before, the latest that has as many; None where it has none.

    A name under many headings tells none of them. Where the model takes a part of the last reply,
    these are no acronyms, and none of them is in that part: « le premier, Piste d'Azur, c'est
    quoi ».
    """
    names = frozenset[str]().union(*(one.names for one in said.told))
    typed, before = fold(asked), fold(" ".join(said.texts))
    dropped = unwanted(asked)
    mine = {
        name
        for name in names
        if _is_typed(name, typed)
        and not (_is_typed(name, before) or holds(dropped, name))
        and len({one.heading for one in said.told if name in one.names}) <= _MOST_HEADINGS
    }
    mine.difference_update(left_out(asked, mine)[1])
    if of is not None:
        held = " ".join(one.text for one in said.told)
        apart = _SET_APART.finditer(asked)
        mine |= {name for one in apart for name in named_in_both(f"x {one[0]}", held)}
        mine = {name for name in mine if not name.isupper()}
        taken = said.reply.parts[of][0] if of < len(said.reply.parts) else ""
        if any(holds(taken, name) for name in mine):
            return None
    shared = [sum(holds(one.text, name) for name in mine) for one in said.told]
    most = max(shared, default=0)
    return Resolution("follows", said.told[shared.index(most)].heading, 0) if most else None


def _told_of(thing: str, told: Sequence[Told]) -> str:
    """The heading of the latest reply that told of what is taken up, where that does not name it
    by itself: « les 20 % que vous citiez »; empty for none.
    """
    words = named_by(thing)
    known = () if any(not word.isdigit() for word in telling(thing)) else told
    return next((one.heading for one in known if words <= set(stems(one.text))), "")


def _goes_beyond(asked: str) -> bool:
    """Whether a message says first what is done with, and then names enough itself: « une fois le
    diagnostic fait, comment mobiliser un réseau dans la durée ? », not « …, qui l'évalue ? » nor
    « une fois qu'on les connaît, … ».
    """
    match = _ONCE_DONE.match(flat(asked))
    if match is None or has_pronoun(asked[slice(*match.span("done"))]):
        return False
    return len(telling(asked[match.end() :])) > _TELLS and bool(telling(match["done"]))


def _headed(asked: str, said: "_Said") -> Resolution | None:
    """That a message is asked of the one heading of the replies that has the thing set ahead of
    what it asks, pointed at (« ces diagnostics, qui en a fait ? », or by an acronym that a quote
    has) or new; or that it stands alone, where these are several with a new name of two words (« et
    les garages solidaires, … »).
    """
    match = _THING_AHEAD.match(flat(asked))
    thing = telling(match["thing"]) if match else set[str]()
    if match is None or not thing:
        return None
    headings = {one.heading for one in said.told if thing <= set(stems(one.heading))}
    is_acronym = re.search(r"\b[A-ZÀ-Ý]{2,}\b", asked[slice(*match.span("thing"))])
    if is_acronym and match["thing"].startswith("c") and not headings:
        headings = {one.heading for one in said.told if thing <= set(stems(one.text))}
    if len(headings) != 1:
        return None
    (heading,) = headings
    is_new = not thing <= set(stems(" ".join(said.texts)))
    article, _, name = match["thing"].partition(" ")
    if article == "les" and " " in name:
        # « les garages solidaires »: all of them, and not one that the heading tells of.
        return Resolution("alone", "") if is_new and name in fold(heading) else None
    is_meant = article.startswith("c") or (is_new and article != "les")
    return Resolution("follows", heading, 0) if is_meant else None


def _named_in_any(
    asked: str, said: "_Said", of: int | None, resolver: Resolver
) -> Resolution | None:
    """What the first question of a message is asked of by its own names, or by those of all."""
    first = cut_by(resolver, asked)[0]
    by_first = _named_in_replies(first, said, of) or _headed(first, said)
    return by_first or _named_in_replies(asked, said, of)


def _is_typed(name: str, text: str) -> bool:
    """Whether a folded text has a name, or its first word, if that is no French one: « Royères » of
    « Royères-de-Vassivière ».
    """
    first = name.partition("-")[0]
    is_told = len(first) >= _LETTERS_OF_A_FIRST_WORD and not is_french(first)
    among = (fold(name), fold(first)) if is_told else (fold(name),)
    return any(re.search(rf"(?<![\w-]){re.escape(one)}(?![\w-])", text) for one in among)


def _accepted(asked: str, reply: Replied) -> str:
    """The question that a message accepts of those that the reply suggests, or what it asks."""
    thing, is_question = _pointed(asked, reply)
    accepts = None if asks(asked) else _ACCEPTS.match(flat(asked))
    if accepts and (named := _named_by_few(asked[accepts.end() :], reply)):
        return named
    said = unmarked(fold(asked))
    repeated = (one for one in reply.suggested if said.endswith(unmarked(fold(one))))
    one = "" if is_question else next(repeated, "")
    before = asked[: -len(one)] if one else ""
    is_remark = re.fullmatch(r"(?:[^?]*[.!…:»] *)?", before) and not requests(before)
    return thing if is_question else (one if one and is_remark else asked)


def _heard(
    text: str, names: Collection[str], said: "_Said", resolver: Resolver | None
) -> tuple[str, tuple[str, ...]]:
    """A message, its sentences told apart, without what it says first, after others, of their
    replies or to be done with some of the `names` in these, and which these are.
    """
    text = marked(text)
    if resolver is None or not said.texts:
        return without_remarks(text, names, None, follows=bool(said.texts))
    asked, gone = without_remarks(
        text, names, lambda sentence: resolver.read(sentence, said.texts).kind == "reply"
    )
    return without_asides(asked, said.texts, resolver, said.reply.line), gone


def _point(asked: str, reply: Replied) -> str:
    """The heading of the reply that a message means by its place; empty for none."""
    thing, is_question = _pointed(asked, reply)
    return "" if is_question else thing


def _pointed(asked: str, reply: Replied) -> tuple[str, bool]:
    return pointed_at(without_greeting(asked), reply.headings, reply.suggested)


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said before: as much of what was asked as the next message is read with, the first
    message ahead; the last question as it stood by itself, of several the first, from which the
    others take their subject; its level; the last reply, and what all replies told, the latest
    first.
    """

    texts: tuple[str, ...] = ()
    understood: str = ""
    level: Level | None = None
    reply: Replied = NO_REPLY
    told: tuple[Told, ...] = ()


def _said(
    history: Iterable[str],
    replies: Iterable[Replied],
    vocabulary: Collection[str],
    resolver: Resolver | None,
) -> _Said:
    said, last = _Said(), NO_REPLY
    told: tuple[Told, ...] = ()
    for text, reply in zip_longest(history, replies):
        names = frozenset[str]().union(*(one.names for one in told))
        accepted, before = _accepted(earlier_text(text or ""), last), last
        asked, _ = _heard(accepted, names, said, resolver)
        last = reply if reply and reply.line else last
        told = (*(reply.told if reply else ()), *told)
        spoken = detect_language(asked)
        mended = corrected(asked, vocabulary) if spoken == "fr" else asked
        about = is_about_reply(mended) and not _point(asked, before)
        if spoken == "other" or is_courtesy(mended) or about:
            continue
        said = _Said() if turns_away(mended) else said
        needs = _needs(asked, said, resolver, vocabulary)
        if needs and needs.kind == "reply":
            continue
        read = _read_after(asked, said, needs, vocabulary, resolver)
        understood = read.wholes[0][:MAX_CHARACTERS]
        level = level_of(read.words) or level_of(understood)
        if read.topic:
            texts: tuple[str, ...] = (read.topic, asked)
        else:
            texts = (understood,) if read.follows else (*said.texts[-1:], asked)
        texts = tuple(dict.fromkeys((*said.texts[:1], *texts)))
        level = level or (said.level if read.follows else None)
        said = _Said(texts, understood, level, last, told)
    return said


def _needs(
    asked: str, said: _Said, resolver: Resolver | None, vocabulary: Collection[str]
) -> Resolution | None:
    """What a message needs of the earlier ones by the model; None where there are none, where rules
    read it as what changes a few of their words, or there is no model.
    """
    asked = without_greeting(asked)
    bare = len(asked.split()) <= _BARE and bool(named(asked.lower()))
    if said.texts and fold(asked) in map(fold, said.reply.suggested):
        return Resolution("alone", "")
    point = _point(asked, said.reply)
    are_compared = bool(told_apart(said.understood))
    if said.texts and point and not (is_bare_place(asked) and are_compared):
        return Resolution("follows", point)
    if resolver is None or not said.texts or bare:
        return None
    if again := _offered(corrected(asked, vocabulary), said):
        return again
    if itself := _about_itself(asked, said, resolver):
        return itself
    of_another = _OF_ANOTHER.match(flat(asked)) or _OF_A_SUMMARY.search(flat(asked))
    # A refusal only points to headings: « qui le délivre ? » means what was refused.
    names = telling(asked) & set(stems(said.reply.line)) or _OF_DOCUMENT.search(flat(asked))
    points = bool(said.reply.headings or names)
    line = said.reply.line if points and not of_another else ""
    needs = _placed(resolver.read(asked, said.texts, line), said.reply)
    counts_off = are_compared or _COUNTS_OFF.search(flat(said.texts[-1]))
    ahead = "" if counts_off else pointed_ahead(asked, said.reply.headings)
    if ahead:
        of = next((n for n, (_, one) in enumerate(said.reply.parts) if one == ahead), 0)
        needs = _named_in_any(asked, said, of, resolver) or Resolution("follows", ahead, of)
    elif said.reply.line and not of_another and needs.kind == "follows":
        needs = _named_in_any(asked, said, needs.of, resolver) or needs
    if is_change(asked, said.understood) and not _is_no_change(asked, needs, said):
        return None
    if needs.kind == "reply" and _asks_the_fiches(asked, said, vocabulary):
        return replace(needs, kind="follows")
    return needs


def _offered(asked: str, said: _Said) -> Resolution | None:
    """That a few words, which ask at most what a thing is, are asked of the one question that the
    last reply suggested that has all of what they name: « c'est quoi l'appui juridique ? ».
    """
    is_said = set(stems(asked)) - general("framing") <= set(stems(" ".join(said.texts)))
    if is_said or (asks(asked) and kind_of(asked) != "definition"):
        return None
    one = _named_by_few(asked, said.reply)
    return Resolution("follows", unmarked(one)) if one else None


def _named_by_few(asked: str, reply: Replied) -> str:
    """The one question that a reply suggested that has all of what a few words name; else empty."""
    words = set(stems(asked)) - general("framing")
    if len(words) < _OFFERED or len(asked.split()) > _FEW:
        return ""
    named = [one for one in reply.suggested if words <= set(stems(one))]
    return named[0] if len(named) == 1 else ""


def _about_itself(asked: str, said: _Said, resolver: Resolver) -> Resolution | None:
    """That a message says by itself what it is about: a thing that it takes up of a reply, one that
    it returns to, or more than what is done with; None where it does not.
    """
    first = cut_by(resolver, asked)[0]
    back = returns_to(first)
    taken = taken_up(first)[1] if said.told and not back else ""
    if taken and (heading := _told_of(taken, said.told)):
        return Resolution("follows", heading, 0)
    return Resolution("alone", "") if telling(back or taken) or _goes_beyond(asked) else None


def _is_no_change(asked: str, needs: Resolution, said: _Said) -> bool:
    """Whether a few words that rules would read as a change are asked of the reply by the model,
    stand alone, name things of their own and nothing ties them, or speak of the reply in so many
    words; « et le numérique ? » is a change, where the reply says nothing of it.
    """
    if needs.of is not None:
        is_other = named(asked).isdisjoint(stems(said.reply.line))
        return not (is_other and _AND_THE.match(flat(asked)))
    if needs.kind == "reply":
        return speaks_of_reply(asked) and kind_of(asked) == "other"
    is_apart = needs.kind == "alone" and untied(asked) == unmarked(flat(asked))
    return is_apart and len(telling(asked)) >= _OWN


def _asks_the_fiches(asked: str, said: _Said, vocabulary: Collection[str]) -> bool:
    """Whether a message that sounds like one about the reply has words of the fiches that were not
    said: more where it speaks of the reply in so many words.
    """
    new = set(stems(asked)) - set(stems(" ".join(said.texts))) - general("framing")
    own = new & (_stems_of(frozenset(vocabulary)) - general("general"))
    return len(own) > (2 if speaks_of_reply(asked) else 0)


@lru_cache(maxsize=2)
def _stems_of(vocabulary: frozenset[str]) -> frozenset[str]:
    return frozenset(stems(" ".join(vocabulary)))


def _read_after(
    asked: str,
    said: _Said,
    needs: Resolution | None,
    vocabulary: Collection[str],
    resolver: Resolver | None,
) -> _Read:
    """A message after the earlier ones, read by rules where the model says nothing."""
    takes_up = bool(said.told)
    if needs is None or (needs.kind != "alone" and not needs.topic):
        return _read(
            asked, said.understood, vocabulary, resolver, reply=said.reply, takes_up=takes_up
        )
    # What begins a subject of its own goes on with that, and not with the reply before it.
    points = needs.topic or _OF_DOCUMENT.search(flat(asked))
    reply = said.reply if points else NO_REPLY
    is_english = detect_language(said.understood) == "en"
    topic = needs.topic if is_english else corrected(needs.topic, vocabulary)
    return _read(asked, "", vocabulary, resolver, topic, reply, takes_up)


def _after(pieces: list[str], earlier: str) -> str:
    """The first of a message's questions, resolved unless one beside it names its subject."""
    first, *others = pieces
    naming = (piece for piece in others if not (lacks_subject(piece) or has_pronoun(piece)))
    taken = lacks_subject(first) and not has_pronoun(first) and any(naming)
    return resolve(first, earlier) if earlier and not taken else first


def _part(
    piece: str,
    whole: str,
    is_led: bool,
    language: Language,
    known: Iterable[str],
    without: tuple[str, ...],
) -> Part:
    """One thing asked; `known` are the names that the replies held, those of them are `without`
    that the message says first it wants no more of.
    """
    whole, others = left_out(whole, known)
    own = left_out(piece, known)[0]
    in_french = french_words(whole) if language == "en" else ""
    return Part(
        whole,
        _kind(own, whole),
        in_french,
        own if is_led else "",
        (*without, *others),
        typed=piece,
    )


def _kind(piece: str, whole: str) -> AnswerKind:
    """What a question expects by its own words, or by those that it takes from an earlier one."""
    # A story before it, or thanks after it, expects nothing.
    last = last_sentence(piece)
    own = kind_of(last if asks(last) and (last.endswith("?") or "?" not in piece) else piece)
    return kind_of(whole) if own == "other" and not asks(piece) else own
