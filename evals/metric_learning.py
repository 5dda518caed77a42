"""Learn the space of the anticipated questions, in which those that the same sentences answer
stand together: neighbourhood components analysis (corpus/metric.py) with a hidden layer.
"""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.anticipated import Anticipated, answered_values
from corpus.metric import Metric

if TYPE_CHECKING:
    import torch

    Array = np.ndarray[Any, np.dtype[np.float32]]

log = logging.getLogger(__name__)

# Chosen on new questions, by none of which it was learnt (decision 17).
_COMPONENTS, _HIDDEN, _EPOCHS, _BATCH, _AMONG, _SEED = 128, 2048, 12, 1024, 4096, 0
_RATE, _DECAY, _TEMPERATURE = 1e-3, 1e-2, 0.05
# The share of a vector's components, and of what the hidden layer sees, left out of each step.
_DROPPED, _DROPPED_HIDDEN = 0.1, 0.5
# A new question was not anticipated: of each, those nearer than a cosine drawn from here to 1 are
# left out while it is learnt from.
_LEFT_OUT_FROM = 0.8
# What the share of the questions that rest on a same sentence counts beside whether it is answered.
_SAME = 0.3
# The vectors are of length 1, so that a component is small: what the hidden layer sees is this much
# larger.
_SCALE = 10.0


def learn(vectors: "Array", questions: Sequence[Anticipated], epochs: int = _EPOCHS) -> Metric:
    """The space in which the others near a question tell best whether the texts answer it, hold
    some of it, and by which sentences; `vectors` of shape (questions, dimensions).
    """
    import torch
    from torch.nn.functional import binary_cross_entropy, dropout, normalize

    drawn = np.random.default_rng(_SEED)
    torch.manual_seed(_SEED)
    size = vectors.shape[1]
    hidden = torch.nn.Linear(size, _HIDDEN)
    components = min(_COMPONENTS, size)
    # The hidden layer begins as nothing beside the directions along which the vectors are longest.
    straight = torch.nn.Parameter(torch.tensor(_principal(vectors, components)))
    outward = torch.nn.Parameter(torch.zeros(_HIDDEN, components))
    log_temperature = torch.nn.Parameter(torch.tensor(float(np.log(_TEMPERATURE))))
    weights = [*hidden.parameters(), straight, outward, log_temperature]
    optimiser = torch.optim.AdamW(weights, lr=_RATE, weight_decay=_DECAY)
    among = min(_AMONG, len(vectors))
    batch = min(_BATCH, among)
    steps = epochs * len(vectors) // batch
    rates = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.02, steps)
    texts = torch.tensor(vectors)
    answered = torch.tensor(answered_values(questions))
    labels = torch.stack([answered, (answered > 0).float()], dim=1)
    rests_on = torch.tensor(_sentences(questions))

    def places(text: "torch.Tensor") -> "torch.Tensor":
        seen = dropout(text, _DROPPED)
        inside = dropout(torch.relu(hidden(_SCALE * seen)), _DROPPED_HIDDEN)
        return normalize(seen @ straight + inside @ outward, dim=1)

    for step in range(steps):
        chosen = drawn.permutation(len(vectors))[:among]
        asked = chosen[:batch]
        near = texts[asked] @ texts[chosen].T
        limit = drawn.uniform(_LEFT_OUT_FROM, 1.0, (batch, 1)).astype(np.float32)
        left_out = near >= torch.tensor(limit)
        left_out[torch.arange(batch), torch.arange(batch)] = True
        place = places(texts[chosen])
        nearness = place[:batch] @ place.T / torch.exp(log_temperature)
        shares = torch.log_softmax(nearness.masked_fill(left_out, -1e9), dim=1)
        likely = (shares.exp() @ labels[chosen]).clamp(1e-3, 1 - 1e-3)
        loss = binary_cross_entropy(likely, labels[asked])
        same = (rests_on[asked] @ rests_on[chosen].T > 0) & ~left_out
        some = same.any(dim=1)
        loss -= _SAME * shares.masked_fill(~same, -1e9)[some].logsumexp(dim=1).mean()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        rates.step()
        if step % 100 == 0:
            log.info("step %d of %d: loss %.3f", step, steps, loss.item())
    return Metric(
        straight=straight.detach().numpy(),
        inward=(_SCALE * hidden.weight.detach()).numpy().T,
        bias=hidden.bias.detach().numpy(),
        outward=outward.detach().numpy(),
        temperature=float(torch.exp(log_temperature).item()),
    )


def _principal(vectors: "Array", components: int) -> "Array":
    """The directions along which the vectors are longest, shape (dimensions, components)."""
    directions: Array = np.linalg.eigh(vectors.T @ vectors)[1][:, ::-1][:, :components]
    return np.ascontiguousarray(directions)


def _sentences(questions: Sequence[Anticipated]) -> "Array":
    """Which sentences answer each question, shape (questions, sentences)."""
    names = sorted({name for one in questions for name in one.about if one.answered != "no"})
    column = {name: place for place, name in enumerate(names)}
    rests_on = np.zeros((len(questions), len(names)), dtype=np.float32)
    for row, one in enumerate(questions):
        if one.answered != "no":
            rests_on[row, [column[name] for name in one.about]] = 1
    return rests_on
