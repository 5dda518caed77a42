"""The sentences that are labelled by what is lost without them, and the regression on them."""

import json
from pathlib import Path

from assistant.resolver.asides import EVIDENCE, WEIGHTS
from assistant.resolver.resolving import Resolver
from corpus.settings import Settings
from evals.resolver.asides import Labelled, fit, read_labelled


def test_each_labelled_sentence_has_one_letter() -> None:
    labelled = read_labelled()
    assert len({one.id for one in labelled}) == len(labelled)
    for one in labelled:
        assert len(one.labels) == len(one.sentences) > 1, one.id
        assert set(one.labels) <= set("QCR"), one.id
        assert one.history, one.id


def test_what_is_fitted_is_what_the_program_reads(tmp_path: Path) -> None:
    by_writer = {one.writer: one for one in read_labelled()}
    few: list[Labelled] = list(by_writer.values())[:24]
    fit(few, Resolver(Settings().cache), tmp_path / "asides.json")
    fitted = json.loads((tmp_path / "asides.json").read_text("utf-8"))
    shipped = json.loads(WEIGHTS.read_text("utf-8"))
    assert fitted.keys() == shipped.keys()
    assert list(fitted["weights"]) == list(shipped["weights"]) == list(EVIDENCE)
