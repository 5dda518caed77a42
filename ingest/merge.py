"""Which documents are the same one, and which of two stays."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import manifest as m
from corpus.catalogue import known_fiches, normal_title
from corpus.objects import Objects, document_hash, text_hash
from corpus.types import Document
from ingest.read import FORMS, Page, Skipped, named
from ingest.web import is_address

# Documents are kept in runs of this many, or of this many signs: one by one would wait for the
# disk each time.
_RUN, _MOST_SIGNS = 64, 5_000_000


@dataclass(frozen=True, slots=True)
class _Held:
    """A document that the index is to hold, without its text, and that text's hash."""

    entry: m.Entry
    document: Document
    text: str


class Merge:
    """The documents that the index is to hold, and what became of those that were read.

    Only their texts' places are in memory: a text that is taken goes to the kept ones.
    """

    def __init__(
        self,
        objects: Objects,
        manifest: m.Manifest | None,
        called: Callable[[str], str] = lambda source: source,
    ) -> None:
        """Begin with the documents of a generation, if there is one.

        `called` is how a report calls a source.
        """
        self._objects = objects
        self._called = called
        self._new: list[Document] = []
        self._signs = 0
        self._held: dict[str, _Held] = {}
        self._known: dict[tuple[str, ...], str] = {}
        self._sections: dict[str, str] = {}
        self.added: set[str] = set()
        self.updated: set[str] = set()
        self.unchanged: set[str] = set()
        self.replaced_digests: set[str] = set()
        self.kept_over_digests: set[str] = set()
        self.kept_over_forms: set[str] = set()
        # Texts that were read in this run under the id of another one, which was read before.
        self.skipped: list[Skipped] = []
        self._in_this_run: set[str] = set()
        entries = manifest.documents if manifest else ()
        documents = objects.documents(entry.hash for entry in entries)
        for entry, document in zip(entries, documents, strict=True):
            self._hold(entry, document)
            keys = _keys(document, declared=entry.declared)
            self._known |= dict.fromkeys(keys, document.document_id)

    def take(self, source: str, page: Page) -> None:
        """Take a page that was read from a source, in place of the document that it is, if any."""
        keys = _keys(page.document, declared=page.declared)
        known = (self._known.get(key, "") for key in keys)
        name = next((n for n in known if n in self._held), page.document.document_id)
        before = self._held.get(name)
        document = self._with_own_sections(page.document, name)
        if before is not None:
            document = replace(document, url=_url(before.document, document))
        entry = m.Entry(
            document.document_id, document_hash(document), source, page.form, page.declared
        )
        if before is not None and before.entry.hash == entry.hash:
            self._held[name] = replace(before, entry=entry)
            self.unchanged.add(name)
            self._in_this_run.add(name)
            return
        if before is not None and self._stays(before, page):
            self.unchanged.add(name)
            return
        if before is not None and self._is_another(before, page):
            self.skipped.append(Skipped(self._called(source), self._taken(before, source)))
            return
        if before is None:
            self.added.add(document.document_id)
        else:
            self._make_room(before, document)
        self._hold(entry, document)
        self._in_this_run.add(document.document_id)
        self._known |= dict.fromkeys(keys, document.document_id)
        self._new.append(document)
        self._signs += len(document.text)
        if len(self._new) == _RUN or self._signs > _MOST_SIGNS:
            self.keep()

    def _stays(self, before: _Held, page: Page) -> bool:
        """Whether a document stays although another text of it was read, and say which stay."""
        name = before.entry.document_id
        digests = before.document.source_kind == "digest", page.document.source_kind == "digest"
        if digests == (False, True):
            self.kept_over_digests.add(name)
            return True
        if digests == (True, False) or not {before.entry.form, page.form} <= set(FORMS):
            return False
        better = FORMS.index(before.entry.form) < FORMS.index(page.form)
        better = better and not _is_gone(before.entry.source)
        if better:
            self.kept_over_forms.add(name)
        return better

    def _is_another(self, before: _Held, page: Page) -> bool:
        """Whether a page has the id of another text of this run, and no rule says which is better.

        Of an earlier run it would be an update.
        """
        held, document = before.document, page.document
        if before.entry.document_id not in self._in_this_run:
            return False
        if (held.source_kind == "digest") != (document.source_kind == "digest"):
            return False
        if before.entry.form != page.form and {before.entry.form, page.form} <= set(FORMS):
            return False
        same_id = held.document_id == document.document_id
        if same_id and normal_title(held.title) != normal_title(document.title):
            return True  # two questions may have one answer
        return before.text != text_hash(document.text)

    def _taken(self, before: _Held, source: str) -> str:
        """Why a text is not taken under the id of another one."""
        held = before.entry.source
        where = "ce fichier" if held == source else f"« {self._called(held)} »"
        return (
            f"un autre texte de {where} est déjà le document « {named(before.entry.document_id)} » "
            "et a été gardé : donnez à chacun son identifiant ou son titre"
        )

    def _make_room(self, before: _Held, document: Document) -> None:
        """Drop a document for the one that takes its place, and note what that one is."""
        name = before.entry.document_id
        if before.document.source_kind == "digest" != document.source_kind:
            self.replaced_digests.add(name)
        # A page read twice in this run was added by its first reading.
        moved = self.added if name in self.added else self.updated
        moved.discard(name)
        moved.add(document.document_id)
        self._drop(name)
        if name != document.document_id:
            renamed = [key for key, known in self._known.items() if known == name]
            self._known |= dict.fromkeys(renamed, document.document_id)

    def _with_own_sections(self, document: Document, name: str) -> Document:
        """The document with section ids that no other has: a declared one may stand in two."""
        taken: set[str] = set()
        sections = []
        for number, section in enumerate(document.sections, 1):
            inside = f"{document.document_id}#{section.section_id}"
            own = next(
                (
                    free
                    for free in (section.section_id, inside)
                    if free not in taken and self._sections.get(free, name) == name
                ),
                f"{inside}#{number}",
            )
            taken.add(own)
            sections.append(replace(section, section_id=own))
        return replace(document, sections=tuple(sections))

    def _hold(self, entry: m.Entry, document: Document) -> None:
        place = _Held(entry, replace(document, text=""), text_hash(document.text))
        self._held[document.document_id] = place
        for section in document.sections:
            self._sections[section.section_id] = document.document_id

    def _drop(self, name: str) -> None:
        for section in self._held.pop(name).document.sections:
            del self._sections[section.section_id]

    def keep(self) -> None:
        """Keep the texts taken so far beside those of all generations."""
        self._objects.add_documents(self._new)
        self._new, self._signs = [], 0

    def prune(self, hold: Callable[[str], bool]) -> set[str]:
        """Drop the documents that were not read although what was read holds their source."""
        read = self.added | self.updated | self.unchanged
        gone = {
            name
            for name, held in self._held.items()
            if name not in read and hold(held.entry.source)
        }
        for name in gone:
            self._drop(name)
        return gone

    def entries(self) -> tuple[m.Entry, ...]:
        """The documents to hold, the newest first: it stands for others where they say the same."""
        held = sorted(self._held.values(), key=lambda one: one.entry.document_id)
        held.sort(key=lambda one: one.document.dated, reverse=True)
        return tuple(one.entry for one in held)

    def sections(self) -> int:
        """How many sections these documents have."""
        return len(self._sections)


def _is_gone(source: str) -> bool:
    """Whether the file that a text was read from is no more: another form may take its place."""
    return not is_address(source) and not Path(source).exists()


def _url(before: Document, document: Document) -> str:
    """A page's own address, once it is known; the kit's hub, or none, does not replace it."""
    hubs = {"", *(fiche.hub for fiche in known_fiches())}
    return before.url if document.url in hubs and before.url not in hubs else document.url


def _keys(document: Document, *, declared: bool = False) -> list[tuple[str, ...]]:
    """What makes two documents the same one, the surest first."""
    keys: list[tuple[str, ...]] = [("id", document.document_id)]
    if document.kit and document.fiche:
        keys.append(("fiche", document.kit, document.edition, str(document.fiche)))
    elif not declared:
        keys.append(("title", document.kit, document.edition, normal_title(document.title)))
        keys.append(("text", text_hash(document.text)))
    return keys
