"""How the files of models are opened: each once in a process, whoever asks with it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import weights
from corpus.errors import AssistantError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer


@cache
def open_tokenizer(folder: Path) -> "Tokenizer":
    """The tokenizer of an unpacked encoder; a text gives it at most `weights.MAX_TOKENS` tokens."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / weights.TOKENIZER))
    tokenizer.enable_truncation(weights.MAX_TOKENS)
    return tokenizer


@cache
def open_session(file: Path) -> "InferenceSession":
    """An ONNX model on the processor, whose threads sleep where they have nothing to do.

    Threads that wait busily take the cores from each other as soon as two programs answer at
    once. Processors without VNNI add two products of eight bits in sixteen, which is too little:
    there the weights are read without sign, as exactly as elsewhere
    (docs/decisions/0002-embedded-encoder.md).
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


@contextmanager
def loading(model: str, setting: str, kind: str) -> Iterator[None]:
    """Say in one sentence that the model a setting names is none of its kind, or damaged."""
    from safetensors import SafetensorError

    # It warns, in English, of what then fails or does not matter.
    library = logging.getLogger("sentence_transformers")
    level = library.level
    library.setLevel(logging.ERROR)
    try:
        yield
    except (OSError, ValueError, RuntimeError, LookupError, SafetensorError) as error:
        raise AssistantError(
            f"Le modèle « {model} » ne peut pas être chargé : vérifiez que {setting} donne un "
            f"dossier {kind} existant et entier, ou un nom que ce poste peut télécharger."
        ) from error
    finally:
        library.setLevel(level)
