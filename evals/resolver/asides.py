"""Which sentences of a message nothing that it asks needs: the regression, fitted anew."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from assistant.resolver.asides import EVIDENCE, evidence
from assistant.resolver.resolving import Resolver

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

# From here on a sentence is left out: what live users said to have meant is read nearest (decision
# 18).
_ASIDE_FROM = 0.6
_PENALTY = 0.1
_FOLDS = 8

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Labelled:
    """The sentences of a message after the first and last earlier ones, and a letter for each: it
    asks (Q), what is asked needs it (C), or nothing is lost without it (R).

    `id` begins with its writer's name.
    """

    id: str
    history: tuple[str, ...]
    sentences: tuple[str, ...]
    labels: str

    @property
    def writer(self) -> str:
        """Who wrote it."""
        return self.id.partition("-")[0]


def read_labelled() -> list[Labelled]:
    """The messages of `asides.jsonl`."""
    lines = resources.files("evals.resolver").joinpath("asides.jsonl").read_bytes().splitlines()
    return list(map(TypeAdapter(Labelled).validate_json, lines))


def fit(messages: Sequence[Labelled], resolver: Resolver, output: Path) -> None:
    """Write the weights, and say what they leave out of writers kept aside in turn."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    values = np.array(
        [
            list(evidence(one.sentences, number, one.history, resolver).values())
            for one in messages
            for number in range(len(one.sentences))
        ]
    )
    labels = np.array([label for one in messages for label in one.labels])
    writers = [one.writer for one in messages for _ in one.sentences]
    model = make_pipeline(StandardScaler(), LogisticRegression(C=_PENALTY, max_iter=1000))
    aside: Array = cross_val_predict(
        model,
        values,
        labels == "R",
        groups=writers,
        cv=GroupKFold(_FOLDS),
        method="predict_proba",
    )[:, 1]
    area = roc_auc_score(labels == "R", aside)
    log.info("%d sentences, area under the curve %.3f", len(labels), area)
    for label, says in (("R", "nothing is lost"), ("C", "needed"), ("Q", "asks")):
        own = labels == label
        log.info("%s: %d of %d left out", says, (aside[own] >= _ASIDE_FROM).sum(), own.sum())
    scaler, regression = model.fit(values, labels == "R")
    slopes = regression.coef_[0] / scaler.scale_
    written = {
        "intercept": float(regression.intercept_[0] - slopes @ scaler.mean_),
        "weights": dict(zip(EVIDENCE, map(float, slopes), strict=True)),
        "aside_from": _ASIDE_FROM,
    }
    output.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
