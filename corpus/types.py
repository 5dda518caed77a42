"""What documents, sections, passages and hits are: plain frozen data, without storage handles."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

Level = Literal["commune", "epci", "departement", "region"]
SourceKind = Literal["fiche", "digest", "page", "faq", "jurist"]
SectionKind = Literal["text", "lever", "example", "resources"]

LEVELS: tuple[Level, ...] = ("commune", "epci", "departement", "region")
KITS = ("municipaless", "departements", "regional")
# What every page, export and command says beside a digest: it is not the fiche's own words.
DIGEST_NOTICE = "Résumé établi par le projet, à vérifier sur la page de RTES"
# What must be said beside a source, wherever it is shown.
NOTICES: dict[SourceKind, str] = {
    "digest": DIGEST_NOTICE,
    "jurist": "Réponse validée par un juriste, qui n’est pas une fiche de RTES",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under one heading.

    `start` and `end` are character offsets of the body (the heading line stands before
    it) into the document's text; `path` holds the headings above, outermost first.
    """

    section_id: str
    heading: str
    path: tuple[str, ...]
    kind: SectionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One fiche, page or guide as it is stored; every offset counts into `text`.

    `edition` is a year or empty; `updated` is an ISO date, possibly without its day;
    `valid_until` is the last day on which a FAQ's answer holds, empty where it has none;
    `pages` are the offsets into the text at which each page of a paginated source begins, the
    first first, empty where the source has no pages.
    """

    document_id: str
    title: str
    kit: str
    edition: str
    fiche: int | None
    levels: tuple[Level, ...]
    url: str
    updated: str
    source_kind: SourceKind
    text: str
    sections: tuple[Section, ...]
    valid_until: str = ""
    pages: tuple[int, ...] = ()

    @property
    def dated(self) -> str:
        """What tells the document's age: its edition's year, else the day of its update."""
        return self.edition or self.updated

    def page(self, offset: int) -> int | None:
        """The number, from 1, of the page on which a character of the text stands."""
        return bisect_right(self.pages, offset) or None


def is_newer(document: Document, other: Document) -> bool:
    """Whether a document is known to be later than another, as far as both dates go."""
    length = min(len(document.dated), len(other.dated))
    return document.dated[:length] > other.dated[:length]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences or list items inside one section: what is embedded and found.

    `also_in` names the other documents that hold the same text; `same_as` is the passage
    that is embedded for all of them, empty for that passage itself; `newer` is the passage of a
    newer edition that says it with other figures, and `newer_in` its document, both empty where
    there is none.
    """

    passage_id: str
    document_id: str
    section_id: str
    start: int
    end: int
    also_in: tuple[str, ...] = ()
    same_as: str = ""
    newer: str = ""
    newer_in: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question; every score is higher for better.

    `score` is the fused score, `similarity` the cosine to the question, None where the
    vector search did not return the passage.
    """

    rank: int
    passage: Passage
    document: Document
    section: Section
    score: float
    similarity: float | None

    @property
    def text(self) -> str:
        """The passage's exact text in its document."""
        return self.document.text[self.passage.start : self.passage.end]

    @property
    def heading(self) -> str:
        """The path of headings down to the passage's section."""
        return heading_path(self.section)


def heading_path(section: Section) -> str:
    """The headings above a section and its own, joined for a reader."""
    return " › ".join(part for part in (*section.path, section.heading) if part)
