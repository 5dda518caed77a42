"""The encoder's adaptation on a small set of the form of its sources."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import torch

from corpus import adapter
from corpus.settings import settings
from corpus.text import fold
from evals.encoder import batches
from evals.encoder import train as training
from evals.encoder.batches import of_examples, of_reworded
from evals.encoder.evaluate import evaluate
from evals.encoder.examples import Example
from evals.encoder.export import export
from evals.encoder.reworded import Reworded, read_reworded
from evals.encoder.train import Encoder, Stage, train
from evals.measured import measured_texts
from evals.reader.model import base_encoder

_SUBJECTS = ("le four à pain", "la salle des fêtes", "le verger", "la navette")


def _examples(aside: bool = False) -> list[Example]:
    return [
        Example(
            f"Qui tient {subject} ?",
            f"{subject}\nDes bénévoles tiennent {subject} le mardi.",
            f"{subject}\n{subject.capitalize()} date de 1950.",
            "fiche",
            aside,
        )
        for subject in _SUBJECTS
    ]


def _groups() -> list[Reworded]:
    return [
        Reworded(
            "autre",
            f"Peut-on louer {subject} ?",
            "Oui.",
            (f"La location de {subject} est-elle permise ?", f"louer {subject} c'est possible"),
            (f"Peut-on vendre {subject} ?", f"Doit-on louer {subject} ?"),
        )
        for subject in _SUBJECTS
    ]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_SIZE", 2)
    monkeypatch.setattr(training, "STAGES", (Stage("only", slice(0, 4), 1),))


@pytest.mark.usefixtures("small")
def test_a_batch_contrasts_no_text_with_itself() -> None:
    twice = [_examples()[0], _examples()[0]]
    (batch,) = of_examples(twice)
    assert set(batch.alike) == {(0, 1), (1, 0)}
    for batch in of_reworded(_groups(), 3):
        assert len(batch.others) == 2 * len(batch.texts)
        assert not set(batch.texts) & set(batch.others)


@pytest.mark.usefixtures("small")
def test_training_lowers_the_loss_goes_on_where_it_stopped_and_ships_what_it_learnt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, examples = settings().cache, _examples()
    before = Encoder(cache)
    encoder = train(examples, _groups(), cache, tmp_path / "run")
    batch = next(of_examples(examples))
    with torch.inference_mode():
        assert training._loss(encoder, batch) < training._loss(before, batch)
        vectors = encoder(batch.texts)
    again = train(examples, _groups(), cache, tmp_path / "run")
    with torch.inference_mode():
        assert torch.equal(again(batch.texts), vectors)

    model = base_encoder(cache, attention="eager")
    layer = model.encoder.layer[0].attention.self.query
    weight = layer.weight.detach().clone()
    export(encoder, tmp_path / "adapter.safetensors")
    monkeypatch.setattr(adapter, "FILE", tmp_path / "adapter.safetensors")
    adapter.add(model, share=1)
    learnt = encoder.encoder.encoder.layer[0].attention.self.query
    change = (learnt.up @ learnt.down).detach()
    assert change.abs().max() > 0
    assert torch.allclose(layer.weight, weight + change, atol=1e-5)


def test_what_was_kept_aside_is_measured(tmp_path: Path) -> None:
    class Letters:
        """Texts are near that share letters."""

        def eval(self) -> None:
            """Nothing to prepare."""

        def __call__(self, texts: Sequence[str]) -> torch.Tensor:
            counts = torch.tensor([[float(t.count(chr(c))) for c in range(32, 255)] for t in texts])
            return torch.nn.functional.normalize(counts, dim=1)

    groups = [group for group in read_reworded() if group.aside][:20]
    rows = list(evaluate(Letters(), _examples(aside=True), groups))  # type: ignore[arg-type]
    shares = {(row.sort, row.measure): row.share.value for row in rows}
    assert shares["fiche", "among 5 of 8"] == pytest.approx(1, abs=0.3)
    assert {sort for sort, _ in shares} == {"fiche", "mail", "spoken", "formal"}
    # A lookalike shares more letters with the question than the same in other words does.
    assert (shares["mail", "nearer than lookalikes"] or 0) < 0.5


def test_the_reworded_questions_are_whole_and_no_case_nor_row_is_among_them() -> None:
    groups = read_reworded()
    assert len(groups) > 1000
    assert len({group.asked for group in groups}) == len(groups)
    assert 100 < sum(group.aside for group in groups) < 150
    measured = measured_texts()
    for group in groups:
        assert len(group.same) == 3
        assert len(group.other) == 2
        texts = {fold(text) for text in (group.asked, *group.same, *group.other)}
        assert len(texts) == 6
        assert not texts & measured, group.asked
