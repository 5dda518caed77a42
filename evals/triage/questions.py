"""The models that see one question by itself: reserved subject, off topic, theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.triage.scope import scope_values
from assistant.triage.theme import THEMES, field_words
from evals.triage.examples import Example
from evals.triage.linear import regression, table, unseen, written

if TYPE_CHECKING:
    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float64]]

# The inverse strengths of regularisation that did best on held-out folds.
_NEVER, _OFF_TOPIC, _THEME = 30.0, 10.0, 30.0
# What a word of a theme counts beside the vector, whose length is 1.
_WORD = 0.4


@dataclass(frozen=True, slots=True)
class Questions:
    """The fitted models as JSON values, and what each example gets from models that did not see
    it: probabilities of a reserved subject and of being off topic.
    """

    models: dict[str, Any]
    never: "Array"
    off_topic: "Array"


def fit_questions(found: Sequence[Example], encoder: "Encoder") -> Questions:
    """Fit the models of reserved subjects and of what is off topic on every example."""
    vectors = encoder.queries([one.text for one in found]).astype(np.float64)
    scope = [scope_values(field_words(one.text)) for one in found]
    field = np.hstack([vectors, table(scope, ["field"])])
    never = [one.never for one in found]
    off_topic = [one.off_topic for one in found]
    size = vectors.shape[1]
    reserved, far = regression(_NEVER, balanced=True), regression(_OFF_TOPIC, balanced=True)
    unseen_never = unseen(reserved, vectors, never)[:, 1]
    unseen_far = unseen(far, field, off_topic)[:, 1]
    return Questions(
        models={
            "never": written(reserved.fit(vectors, never), size, (), "never"),
            "off_topic": written(far.fit(field, off_topic), size, ["field"], "off_topic"),
        },
        never=unseen_never,
        off_topic=unseen_far,
    )


def fit_themes(filed: Sequence[tuple[str, str]], encoder: "Encoder") -> dict[str, Any]:
    """Fit the model of themes, as JSON values, on questions and the theme of each."""
    texts = [text for text, _ in filed]
    vectors = encoder.queries(texts).astype(np.float64)
    values = np.hstack([vectors, _WORD * table([field_words(text) for text in texts], THEMES)])
    fitted = regression(_THEME, balanced=False).fit(values, [theme for _, theme in filed])
    size = vectors.shape[1]
    fitted.coef_[:, size:] *= _WORD
    return written(fitted, size, THEMES)
