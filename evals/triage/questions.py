"""The models that see one question by itself: off topic, and its theme."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.triage.scope import scope_values
from assistant.triage.theme import THEMES, field_words
from evals.triage.examples import Example, Filed
from evals.triage.linear import regression, table, unseen, written

if TYPE_CHECKING:
    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float64]]

# The inverse strengths of regularisation that did best on held-out folds.
_OFF_TOPIC, _THEME = 10.0, 10.0
# What a word of a theme counts beside the vector, whose length is 1.
_WORD = 0.4
# What the theme counts under which a question might as well be filed.
_ALSO = 0.35


def fit_off_topic(found: Sequence[Example], encoder: "Encoder") -> tuple[dict[str, Any], "Array"]:
    """The model of what is off topic, as JSON values, and the probability that each example gets
    from models that did not see it, shape (examples,).
    """
    vectors = encoder.queries([one.text for one in found]).astype(np.float64)
    scope = [scope_values(field_words(one.text)) for one in found]
    values = np.hstack([vectors, table(scope, ["field"])])
    labels = [one.off_topic for one in found]
    model = regression(_OFF_TOPIC, balanced=True)
    predicted: Array = unseen(model, values, labels)[:, 1]
    fitted = model.fit(values, labels)
    return written(fitted, vectors.shape[1], ["field"], "off_topic"), predicted


def fit_themes(filed: Sequence[Filed], encoder: "Encoder") -> dict[str, Any]:
    """Fit the model of themes, as JSON values, on questions and the theme or two of each."""
    texts = [one.question for one in filed]
    vectors = encoder.queries(texts).astype(np.float64)
    values = np.hstack([vectors, _WORD * table([field_words(text) for text in texts], THEMES)])
    also = [place for place, one in enumerate(filed) if one.also]
    fitted = regression(_THEME, balanced=False).fit(
        np.vstack([values, values[also]]),
        [*(one.theme for one in filed), *(filed[place].also for place in also)],
        sample_weight=[*(1 - _ALSO * bool(one.also) for one in filed), *[_ALSO] * len(also)],
    )
    size = vectors.shape[1]
    fitted.coef_[:, size:] *= _WORD
    return written(fitted, size, THEMES)
