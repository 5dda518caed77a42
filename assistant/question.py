"""What is asked: in which language, in how many parts, of whom, and after what was said before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assistant.asking.follow_up import asks, resolve
from assistant.asking.framing import unframed
from assistant.asking.kinds import kind_of
from assistant.asking.language import FOREIGN_WORDS, detect_language
from assistant.asking.mentions import laws_of, level_of, places_of, years_of
from assistant.asking.parts import cut, standing_alone, story
from assistant.asking.phrases import unmarked
from assistant.asking.reference import has_pronoun, lacks_subject
from assistant.asking.spelling import corrected, expand
from assistant.asking.talk import is_about_reply, is_courtesy, turns_away, without_greeting
from assistant.asking.translation import french_words
from assistant.types import AnswerKind, Language, Part, Question
from corpus.errors import AssistantError
from corpus.text import fold, last_sentence
from corpus.types import KITS, LEVELS, Level

__all__ = ["MAX_CHARACTERS", "checked", "detect_language", "expand", "understand"]

# A question in a web chat or a mail stays well below; the encoder reads 512 tokens anyway.
MAX_CHARACTERS = 4000


def understand(
    text: str,
    history: list[str] | None = None,
    level: Level | None = None,
    kit: str | None = None,
    vocabulary: Collection[str] = (),
) -> Question:
    """The question as it stands by itself: mended, cut into what it asks, its pronouns resolved.

    `history` holds the earlier questions, oldest first; `vocabulary` the words of the fiches, to
    which mistyped words are corrected. Raises AssistantError where the text is empty or too long,
    or there is no such level or kit.
    """
    check_preferences(level, kit)
    asked = checked(text)
    spoken = detect_language(asked)
    words = corrected(asked, vocabulary) if spoken == "fr" else asked
    whole = (Part(asked, "other"),)
    courtesy, about = is_courtesy(words), is_about_reply(words)
    if courtesy or about:
        language: Language = "en" if spoken == "en" else "fr"
        return Question(
            asked, asked, language, whole, level, kit, courtesy=courtesy, about_reply=about
        )
    if spoken == "other":
        return Question(asked, asked, "fr", whole, level, kit, foreign=True)
    earlier, earlier_level = _earlier([] if turns_away(words) else history or [], vocabulary)
    read = _read(asked, earlier, vocabulary)
    language, understood = read.language, read.understood
    return Question(
        text=asked,
        understood_as=understood,
        language=language,
        parts=tuple(
            Part(whole, _kind(piece, whole), french_words(whole) if language == "en" else "")
            for piece, whole in zip(read.pieces, read.wholes, strict=True)
        ),
        level=level
        or level_of(understood)
        or level_of(read.words)
        or (earlier_level if read.follows else None),
        kit=kit,
        places=places_of(understood),
        years=years_of(understood),
        laws=laws_of(understood),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A message mended, the questions in it, and each as it stands by itself.

    `understood` is all of it as it was read, as typed where it was only cut.
    """

    language: Language
    words: str
    pieces: list[str]
    wholes: list[str]
    understood: str
    follows: bool


def _read(asked: str, earlier: str, vocabulary: Collection[str]) -> _Read:
    """A message after an earlier question; few words are in the language of that one."""
    spoken = detect_language(asked)
    if earlier and len(asked.split()) < FOREIGN_WORDS and spoken == "fr":
        spoken = detect_language(earlier)
    language: Language = "en" if spoken == "en" else "fr"
    words = asked if language == "en" else corrected(asked, vocabulary)
    typed = pieces = cut(without_greeting(words))
    if language == "fr":
        pieces = [unframed(piece, vocabulary) for piece in pieces]
    first = _after(pieces, earlier)
    wholes = standing_alone([first, *pieces[1:]], language == "en")
    told = f"{story(pieces[0])} "
    said_once = [wholes[0], *(whole.removeprefix(told) for whole in wholes[1:])]
    only_cut = len(typed) > 1 and _bare(said_once) == _bare(map(without_greeting, typed))
    understood = words if only_cut else " ".join(said_once)
    return _Read(language, words, pieces, wholes, understood, first != pieces[0])


def _bare(texts: Iterable[str]) -> list[str]:
    return [fold(unmarked(text)) for text in texts]


def _line(text: str) -> str:
    """The text on one line; a lone surrogate, from a broken file or terminal, is no text."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


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


def _earlier(history: Iterable[str], vocabulary: Collection[str]) -> tuple[str, Level | None]:
    """The last earlier question as it stood by itself, and the level that was spoken of.

    Of a message with several questions it is the first: the others take their subject from it.
    """
    understood, level = "", None
    for text in history:
        asked = _line(text)[:MAX_CHARACTERS]
        spoken = detect_language(asked)
        mended = corrected(asked, vocabulary) if spoken == "fr" else asked
        if spoken == "other" or is_courtesy(mended) or is_about_reply(mended):
            continue
        if turns_away(mended):
            understood = ""
        read = _read(asked, understood, vocabulary)
        understood = read.wholes[0][:MAX_CHARACTERS]
        level = level_of(understood) or level_of(read.words) or (level if read.follows else None)
    return understood, level


def _after(pieces: list[str], earlier: str) -> str:
    """The first of a message's questions, resolved unless one beside it names its subject."""
    first, *others = pieces
    naming = (piece for piece in others if not (lacks_subject(piece) or has_pronoun(piece)))
    taken = lacks_subject(first) and not has_pronoun(first) and any(naming)
    return resolve(first, earlier) if earlier and not taken else first


def _kind(piece: str, whole: str) -> AnswerKind:
    """What a question expects by its own words, or by those that it takes from an earlier one."""
    # A story before it, or thanks after it, expects nothing.
    last = last_sentence(piece)
    own = kind_of(last if asks(last) and (last.endswith("?") or "?" not in piece) else piece)
    return kind_of(whole) if own == "other" and not asks(piece) else own
