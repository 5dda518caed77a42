"""Which models an assistant works with: the encoder always, the others where settings name them."""

from dataclasses import dataclass

from assistant.reader.reading import Reader, open_reader
from assistant.rerank import Reranker, open_reranker
from assistant.writer import Writer, open_writer
from corpus.encoder import Encoder, open_encoder
from corpus.settings import Settings


@dataclass(frozen=True, slots=True)
class Models:
    """What is loaded once and shared by all questions; each loads at its first use."""

    encoder: Encoder
    reader: Reader | None = None
    reranker: Reranker | None = None
    writer: Writer | None = None


def open_models(settings: Settings) -> Models:
    """The models that the settings name."""
    return Models(
        open_encoder(settings),
        open_reader(settings),
        open_reranker(settings),
        open_writer(settings),
    )
