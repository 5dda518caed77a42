"""How a trained reader becomes the file that ships, or a CrossEncoder directory for others."""

from pathlib import Path

import torch

from assistant.reader.reading import MAX_TOKENS
from corpus import weights
from evals import exporting
from evals.reader.model import Reader


class _WithoutWords(torch.nn.Module):
    """One pair without padding: the vectors of its words in, the two logits out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, words: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        hidden = self.reader.encoder(inputs_embeds=words).last_hidden_state
        answers = self.reader.answers(hidden.mean(1)).squeeze(-1)
        return answers, self.reader.where(hidden).squeeze(-1)


def export(reader: Reader, target: Path) -> None:
    """Write the int8 ONNX file."""
    heads = _WithoutWords(reader)
    exporting.export(reader.encoder, heads, target, ["answers", "where"], MAX_TOKENS)


def export_cross_encoder(reader: Reader, cache: Path, target: Path) -> None:
    """Write a `sentence_transformers.CrossEncoder` directory (fp32, with the word embeddings).

    Its pairs are ("query: question", "title › heading : window"); which sentence answers is
    left out.
    """
    from sentence_transformers import CrossEncoder
    from sentence_transformers.base.modules import Dense, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from tokenizers.processors import TemplateProcessing

    folder = weights.unpacked(cache) / weights.SENTENCE_TRANSFORMERS
    transformer = Transformer(str(folder), max_seq_length=MAX_TOKENS)
    transformer.model.load_state_dict(reader.encoder.state_dict(), strict=False)
    backend = transformer.tokenizer.backend_tokenizer
    names = ("<s>", "</s>")
    # As `pair_tokens` joins them; both segments are of type 0.
    backend.post_processor = TemplateProcessing(
        single="<s>:0 $A:0 </s>:0",
        pair="<s>:0 $A:0 </s>:0 </s>:0 $B:0 </s>:0",
        special_tokens=[(name, backend.token_to_id(name)) for name in names],
    )
    head = Dense(
        weights.DIMENSIONS,
        1,
        activation_function=torch.nn.Identity(),
        init_weight=reader.answers.weight.data,
        init_bias=reader.answers.bias.data,
        module_output_name="scores",
    )
    pooling = Pooling(weights.DIMENSIONS, "mean")
    CrossEncoder(modules=[transformer, pooling, head]).save_pretrained(str(target))
