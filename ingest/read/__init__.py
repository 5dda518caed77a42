"""How one kind of source becomes documents: a file a kind, chosen here."""

from dataclasses import dataclass
from pathlib import Path

from corpus.types import Document


@dataclass(frozen=True, slots=True)
class Page:
    """A document as it was read, with the repeated paragraphs and furniture lines left out.

    `declared` says that the source gives the id: the title then makes it no other document's.
    """

    document: Document
    repeated: int = 0
    furniture: int = 0
    declared: bool = False


class SourceError(Exception):
    """Why a source cannot be read, in a French phrase for the ingest report."""


SUFFIXES = (".txt", ".md", ".jsonl")


# The other kinds of document that a folder may hold: named in the report, never passed over.
_NOT_YET = (".html", ".htm", ".pdf", ".docx", ".odt", ".zip", ".csv")


def is_document(path: Path) -> bool:
    """Whether a file met in a folder is a document: by its suffix, and no README."""
    hidden = path.name.startswith(".") or path.stem.upper() == "README"
    return path.suffix.lower() in (*SUFFIXES, *_NOT_YET) and not hidden


def read_source(source: str) -> list[Page]:
    """The documents of one file.

    Raises SourceError where the file is missing, empty, not text, broken or of a kind that
    is not read; nothing is ever returned for such a file.
    """
    from ingest.read import export, jsonl, markdown

    path = Path(source)
    if source.startswith(("http://", "https://")):
        raise SourceError("les adresses ne sont pas encore lues : enregistrez la page en texte")
    try:
        if path.is_dir():
            raise SourceError("le dossier ne contient aucun document")
        if not path.exists():
            raise SourceError("le fichier n'existe pas")
    except OSError as error:  # a forbidden folder above it, or a name too long for the system
        raise SourceError("le fichier ne peut pas être ouvert : vérifiez ses droits") from error
    if path.suffix.lower() not in SUFFIXES:
        raise SourceError(
            f"le format « {path.suffix or 'sans extension'} » n'est pas encore lu : donnez un "
            "fichier .txt, .md ou .jsonl"
        )
    readers = dict(zip(SUFFIXES, (export.read, markdown.read, jsonl.read), strict=True))
    return list(readers[path.suffix.lower()](_text(path)))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError("le fichier ne peut pas être ouvert : vérifiez ses droits") from error
    if not data.strip():
        raise SourceError("le fichier est vide")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            "le fichier n'est pas du texte en UTF-8 : enregistrez-le en « texte UTF-8 »"
        ) from error
    if "\x00" in text:
        raise SourceError("le fichier est binaire, ce n'est pas du texte")
    return text.replace("\r\n", "\n").replace("\r", "\n")
