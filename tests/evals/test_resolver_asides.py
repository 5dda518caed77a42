"""The sentences that are labelled by what is lost without them, and the regression on them."""

import json
from pathlib import Path

from assistant.resolver.asides import EVIDENCE, WEIGHTS
from assistant.resolver.resolving import Resolver
from corpus.settings import Settings
from corpus.text import fold
from evals.cases import SHIPPED, read_cases
from evals.resolver.asides import Labelled, fit, read_labelled
from tests.conftest import export_file
from tests.evals.copied import runs


def test_each_labelled_sentence_has_one_letter() -> None:
    labelled = read_labelled()
    assert len({one.id for one in labelled}) == len(labelled)
    for one in labelled:
        assert len(one.labels) == len(one.sentences) > 1, one.id
        assert set(one.labels) <= set("QCR"), one.id
        assert one.history, one.id


def test_no_message_is_a_case_or_repeats_a_page() -> None:
    labelled = read_labelled()
    asked = {fold(case.question) for case in read_cases(SHIPPED)}
    assert not [one.id for one in labelled if fold(" ".join(one.sentences)) in asked]
    said = runs(export_file().read_text("utf-8"))
    texts = [(one.id, text) for one in labelled for text in (*one.history, " ".join(one.sentences))]
    assert not [number for number, text in texts if runs(text) & said]


def test_what_is_fitted_is_what_the_program_reads(tmp_path: Path) -> None:
    by_writer = {one.writer: one for one in read_labelled()}
    few: list[Labelled] = list(by_writer.values())[:24]
    fit(few, Resolver(Settings().cache), tmp_path / "asides.json")
    fitted = json.loads((tmp_path / "asides.json").read_text("utf-8"))
    shipped = json.loads(WEIGHTS.read_text("utf-8"))
    assert fitted.keys() == shipped.keys()
    assert list(fitted["weights"]) == list(shipped["weights"]) == list(EVIDENCE)
