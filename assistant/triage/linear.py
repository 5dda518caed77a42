"""What the fitted models of the triage say of a question: linear models kept as JSON."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.encoder import EmbeddedEncoder
from corpus.settings import settings

if TYPE_CHECKING:
    import numpy as np

    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float32]]

# Made by `python -m evals.triage` (docs/decisions/0014-triage.md).
FILE = Path(__file__).with_name("models.json")
# The prompts under which the models' vectors were made.
_PROMPTS = "query: ", "passage: "


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic regression: one class for yes or no, several for a choice.

    `vector` weighs a question's vector, shape (classes, dimensions), empty where it counts for
    nothing; `named` weighs other evidence by its name, shape (classes,) each.
    """

    classes: tuple[str, ...]
    intercepts: "Array"
    vector: "Array"
    named: "Mapping[str, Array]"

    def probabilities(
        self, vector: "Array | None", values: Mapping[str, float]
    ) -> dict[str, float]:
        """The probability of each class."""
        import numpy as np

        logits = self.intercepts + sum(w * values[name] for name, w in self.named.items())
        if vector is not None and self.vector.size:
            logits = logits + self.vector @ vector
        if len(self.classes) == 1:
            return {self.classes[0]: 1 / (1 + math.exp(-float(logits[0])))}
        powers = np.exp(logits - logits.max())
        return dict(zip(self.classes, (powers / powers.sum()).tolist(), strict=True))

    def probability(self, vector: "Array | None", values: Mapping[str, float]) -> float:
        """The probability of the only class."""
        return self.probabilities(vector, values)[self.classes[0]]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The models, the bounds on their probabilities, and the encoder they were fitted on."""

    encoder: str
    models: Mapping[str, Linear]
    bounds: Mapping[str, float]


@lru_cache(maxsize=1)
def fitted() -> Fitted:
    """The models that ship."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> Fitted:
    """Models as `evals.triage` writes them."""
    import numpy as np

    def array(values: Any) -> "Array":
        return np.array(values, dtype=np.float32)

    written = json.loads(text)
    models = {
        name: Linear(
            classes=tuple(model["classes"]),
            intercepts=array(model["intercepts"]),
            vector=array(model["vector"]),
            named={feature: array(weights) for feature, weights in model["named"].items()},
        )
        for name, model in written["models"].items()
    }
    return Fitted(written["encoder"], models, written["bounds"])


def fitted_encoder(given: "Encoder") -> "Encoder":
    """The encoder that the models were fitted on: the given one, or else the embedded one."""
    return given if given.name == fitted().encoder else _embedded()


@lru_cache(maxsize=1)
def _embedded() -> "Encoder":
    return EmbeddedEncoder(settings().cache, *_PROMPTS)
