"""Which models an assistant works with: the encoder always, the others where settings name them."""

from dataclasses import dataclass

from assistant.anticipated import Near, Questions, open_questions
from assistant.reader.reading import Reader, open_reader
from assistant.rerank import Reranker, open_reranker
from assistant.resolver.resolving import Resolver, open_resolver
from assistant.writer import Writer, open_writer
from corpus.encoder import Encoder, open_encoder
from corpus.index import Index
from corpus.settings import Settings


@dataclass(frozen=True, slots=True)
class Models:
    """What is loaded once and shared by all questions; each loads at its first use."""

    encoder: Encoder
    reader: Reader | None = None
    resolver: Resolver | None = None
    questions: Questions | None = None
    reranker: Reranker | None = None
    writer: Writer | None = None

    def near(self, index: Index, text: str) -> Near | None:
        """The anticipated questions near a text, where there are any."""
        if self.questions is None:
            return None
        return self.questions.near(index, self.encoder.queries([text])[0])


def open_models(settings: Settings) -> Models:
    """The models that the settings name."""
    encoder = open_encoder(settings)
    return Models(
        encoder,
        open_reader(settings),
        open_resolver(settings),
        open_questions(settings, encoder),
        open_reranker(settings),
        open_writer(settings),
    )
