"""Which documents, model and settings made a generation of the index, and whether it is whole."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import AssistantError
from corpus.types import Passage
from corpus.whole import write_whole

# Raise it when a generation's files change their form.
FORMAT = 1
POINTER = "current"
GENERATIONS = "generations"
OBJECTS = "objects.sqlite"
_FILE = "manifest.json"
# How the words were read when manifests did not say it yet.
_FIRST_WORDS = "5ad03dcb"


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a generation: the hash of its stored form, where and from which kind of
    file it was read, and whether its source gives its id.
    """

    document_id: str
    hash: str
    source: str
    form: str = ""
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of; `text_hashes` names the text embedded for each passage, `words`
    how BM25 read its words.
    """

    format: int
    encoder: str
    passage_tokens: int
    documents: tuple[Entry, ...]
    passages: tuple[Passage, ...]
    text_hashes: tuple[str, ...]
    exact_duplicates: int
    near_duplicates: int
    words: str = _FIRST_WORDS


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a generation's manifest into its folder."""
    (folder / _FILE).write_bytes(dump_manifest(manifest))


def dump_manifest(manifest: Manifest) -> bytes:
    """A manifest as it stands in its file."""
    return json.dumps(asdict(manifest), ensure_ascii=False).encode()


def read_manifest(folder: Path) -> Manifest:
    """Read a generation's manifest; one sentence where it is missing, broken or of another form."""
    try:
        return parse_manifest((folder / _FILE).read_bytes())
    except OtherFormat as error:
        raise AssistantError(
            f"L'index « {folder.parent.parent} » a été fait par une autre version du programme : "
            "relancez « python -m ingest » avec vos sources et un autre dossier (--index)."
        ) from error
    except (OSError, ValueError) as error:
        raise AssistantError(
            f"L'index « {folder.parent.parent} » est incomplet (manifeste illisible) : donnez un "
            "autre dossier avec --index et relancez « python -m ingest » avec vos sources."
        ) from error


class OtherFormat(Exception):
    """A manifest that another version of the program wrote."""


def parse_manifest(data: bytes) -> Manifest:
    """The manifest of these bytes; OtherFormat where its format is not ours, else ValueError."""
    from pydantic import TypeAdapter
    from pydantic_core import from_json

    value = from_json(data)
    if isinstance(value, dict) and value.get("format") != FORMAT:
        raise OtherFormat
    return TypeAdapter(Manifest).validate_python(value)


def current_generation(index: Path) -> str | None:
    """The name of the generation that the pointer names, None where there is no index yet."""
    try:
        return (index / POINTER).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(
            f"L'index « {index} » ne peut pas être lu : vérifiez le dossier et ses droits d'accès."
        ) from error


def point_to(index: Path, generation: str) -> None:
    """Make a generation the current one, in one rename."""
    write_whole(index / POINTER, generation.encode())
