"""Does a text follow from quotes? As a natural-language-inference model says."""

import time
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from corpus.errors import AssistantError
from evals.judge.types import Asked, Verdict

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_ENTAILMENT = "entailment"


class Inference:
    """A sentence-transformers CrossEncoder over premise and hypothesis, by hub name or path.

    Supported is what it says is more likely entailed than anything else. AssistantError where it
    cannot be loaded, or has no label of that name among several.
    """

    # torch uses all cores for one call.
    at_once = 1
    batch = 16

    def __init__(self, model: str) -> None:
        self.name = f"nli:{model}"
        self._model = _loaded(model)
        config: Any = self._model.config
        labels = {i: str(n).lower() for i, n in config.id2label.items()}
        found = [i for i, label in labels.items() if label == _ENTAILMENT]
        if len(labels) < 2 or len(found) != 1:
            raise AssistantError(
                f"Le modèle « {model} » ne peut pas être juge (ses étiquettes : "
                f"{', '.join(labels.values())}) : donnez un CrossEncoder d'inférence, qui a une "
                f"étiquette « {_ENTAILMENT} » et au moins une autre."
            )
        (self._entailment,) = found
        limits = (self._model.max_seq_length, config.max_position_embeddings)
        self._most = min(limit for limit in limits if limit)
        self.identity = f"{self.name} {_hash(self._model)}"

    def verdicts(self, asked: Sequence[Asked]) -> list[Verdict]:
        """What the model says of each; what it cannot read whole has no verdict."""
        started = time.monotonic()
        pairs = [("\n".join(quotes), statement) for statement, quotes in asked]
        read = [len(ids) for ids in self._model.tokenizer(pairs, verbose=False)["input_ids"]]
        whole = [pair for pair, count in zip(pairs, read, strict=True) if count <= self._most]
        values = self._model.predict(whole, batch_size=self.batch, show_progress_bar=False)
        supported = iter([int(row.argmax()) == self._entailment for row in values])
        took = round((time.monotonic() - started) / len(asked), 3)
        return [
            Verdict(next(supported), tokens=(count, 0), seconds=took)
            if count <= self._most
            else _too_long(count, self._most)
            for count in read
        ]


def _too_long(read: int, most: int) -> Verdict:
    reason = f"{read} jetons, le modèle en lit {most}"
    return Verdict(None, "too_long", reason, (0, 0))


def _loaded(name: str) -> "CrossEncoder":
    from sentence_transformers import CrossEncoder

    try:
        model: CrossEncoder = CrossEncoder(name)
    except (OSError, ValueError) as error:
        raise AssistantError(
            f"Le modèle « {name} » ne peut pas être chargé : donnez après « nli: » un dossier "
            "CrossEncoder existant, ou un nom que ce poste peut télécharger."
        ) from error
    return model


def _hash(model: "CrossEncoder") -> str:
    """What tells the weights apart, so that a model trained anew judges anew."""
    import torch

    made = sha256()
    for name, tensor in model.state_dict().items():
        made.update(name.encode())
        made.update(tensor.detach().cpu().flatten().contiguous().view(torch.uint8).numpy().data)
    return made.hexdigest()[:16]
