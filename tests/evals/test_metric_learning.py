"""The space of the anticipated questions: what is learnt from them, and what ships."""

import numpy as np
from sklearn.metrics import roc_auc_score

from corpus.anticipated import Anticipated, answered_values, anticipated, anticipated_vectors
from corpus.metric import Metric, unit
from evals.metric_learning import learn


def test_questions_that_a_sentence_answers_come_together() -> None:
    """What is asked stands in the second half of each vector, beside much that says nothing."""
    drawn = np.random.default_rng(0)
    sort = drawn.integers(0, 4, 600)
    asked = np.eye(4)[sort] + drawn.normal(0, 0.1, (600, 4))
    vectors = unit(np.hstack([drawn.normal(0, 1.0, (600, 12)), asked]).astype(np.float32))
    questions = [
        Anticipated(f"q{n}", "no" if of == 3 else "yes", () if of == 3 else (f"a#1:{of}",))
        for n, of in enumerate(sort)
    ]
    metric = learn(vectors[:500], questions[:500], epochs=60)
    known, new = metric.places(vectors[:500]), metric.places(vectors[500:])
    likely = [metric.shares(known @ place) @ answered_values(questions[:500]) for place in new]
    told = (np.array(likely) > 0.5) == (sort[500:] != 3)
    before = [
        metric.shares(vectors[:500] @ v) @ answered_values(questions[:500]) for v in vectors[500:]
    ]
    assert told.mean() > 0.9 > ((np.array(before) > 0.5) == (sort[500:] != 3)).mean()


def test_places_are_of_length_one_and_shares_sum_to_one() -> None:
    metric = Metric(np.eye(2), np.ones((2, 3)), np.zeros(3), np.ones((3, 2)), 0.1)
    places = metric.places(unit(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -0.5]])))
    assert np.allclose(np.linalg.norm(places, axis=1), 1)
    shares = metric.shares(places @ places[0])
    assert shares.argmax() == 0
    assert np.isclose(shares.sum(), 1)


def test_the_space_that_ships_tells_what_is_answered_better_than_the_vectors() -> None:
    """Of some three hundred questions, by the others that are not nearly the same."""
    known, labels = anticipated_vectors(), answered_values(anticipated())
    areas = []
    for places in (known.places, known.values):
        asked = range(0, len(places), 180)
        likely = []
        for place in asked:
            nearness = np.where(
                known.values @ known.values[place] < 0.9, places @ places[place], -1
            )
            likely.append(known.metric.shares(nearness) @ labels)
        areas.append(roc_auc_score(labels[list(asked)] == 1, likely))
    assert areas[0] > 0.95 > 0.9 > areas[1]
