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
    it: probabilities of a reserved subject and of being off topic, and a theme.
    """

    models: dict[str, Any]
    never: "Array"
    off_topic: "Array"
    themes: dict[int, str]


def fit_questions(found: Sequence[Example], encoder: "Encoder") -> Questions:
    """Fit the three models on every example that has their label."""
    vectors = encoder.queries([one.text for one in found]).astype(np.float64)
    words = [field_words(one.text) for one in found]
    field = np.hstack([vectors, table([scope_values(w) for w in words], ["field"])])
    never = [one.never for one in found]
    off_topic = [one.off_topic for one in found]
    size = vectors.shape[1]
    reserved, far = regression(_NEVER, balanced=True), regression(_OFF_TOPIC, balanced=True)
    unseen_never = unseen(reserved, vectors, never)[:, 1]
    unseen_far = unseen(far, field, off_topic)[:, 1]
    places = [i for i, one in enumerate(found) if one.theme]
    theme = regression(_THEME, balanced=False)
    values = np.hstack([vectors, _WORD * table(words, THEMES)])[places]
    labels = [found[i].theme for i in places]
    predicted = np.array(sorted(set(labels)))[unseen(theme, values, labels).argmax(axis=1)]
    kept = theme.fit(values, labels)
    kept.coef_[:, size:] *= _WORD
    return Questions(
        models={
            "never": written(reserved.fit(vectors, never), size, (), "never"),
            "off_topic": written(far.fit(field, off_topic), size, ["field"], "off_topic"),
            "theme": written(kept, size, THEMES),
        },
        never=unseen_never,
        off_topic=unseen_far,
        themes=dict(zip(places, predicted.tolist(), strict=True)),
    )
