"""Where a generation's vectors are kept: in its own folder, or on a Chroma server."""

import logging
import re
import secrets
from pathlib import Path

from corpus import manifest as m
from corpus.address import parse_headers
from corpus.errors import AssistantError
from corpus.settings import settings
from corpus.store import Embedded, Server, VectorStore
from corpus.whole import write_whole

log = logging.getLogger(__name__)

# In a generation's folder: the embedded store, or else the name of the server's collection.
CHROMA = "chroma"
COLLECTION = "collection"
# In the index's folder: how the names of all its collections begin, wherever the folder is moved.
PREFIX = "collections"
_REBUILD = "« python -m ingest --rebuild », qui remet les vecteurs, sans rien recalculer,"
_PREFIX = re.compile(r"assistant-kits-[0-9a-f]{32}")


def create_store(index: Path, generation: str) -> VectorStore:
    """The store that a new generation, whose folder is there, is to be written to."""
    folder = index / m.GENERATIONS / generation
    if not settings().chroma:
        return VectorStore(Embedded(folder / CHROMA))
    name = f"{_prefix(index) or _new_prefix(index)}-{generation}"
    (folder / COLLECTION).write_text(name, encoding="utf-8")
    return VectorStore(_server(), name)


def open_store(index: Path, generation: str) -> VectorStore:
    """The store of a generation; AssistantError where it is absent or kept elsewhere."""
    folder = index / m.GENERATIONS / generation
    name = _read(folder / COLLECTION)
    if not name and not (folder / CHROMA).is_dir():
        raise AssistantError(
            f"L'index « {index} » est incomplet (l'index vectoriel, de Chroma, manque) : relancez "
            "« python -m ingest --rebuild »."
        )
    if name and not settings().chroma:
        raise AssistantError(
            f"L'index « {index} » a été fait avec un serveur Chroma, et ASSISTANT_CHROMA n'en "
            f"nomme aucun : rétablissez ce réglage, ou relancez {_REBUILD} dans l'index même."
        )
    if settings().chroma and not name:
        raise AssistantError(
            f"L'index « {index} » n'a pas été fait avec le serveur que nomme ASSISTANT_CHROMA : "
            f"videz ce réglage, ou relancez {_REBUILD} sur ce serveur."
        )
    return VectorStore(_server(), name) if name else VectorStore(Embedded(folder / CHROMA))


def delete_stores(index: Path) -> None:
    """Delete the index's collections that no generation's folder names, a killed ingest's too.

    Embedded stores go with their folders. Raises AssistantError where the server cannot be asked.
    """
    prefix, generations = _prefix(index), index / m.GENERATIONS
    if not settings().chroma or not prefix or not generations.is_dir():
        return
    kept = {_read(folder / COLLECTION) for folder in generations.iterdir()}
    server = _server()
    try:
        for name in server.names(f"{prefix}-"):
            if name not in kept:
                server.delete(name)
                log.info("Collection supprimée : %s", name)
    finally:
        server.close()


def _server() -> Server:
    return Server(settings().chroma, parse_headers(settings().chroma_headers))


def _prefix(index: Path) -> str:
    """How the names of an index's collections begin; empty where it never had one."""
    found = _read(index / PREFIX)
    # All collections that begin so may be deleted: a damaged file must not name another's.
    return found if _PREFIX.fullmatch(found) else ""


def _new_prefix(index: Path) -> str:
    prefix = f"assistant-kits-{secrets.token_hex(16)}"
    write_whole(index / PREFIX, prefix.encode())
    return prefix


def _read(file: Path) -> str:
    """The name that a file holds; empty where there is none."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, UnicodeDecodeError) as error:
        # Taken for none, a collection that is in use would be deleted.
        raise AssistantError(
            f"Le fichier « {file} » ne peut pas être lu : vérifiez le dossier de l'index et ses "
            "droits d'accès."
        ) from error
