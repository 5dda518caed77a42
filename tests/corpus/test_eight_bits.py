"""Vectors kept in eight bits."""

import numpy as np

from corpus.eight_bits import from_bytes, to_bytes


def test_each_component_is_half_a_scale_away_at_most() -> None:
    vectors = np.random.default_rng(0).normal(0, 1, (50, 8)).astype(np.float32)
    values, scale = to_bytes(vectors)
    assert values.dtype == np.int8
    assert np.abs(values).max() == 127
    assert np.abs(from_bytes(values, scale) - vectors).max() <= 0.5001 * scale


def test_vectors_of_nothing_stay_so() -> None:
    values, scale = to_bytes(np.zeros((2, 3), dtype=np.float32))
    assert not from_bytes(values, scale).any()
