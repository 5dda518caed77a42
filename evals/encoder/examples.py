"""What the encoder learns from: questions with the passage that answers, beside one that does not.

The fiches and texts are those of the reader (evals/reader), and so are the documents kept aside;
passages are of the length that an index gives them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.lexical import stems
from corpus.tokens import count_tokens
from evals.reader.constructions import aside, seeded
from evals.reader.fiches import read_fiches
from evals.reader.texts import Neighbours, Text, read_guides, read_paragraphs
from evals.reader.written import answered

# As long as an index makes its passages (the setting `passage_tokens`).
_TOKENS = 300
# How many of PIAF's questions are read: they are of another field.
_ENCYCLOPEDIA = 0.35
# How often a passage is shown without its heading, and one whose heading is the question.
_UNTITLED, _UNTITLED_HEADING = 0.15, 0.8
# How often the passage that does not answer is one of the same document.
_SAME_DOCUMENT = 0.7


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a passage that answers it, one that does not; `aside` ones are not trained on."""

    question: str
    answer: str
    other: str
    source: str
    aside: bool


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage as the encoder reads it, with its document."""

    document: str
    title: str
    heading: str
    body: str

    def shown(self, untitled: bool) -> str:
        """Title, heading, text, as the index has them."""
        parts = (self.title, "" if untitled else self.heading, self.body)
        return "\n".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with the numbers of the passages that answer it among those of its document."""

    question: str
    answers: frozenset[int]
    source: str


def examples(texts: Path) -> list[Example]:
    """Every example whose question is asked once, in a fixed order that mixes the sources."""
    asked_of = answered()
    documents = [*_of_fiches(), *_of_guides(texts, asked_of), *_of_paragraphs(texts, asked_of)]
    near = _Near([p for passages, _ in documents for p in passages])
    found = []
    for passages, asked in documents:
        kept_aside = aside(passages[0].document)
        for one in asked:
            example = _example(passages, one, near, kept_aside)
            if example:
                found.append(example)
    seeded("examples").shuffle(found)
    # A heading that several guides have (« De quoi s'agit-il ? ») tells none of them.
    times = Counter(example.question for example in found)
    return [example for example in found if times[example.question] == 1]


def _example(
    passages: Sequence[_Passage], asked: _Asked, near: "_Near", kept_aside: bool
) -> Example | None:
    rng = seeded(asked.question)
    right = passages[rng.choice(sorted(asked.answers))]
    beside = [n for n in range(len(passages)) if n not in asked.answers]
    if beside and rng.random() < _SAME_DOCUMENT:
        words = set(stems(asked.question))
        shared = {n: len(words & set(stems(passages[n].shown(False)))) for n in beside}
        best = sorted(beside, key=lambda n: -shared[n])[:3]
        wrong = passages[rng.choice(best)]
    else:
        found = near.of(asked.question, right.document)
        if found is None:
            return None
        wrong = found
    is_heading = asked.source == "headings"
    untitled = rng.random() < (_UNTITLED_HEADING if is_heading else _UNTITLED)
    return Example(
        asked.question, right.shown(untitled), wrong.shown(untitled), asked.source, kept_aside
    )


def _of_fiches() -> Iterator[tuple[list[_Passage], list[_Asked]]]:
    for number, (source, row) in enumerate(read_fiches()):
        passages: list[_Passage] = []
        place: dict[tuple[int, int], int] = {}
        for at, section in enumerate(row["sections"]):
            for start, end in _runs(section["sentences"]):
                for sentence in range(start, end):
                    place[at, sentence] = len(passages)
                body = "\n".join(section["sentences"][start:end])
                passages.append(_Passage(f"fiche:{number}", row["title"], section["heading"], body))
        asked = [
            _Asked(q["q"], frozenset(place[at, s] for at, s in q["s"]), source)
            for q in row["questions"]
            if q["s"]
        ]
        yield passages, asked


def _runs(sentences: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Neighbouring sentences together, as many as a passage holds."""
    start, tokens = 0, 0
    for number, sentence in enumerate(sentences):
        own = count_tokens(sentence)
        if tokens and tokens + own > _TOKENS:
            yield start, number
            start, tokens = number, 0
        tokens += own
    yield start, len(sentences)


def _passages(document: str, title: str, heading: str, text: str) -> list[_Passage]:
    lines = text.split("\n")
    return [
        _Passage(document, title, heading, "\n".join(lines[a:b]))
        for a, b in _runs(lines)
        if any(lines[a:b])
    ]


def _of_guides(
    texts: Path, asked_of: dict[str, list[str]]
) -> Iterator[tuple[list[_Passage], list[_Asked]]]:
    """Guides: the headings that are questions, and the questions written on their windows."""
    for guide, sections in read_guides(texts).items():
        title = sections[0][1].title.split(" › ")[0]
        passages: list[_Passage] = []
        asked: list[_Asked] = []
        for part, (heading, text) in enumerate(sections):
            own = _passages(f"sp:{guide}", title, heading, text.text)
            if not own:
                continue
            if heading.rstrip().endswith("?") and len(heading.split()) > 3:
                asked.append(_Asked(heading, frozenset([len(passages)]), "headings"))
            asked += _written(asked_of, f"sp:{guide}:{part}", text, own, len(passages))
            passages += own
        if passages:
            yield passages, asked


def _of_paragraphs(
    texts: Path, asked_of: dict[str, list[str]]
) -> Iterator[tuple[list[_Passage], list[_Asked]]]:
    """PIAF: some of its questions, and those written on the windows of its paragraphs."""
    for (article, part), (text, questions) in read_paragraphs(texts).items():
        own = _passages(text.document, text.title, "", text.text)
        asked = [
            _Asked(" ".join(q["question"].split()), frozenset([0]), "piaf")
            for q in questions
            if q.get("answers") and seeded(q["question"]).random() < _ENCYCLOPEDIA
        ]
        asked += _written(asked_of, f"piaf:{article}:{part}", text, own, 0)
        if len(own) == 1:
            yield own, asked


def _written(
    asked_of: dict[str, list[str]], name: str, text: Text, own: Sequence[_Passage], first: int
) -> Iterator[_Asked]:
    """The questions written on the windows of a text, each with the passage it begins in."""
    for number in range(len(text.windows)):
        begins = " ".join(text.window(number).split())[:60]
        held = [n for n, p in enumerate(own) if begins in " ".join(p.body.split())]
        for question in asked_of.get(f"{name}:{number}", []) if held else []:
            yield _Asked(question, frozenset(first + n for n in held), "written")


class _Near:
    """The passages of other documents that share most words with a question."""

    def __init__(self, passages: Sequence[_Passage]) -> None:
        self._near = Neighbours(
            [Text(p.document, p.title, p.body, (((0, len(p.body)),),)) for p in passages]
        )

    def of(self, question: str, document: str) -> _Passage | None:
        """The best of the first few, drawn by the question."""
        found = self._near.of(question, document, 4)
        if not found:
            return None
        text, _ = seeded(question).choice(found)
        return _Passage(text.document, text.title, "", text.text)
