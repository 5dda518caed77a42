"""Which fiches are known to exist, and which of them a title names (a table of known pages)."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from corpus.text import fold
from corpus.types import Document, Level

_FICHE = re.compile(r"^(?P<kit>.+?)\s*[|–—-]\s*fiche\s*(?:n°\s*)?(?P<number>\d{1,4})\s*:\s*", re.I)

# Characters: such a page has 4,000, and what it presents tens of thousands.
_LONGEST_PRESENTED = 10_000

# A kit's name and a number are no longer; in a longer run of spaces they are long to look for.
_MOST_BEFORE = 300


@dataclass(frozen=True, slots=True)
class Identity:
    """What a title tells of a page; `title` is without the kit's name and number."""

    document_id: str
    title: str
    kit: str = ""
    edition: str = ""
    fiche: int | None = None
    levels: tuple[Level, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class KnownFiche:
    """A fiche that exists, loaded or not; `subjects` are the names a question gives its subject."""

    kit: str
    kit_name: str
    edition: str
    fiche: int
    title: str
    subjects: tuple[str, ...]
    levels: tuple[Level, ...]
    hub: str


@lru_cache(maxsize=1)
def known_fiches() -> tuple[KnownFiche, ...]:
    """Every fiche of the table, the newest editions first."""
    found = [
        KnownFiche(
            kit=kit["kit"],
            kit_name=kit["name"],
            edition=edition["edition"],
            fiche=fiche["fiche"],
            title=fiche["title"],
            subjects=tuple(fiche.get("subjects", ())),
            levels=tuple(kit["levels"]),
            hub=kit.get("hub", ""),
        )
        for kit in _tables()["kit"]
        for edition in kit["edition"]
        for fiche in edition["fiches"]
    ]
    return tuple(sorted(found, key=lambda fiche: fiche.edition, reverse=True))


def newest_edition(kit: str) -> str:
    """The newest edition of a kit: what its hub shows, under numbers of its own."""
    return next(fiche.edition for fiche in known_fiches() if fiche.kit == kit)


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    text = resources.files("corpus").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def normal_title(title: str) -> str:
    """A title as it is compared: folded, « & » as « et », the ESS's long name as its acronym."""
    words = fold(title).replace("&", " et ").replace("economie sociale et solidaire", "ess")
    return " ".join(re.findall(r"\w+", words))


def title_id(title: str) -> str:
    """An id made of a title's words."""
    words = normal_title(title).split()[:12]
    # A title of signs alone has an id too, and not the one of another such title.
    return "-".join(words) or hashlib.sha256(title.encode("utf-8", "replace")).hexdigest()[:12]


def fiche_id(kit: str, edition: str, fiche: int) -> str:
    """A fiche's id: kit, edition, number in two digits."""
    return "-".join(part for part in (kit, edition, f"{fiche:02d}") if part)


def identify(title: str) -> Identity:
    """What the table of known pages says of a title; an id made of its words where nothing."""
    fiche = _FICHE.match(title, 0, _MOST_BEFORE)
    if fiche:
        kit = _kit(fiche["kit"])
        if kit is not None:
            number, rest = int(fiche["number"]), title[fiche.end() :].strip()
            edition = _edition(kit, number, rest)
            return Identity(
                document_id=fiche_id(kit["kit"], edition, number),
                title=rest,
                kit=kit["kit"],
                edition=edition,
                fiche=number,
                levels=tuple(kit["levels"]),
                url=kit.get("hub", ""),
            )
    normal = normal_title(title)
    for page in _tables()["page"]:
        if normal_title(page["title_words"]) in normal:
            return Identity(
                document_id=page["document_id"],
                title=title,
                kit=page.get("kit", ""),
                edition=page.get("edition", ""),
                levels=tuple(page["levels"]),
            )
    return Identity(document_id=title_id(title), title=title)


def presents(document: Document) -> str:
    """What readers are told of a page that only presents another document; empty for any other, and
    where the text is that document's own.
    """
    if len(document.text) > _LONGEST_PRESENTED:
        return ""
    pages = {page["document_id"]: page for page in _tables()["page"]}
    return str(pages.get(document.document_id, {}).get("presents", ""))


def _kit(name: str) -> dict[str, Any] | None:
    wanted = normal_title(name)
    for kit in _tables()["kit"]:
        if wanted in (normal_title(known) for known in kit["names"]):
            found: dict[str, Any] = kit
            return found
    return None


def _edition(kit: dict[str, Any], number: int, title: str) -> str:
    """The newest edition whose fiche of that number has such a title, else the newest of all."""
    editions = sorted(kit["edition"], key=lambda e: str(e["edition"]), reverse=True)
    for edition in editions:
        fiches = (fiche for fiche in edition["fiches"] if fiche["fiche"] == number)
        known = next((fiche.get("words", fiche["title"]) for fiche in fiches), "")
        if known and normal_title(known) in normal_title(title):
            return str(edition["edition"])
    return str(editions[0]["edition"])
