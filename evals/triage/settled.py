"""Messages with the answers that settle them, from which is learnt what a new one leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.triage.settling import FILE, expected, first_of, settling_text
from corpus.eight_bits import to_bytes
from corpus.metric import unit
from evals.encoder.reworded import read_reworded
from evals.lines import read_folder

if TYPE_CHECKING:
    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float32]]
    Places = np.ndarray[Any, np.dtype[np.int64]]

FOLDER = Path(__file__).with_name("settled")
# How the maps are learnt; their size and the temperature were chosen on groups kept aside.
_FOLDS, _SEED = 5, 0
_LEARNT, _EPOCHS, _BATCH = 256, 12, 256
_RATE, _DECAY, _DROPPED, _INITIAL = 1e-3, 1e-4, 0.1, 0.03
_TEMPERATURE = 0.1


@dataclass(frozen=True, slots=True)
class Group:
    """A question as it is filed, with a short answer that nobody checked, and the messages that
    this settles.
    """

    asked: str
    answer: str
    messages: tuple[str, ...]


def read_groups() -> list[Group]:
    """The groups that ship, but for those that the model of duplicates is fitted on."""
    reworded = [Group(one.asked, one.answer, one.same) for one in read_reworded() if not one.aside]
    written = [
        Group(one["asked"], one["answer"], tuple(one["same"])) for one in read_folder(FOLDER)
    ]
    return [*reworded, *written]


def write_settled(groups: Sequence[Group], encoder: "Encoder", output: Path = FILE) -> None:
    """Encode messages and answers, in eight bits, and learn what they have in common; a filed
    question is a message too, the first of its group.
    """
    texts = [
        (text, place) for place, one in enumerate(groups) for text in (one.asked, *one.messages)
    ]
    messages = encoder.queries([text for text, _ in texts])
    answers = encoder.passages([settling_text(one.asked, one.answer) for one in groups])
    of = np.array([place for _, place in texts])
    by_message, by_answer, share = _learnt(messages, of, answers)
    message_bytes, message_scale = to_bytes(messages)
    answer_bytes, answer_scale = to_bytes(answers)
    np.savez(
        output,
        messages=message_bytes,
        message_scale=message_scale,
        of=of.astype(np.int16),
        answers=answer_bytes,
        answer_scale=answer_scale,
        by_message=by_message.astype(np.float16),
        by_answer=by_answer.astype(np.float16),
        share=share,
    )


def _learnt(messages: "Array", of: "Places", answers: "Array") -> "tuple[Array, Array, float]":
    """Two linear maps under which a message is nearest to the answer that settles it, and what its
    expected answer counts beside them: by contrast with the answers of the same fold (van den
    Oord, Li and Vinyals, 2018, Representation learning with contrastive predictive coding).

    A message's expected answer is learnt from the other folds, as that of a new one is.
    """
    import torch
    from torch.nn.functional import cross_entropy, dropout, normalize

    drawn = np.random.default_rng(_SEED)
    torch.manual_seed(_SEED)
    torch.set_num_threads(1)
    fold = drawn.permutation(len(answers)) % _FOLDS
    own = unit(answers - answers.mean(axis=0))
    likely = np.zeros_like(messages)
    for number in range(_FOLDS):
        others = fold[of] != number
        known, known_of = messages[others], of[others]
        for place in np.flatnonzero(~others):
            likely[place] = expected(messages[place], known, known_of, own)
    filed = messages[first_of(of)]
    sent = torch.tensor(np.hstack([likely, unit(messages - messages.mean(axis=0))]))
    held = torch.tensor(np.hstack([own, unit(filed - filed.mean(axis=0))]))
    size = messages.shape[1]
    maps = [torch.nn.Parameter(_INITIAL * torch.randn(2 * size, _LEARNT)) for _ in range(2)]
    share = torch.nn.Parameter(torch.ones(()))
    optimiser = torch.optim.AdamW([*maps, share], lr=_RATE, weight_decay=_DECAY)
    batches: list[Places] = []
    for number in range(_FOLDS):
        places = drawn.permutation(np.flatnonzero(fold[of] == number))
        batches += [places[start : start + _BATCH] for start in range(0, len(places), _BATCH)]
    rates = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.0, _EPOCHS * len(batches))
    for _ in range(_EPOCHS):
        for batch in (batches[place] for place in drawn.permutation(len(batches))):
            among = np.flatnonzero(fold == fold[of[batch[0]]])
            message, answer = sent[batch], held[among]
            left = normalize(dropout(message, _DROPPED) @ maps[0], dim=1)
            right = normalize(dropout(answer, _DROPPED) @ maps[1], dim=1)
            near = share * message[:, :size] @ answer[:, :size].T + left @ right.T
            right_place = torch.tensor(np.searchsorted(among, of[batch]))
            optimiser.zero_grad()
            loss = cross_entropy(near / _TEMPERATURE, right_place)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            rates.step()
    by_message, by_answer = (one.detach().numpy() for one in maps)
    return by_message, by_answer, max(share.item(), 0.0)
