"""Which of the passages found fit best, by a sentence-transformers CrossEncoder of one's choice."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from corpus.errors import AssistantError
from corpus.opened import loading
from corpus.settings import Settings
from corpus.types import Hit

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# How many of the best passages are read again; the others keep their place behind them.
RERANKED = 20


class Reranker:
    """A cross-encoder named by hub name or path, loaded when the first passages come."""

    def __init__(self, model: str) -> None:
        self._name = model

    @cached_property
    def _model(self) -> "CrossEncoder":
        from sentence_transformers import CrossEncoder

        with loading(self._name, "ASSISTANT_RERANKER", "CrossEncoder"):
            model: CrossEncoder = CrossEncoder(self._name)
        return model

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits in the model's order, ranked anew.

        Their scores stay those of the first search, sorted, so that a higher one is better still.
        """
        read, rest = hits[:RERANKED], hits[RERANKED:]
        values = self._model.predict(
            [(question, f"{h.document.title} › {h.heading}\n{h.text}") for h in read],
            show_progress_bar=False,
        )
        if values.ndim > 1:
            raise AssistantError(
                f"Le modèle « {self._name} » donne {values.shape[1]} notes à un passage : donnez "
                "dans ASSISTANT_RERANKER un CrossEncoder qui en donne une seule."
            )
        order = sorted(range(len(read)), key=lambda i: (-float(values[i]), i))
        ordered = [read[i] for i in order] + list(rest)
        return [
            replace(hit, rank=rank, score=first.score)
            for rank, (hit, first) in enumerate(zip(ordered, hits, strict=True), 1)
        ]


def open_reranker(settings: Settings) -> Reranker | None:
    """The cross-encoder that the settings name; none by default."""
    return Reranker(settings.reranker) if settings.reranker else None
