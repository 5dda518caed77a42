"""How a question becomes an answer, stage by stage."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock

from assistant.closest import of_reply
from assistant.composing import composed
from assistant.finding import find
from assistant.models import Models, open_models
from assistant.question import earlier_text, understand
from assistant.replied import replied
from assistant.search import search
from assistant.suggestions import suggested
from assistant.timing import Clock
from assistant.types import Answer, Part, Question, Shown
from corpus.clock import today
from corpus.errors import AssistantError
from corpus.index import Index
from corpus.manifest import current_generation
from corpus.settings import Settings
from corpus.types import Hit, Level

# How many earlier questions are not suggested again, beside what the last reply suggested.
_REMEMBERED = 3
# Of a conversation as many messages are forgotten at a time, as many are always read.
FORGOTTEN = 8
# How many replies are kept, each of which the messages after it are read with.
_REPLIES = 256


class Assistant:
    """Answers from the current generation of one index, which it follows as it is renewed."""

    def __init__(self, index: Path, settings: Settings) -> None:
        """Open the index; AssistantError where there is none that these settings can read."""
        self._path = index
        self.settings = settings
        self.models = open_models(settings)
        self._place = lru_cache(maxsize=_REPLIES)(lambda *_: list[Answer]())
        self._lock = Lock()
        self._readers: Counter[Index] = Counter()
        self._newest = Index(index, self.models.encoder.name, settings.today)

    @property
    def today(self) -> date:
        """The day that answers count from."""
        return today(self.settings.today)

    @contextmanager
    def reading(self) -> Iterator[Index]:
        """The current generation, kept open for as long as the caller reads it."""
        with self._lock:
            if current_generation(self._path) != self._newest.generation:
                newer = Index(self._path, self.models.encoder.name, self.settings.today)
                retired, self._newest = self._newest, newer
                if not self._readers[retired]:
                    retired.close()
            index = self._newest
            self._readers[index] += 1
        try:
            yield index
        finally:
            with self._lock:
                self._readers[index] -= 1
                if not self._readers[index]:
                    del self._readers[index]
                    if index is not self._newest:
                        index.close()

    def search(
        self, text: str, count: int, level: Level | None = None, kit: str | None = None
    ) -> list[Hit]:
        """The best passages for a question, at most `count`, best first."""
        if count < 1:
            raise AssistantError("Le nombre de passages à chercher est d'au moins 1.")
        with self.reading() as index:
            question = understand(text, None, level, kit, index.words)
            whole = Part(
                question.understood_as,
                question.parts[0].kind,
                " ".join(part.in_french for part in question.parts).strip(),
            )
            return search(index, self.models, question, whole, count)

    def ask(
        self,
        text: str,
        history: list[str] | None = None,
        level: Level | None = None,
        kit: str | None = None,
    ) -> Answer:
        """One answer; `history` holds the earlier questions of the conversation, oldest first."""
        with self.reading() as index:
            return self.ask_in(index, text, history, level, kit)

    def ask_in(
        self,
        index: Index,
        text: str,
        history: list[str] | None = None,
        level: Level | None = None,
        kit: str | None = None,
    ) -> Answer:
        """One answer from a generation that the caller keeps open with `reading`."""
        said = tuple(filter(None, map(earlier_text, history or ())))
        said = said[max(0, len(said) // FORGOTTEN - 1) * FORGOTTEN :]
        value = self._after(index, self.models, text, said, level, kit)
        self._kept(index, (*said, earlier_text(text)), level, kit)[:] = [value]
        return value

    def _after(
        self,
        index: Index,
        models: Models,
        text: str,
        said: tuple[str, ...],
        level: Level | None,
        kit: str | None,
    ) -> Answer:
        """The answer to a message after earlier ones, read with what was replied to each."""
        question, replies = self.read_in(index, text, said, level, kit)
        earlier = [reply.understood_as for reply in replies[-_REMEMBERED:]]
        earlier += [one.question for reply in replies[-1:] for one in reply.suggestions]
        quoted = [reply.citations for reply in reversed(replies)]
        value = answer(index, models, question, self.today, earlier, quoted)
        return replace(value, closest=of_reply(replies)) if question.about_reply else value

    def read_in(
        self,
        index: Index,
        text: str,
        said: tuple[str, ...],
        level: Level | None = None,
        kit: str | None = None,
    ) -> tuple[Question, list[Answer]]:
        """A message as it is understood after earlier ones, and what was replied to each."""
        replies = [self._reply(index, said[:end], level, kit) for end in range(1, len(said) + 1)]
        shown = list(map(replied, replies))
        resolver = self.models.resolver
        return understand(text, said, level, kit, index.words, resolver, shown), replies

    def _reply(
        self, index: Index, said: tuple[str, ...], level: Level | None, kit: str | None
    ) -> Answer:
        """What was replied to the last of these messages, sought anew where it is not kept, by no
        language model.
        """
        kept = self._kept(index, said, level, kit)
        if not kept:
            models = replace(self.models, writer=None)
            kept[:] = [self._after(index, models, said[-1], said[:-1], level, kit)]
        return kept[0]

    def _kept(
        self, index: Index, said: tuple[str, ...], level: Level | None, kit: str | None
    ) -> list[Answer]:
        """Where the answer to the last of these messages is kept: a list, empty or of one."""
        return self._place(index.generation, said, level, kit, self.today, index.withheld())


def answer(
    index: Index,
    models: Models,
    question: Question,
    today: date,
    earlier: Sequence[str] = (),
    shown: Shown = (),
) -> Answer:
    """The answer to a question from one generation of an index, stage by stage.

    `earlier` are questions that are not suggested: those before it in the conversation, and what
    the last reply suggested. `shown` is what the replies quoted.
    """
    clock = Clock()
    found = find(index, models, question, clock, shown) if question.asks else ()
    value, taken = composed(index, models, question, found, today, clock, shown)
    if value.status == "answered":
        return value
    parts = [one.part for one in taken if one.close and not one.answered]
    asked = [question.text, *(part.text for part in question.parts), *earlier]
    suggestions = suggested(index, models, parts, asked, value.citations)
    clock.lap("suggest")
    return replace(value, suggestions=suggestions, timings_ms=clock.timings())
