"""The reader as a torch model: the shipped encoder, read over question and window together."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from assistant.reader.reading import pair_tokens
from corpus import weights
from evals.reader.pairs import Pair
from evals.training import padded

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class Reader(nn.Module):
    """Scores a (question, window) pair and each of its tokens.

    Input ids of shape (pairs, tokens) and their mask; output the logit that the window answers,
    shape (pairs,), and the logit that a token belongs to an answering sentence, (pairs, tokens).
    """

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.encoder = encoder
        self.answers = nn.Linear(weights.DIMENSIONS, 1)
        self.where = nn.Linear(weights.DIMENSIONS, 1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The two logits."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        held = mask.unsqueeze(-1).float()
        pooled = (hidden * held).sum(1) / held.sum(1)
        return self.answers(pooled).squeeze(-1), self.where(hidden).squeeze(-1)

    def learnt(self) -> dict[str, torch.Tensor]:
        """All of its tensors."""
        return self.state_dict()

    def take(self, learnt: Mapping[str, torch.Tensor]) -> None:
        """Take over what was learnt."""
        self.load_state_dict(learnt)


def base_encoder(cache: Path, attention: str) -> Any:
    """The embedded encoder as its package has it."""
    from transformers import BertModel

    return BertModel.from_pretrained(
        weights.unpacked(cache) / weights.SENTENCE_TRANSFORMERS,
        add_pooling_layer=False,
        attn_implementation=attention,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )


def new_reader(cache: Path) -> Reader:
    """A reader that starts from the embedded encoder's weights; its word embeddings stay."""
    encoder = base_encoder(cache, attention="sdpa")
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return Reader(encoder)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A pair as token ids; `where` is 1 on tokens of answering sentences, 0 on others."""

    ids: list[int]
    answers: bool
    where: list[int] | None
    window: tuple[int, int]


def encode(tokenizer: "Tokenizer", pair: Pair) -> Encoded:
    """The pair's tokens, the window cut where they exceed the reader's length."""
    tokens = pair_tokens(tokenizer, pair.question, pair.title, pair.window)
    where = None
    if pair.answering:
        where = [
            int(any(a < end and b > start for start, end in pair.answering))
            for a, b in tokens.offsets
        ]
    return Encoded(tokens.ids, pair.answers, where, tokens.window)


def collate(batch: list[Encoded]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask of pairs padded to the longest, shape (pairs, tokens)."""
    return padded([pair.ids for pair in batch])
