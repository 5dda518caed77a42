"""How one kind of source becomes documents: a file a kind, chosen here by what the bytes hold."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from corpus.decode import MOST_SIGNS as MOST_SIGNS
from corpus.decode import too_long as too_long
from corpus.errors import SourceError as SourceError
from corpus.errors import named as named
from corpus.types import Document


@dataclass(frozen=True, slots=True)
class Page:
    """A document as it was read, with the repeated paragraphs and furniture lines left out.

    `declared` says that the source gives the id: the title then makes it no other document's;
    `form` is the kind of file, one of `FORMS`, empty for the others.
    """

    document: Document
    repeated: int = 0
    furniture: int = 0
    declared: bool = False
    form: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that could not be read, and why."""

    source: str
    reason: str


# What a reader of one kind is: the file's name (for a title that nothing else gives) and its
# bytes in, documents out; SourceError where the bytes cannot be read. Only an archive's reader
# also names files in it that cannot be read while the others can.
Reader = Callable[[str, bytes], Iterator[Page | Skipped]]

# The kinds of file of which the same document is kept in the first that there is.
FORMS = ("html", "docx", "odt", "md", "pdf")
# No document of a town hall is longer; a file beyond it would fill the memory.
MOST_BYTES = 100_000_000
SUFFIXES = (
    ".txt",
    ".md",
    ".jsonl",
    ".csv",
    ".html",
    ".htm",
    ".pdf",
    ".docx",
    ".odt",
    ".zip",
)


def is_document(path: PurePath) -> bool:
    """Whether a file met in a folder or an archive is a document: by its suffix, and no README."""
    hidden = path.name.startswith(".") or path.stem.upper() == "README"
    return path.suffix.lower() in SUFFIXES and not hidden


def read_source(source: str) -> list[Page | Skipped]:
    """The documents of one file, and the files in it that cannot be read where it is an archive.

    Raises SourceError where the file is missing, empty, too large, broken or of a kind that
    is not read; nothing is ever returned for such a file.
    """
    path = Path(source)
    # On Linux a name may hold bytes that are no UTF-8, as an old archive leaves them.
    if re.search("[\ud800-\udfff]", source):
        raise SourceError("son nom contient des signes illisibles : renommez le fichier")
    try:
        if path.is_dir():
            raise SourceError("le dossier ne contient aucun document")
        if not path.exists():
            raise SourceError("le fichier n'existe pas")
        if not path.is_file():  # a pipe or a device may never end
            raise SourceError("ce n'est pas un fichier ordinaire : enregistrez-en le contenu")
        with path.open("rb") as file:
            # What the system says of its size is not always so.
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise SourceError(
                f"le fichier dépasse {MOST_BYTES // 1_000_000} Mo : donnez-en une version plus "
                "légère ou découpez-le"
            )
    except OSError as error:  # a forbidden folder above it, or a name too long for the system
        raise SourceError("le fichier ne peut pas être ouvert : vérifiez ses droits") from error
    return read_bytes(path.name, data)


def read_bytes(name: str, data: bytes) -> list[Page | Skipped]:
    """The documents that the bytes of a file hold; `name` is the file's."""
    from ingest.read.kinds import reader
    from ingest.read.plain import plain

    found = [
        replace(one, document=plain(one.document)) if isinstance(one, Page) else one
        for one in reader(name, data)(name, data)
    ]
    if not found:
        raise SourceError("le fichier ne contient aucun document")
    return found
