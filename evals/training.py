"""How a model is trained step by step, whatever it learns: with progress, and from checkpoints."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

import torch

log = logging.getLogger(__name__)

# A GPU where there is one; what is made `with DEVICE:` stands there.
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
# Whether it computes in bf16: a processor that does not takes seventy times as long as in fp32.
HAS_BF16: bool = (
    torch.cuda.is_bf16_supported()
    if DEVICE.type == "cuda"
    else torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    and torch.ops.mkldnn._is_mkldnn_bf16_supported()
)
_SAVE_SECONDS = 300
_WEIGHT_DECAY = 0.01
_Batch = TypeVar("_Batch")


class Learner(Protocol):
    """A model with what it learns as tensors by their names."""

    def parameters(self) -> Any:
        """Those that are learnt have a gradient."""
        ...

    def learnt(self) -> dict[str, torch.Tensor]:
        """What it has learnt."""
        ...

    def take(self, learnt: Mapping[str, torch.Tensor]) -> None:
        """Take over what was learnt."""
        ...


def padded(rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Token ids padded to the longest row, and their mask, shape (rows, tokens)."""
    longest = max(map(len, rows))
    ids = torch.ones((len(rows), longest), dtype=torch.long)
    mask = torch.zeros((len(rows), longest), dtype=torch.long)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = 1
    return ids, mask


def run(
    model: Learner,
    stage: str,
    batches: Sequence[_Batch],
    loss: Callable[[_Batch], torch.Tensor],
    rate: Callable[[int], float],
    folder: Path,
) -> None:
    """Learn a stage's batches, each at the rate of its step; what was learnt stands in `folder`.

    One that was interrupted goes on from its checkpoint.
    """
    checkpoint = folder / "checkpoint.pt"
    learnt = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learnt, weight_decay=_WEIGHT_DECAY)
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=DEVICE)
        if state["stage"] == stage:
            model.take(state["learnt"])
            optimizer.load_state_dict(state["optimizer"])
            first = state["step"]
    started = saved = time.monotonic()
    mean = 0.0
    for step in range(first, len(batches)):
        for group in optimizer.param_groups:
            group["lr"] = rate(step)
        value = loss(batches[step])
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        mean += 0.02 * (value.item() - mean) if mean else value.item()
        if step % 20 == 19:
            left = (time.monotonic() - started) / (step + 1 - first) * (len(batches) - step - 1)
            log.info(
                "%s %d/%d loss %.3f, %d min left", stage, step + 1, len(batches), mean, left / 60
            )
        if time.monotonic() - saved > _SAVE_SECONDS:
            saved = time.monotonic()
            state = {"stage": stage, "step": step + 1, "learnt": model.learnt()}
            _save(state | {"optimizer": optimizer.state_dict()}, checkpoint)
    _save(model.learnt(), folder / f"{stage}.pt")


def taken_over(model: Learner, stage: str, folder: Path) -> bool:
    """Whether a stage was done before; what it learnt is then taken over."""
    done = folder / f"{stage}.pt"
    if done.exists():
        model.take(torch.load(done, map_location=DEVICE))
    return done.exists()


def _save(state: Mapping[str, Any], file: Path) -> None:
    """Whole or not at all: a run may be cut while it writes."""
    torch.save(state, file.with_suffix(".new"))
    file.with_suffix(".new").replace(file)
