"""What a reply said, as the next message is read with it."""

from dataclasses import dataclass

from assistant.asking.spelling import is_french
from assistant.claims import names
from assistant.resolver.resolving import BETWEEN
from assistant.types import Answer
from assistant.wording import own_heading

# Characters of what was quoted; what may be asked instead comes after it.
_LONGEST = 1100


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reply shows: the heading above each quote, by its number; the questions it suggests;
    the names in its quotes; and all of it on one line, of a refusal the headings that it points to.
    """

    headings: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    line: str = ""


NO_REPLY = Reply()


def reply_of(answer: Answer) -> Reply:
    """What an answer said."""
    headings = tuple(
        own_heading(one.heading) if one.heading else one.title for one in answer.citations
    )
    said: list[str] = []
    above = ""
    for one in answer.citations:
        quote = " ".join(one.quote.replace("•", " ").split())
        heading = one.heading or one.title
        said.append(quote if heading == above else f"{heading} : {quote}")
        above = heading
    said = said or [one.heading or one.title for one in answer.closest]
    line = BETWEEN.join(said)
    if len(line) > _LONGEST:
        line = line[:_LONGEST].rpartition(" ")[0]
    suggested = tuple(one.question for one in answer.suggestions)
    texts = (text for one in answer.citations for text in (one.heading, one.quote))
    named = frozenset(name for text in texts for name in names(text) if not is_french(name))
    return Reply(headings, suggested, named, BETWEEN.join(filter(None, [line, *suggested])))
