"""The reader's training on a small set of the form of its sources."""

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from assistant.reader.reading import Reader, windows
from corpus.settings import settings
from corpus.text import fold
from evals import training
from evals.cases import SHIPPED as CASES
from evals.cases import read_cases
from evals.reader import train
from evals.reader.build import build
from evals.reader.evaluate import evaluate
from evals.reader.export import export, export_cross_encoder
from evals.reader.fiches import read_fiches
from evals.reader.model import collate, encode
from evals.reader.pairs import Group, Pair, read_groups, write_groups
from evals.reader.texts import EXCLUDED, read_guides, read_paragraphs
from evals.reader.written import QUESTIONS, written
from tests.conftest import SHARED, export_file

_BREAD = (
    "La boulangerie associative ouvre à six heures. Elle vend surtout du pain de seigle. "
    "Douze bénévoles tiennent la caisse à tour de rôle. Le four a été payé par la commune."
)
_BIKES = (
    "L'atelier prête des outils aux habitants. Une adhésion coûte dix euros par an. "
    "Les vélos donnés sont remis en état puis vendus. Le local appartient à la paroisse."
)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Guides and paragraphs of our own in the form of the training texts."""
    folder = tmp_path_factory.mktemp("texts")
    paragraphs = []
    for text, question, answer in (
        (_BREAD, "Combien de bénévoles tiennent la caisse ?", "Douze"),
        (_BIKES, "Combien coûte une adhésion ?", "dix euros"),
    ):
        found = {"text": answer, "answer_start": text.index(answer)}
        paragraphs.append({"context": text, "qas": [{"question": question, "answers": [found]}]})
    articles = [{"title": f"<i>Lieu {n}</i>", "paragraphs": [p]} for n, p in enumerate(paragraphs)]
    with gzip.open(folder / "piaf-v1.1.json.gz", "wt", encoding="utf-8") as file:
        json.dump({"data": articles}, file)
    with gzip.open(folder / "service-public.jsonl.gz", "wt", encoding="utf-8") as file:
        for number in range(8):
            sections = [
                {"heading": "Coût", "text": f"{_BIKES} Le dossier n° {number} coûte 40 €."},
                {"heading": "Démarche", "text": f"{_BREAD} Le dossier va au guichet {number}."},
            ]
            guide = {"id": f"G{number}", "title": f"Ouvrir un lieu {number}", "sections": sections}
            file.write(json.dumps(guide) + "\n")
    return folder


@pytest.fixture(scope="module")
def groups(texts: Path) -> list[Group]:
    """What is built from them, and from the fiches that ship."""
    return build(texts)


@pytest.mark.long
def test_what_is_built_again_is_the_same(texts: Path, groups: list[Group]) -> None:
    assert groups == build(texts)


def test_pairs_are_answers_beside_near_misses_of_each_construction(groups: list[Group]) -> None:
    constructions = {pair.construction for group in groups for pair in group.pairs}
    assert constructions >= {"answer", "cut", "same guide", "other kind"}
    for group in groups:
        for pair in group.pairs if group.source not in ("early", "later", "pages") else ():
            for start, end in pair.answering:
                assert "Douze" in pair.window[start:end] or "dix euros" in pair.window[start:end]
            if pair.construction == "cut":
                assert "Douze" not in pair.window
                assert "dix euros" not in pair.window


def test_pairs_come_back_from_their_file(groups: list[Group], tmp_path: Path) -> None:
    write_groups(groups, tmp_path / "pairs.jsonl")
    assert read_groups(tmp_path / "pairs.jsonl") == groups


@pytest.fixture
def few() -> list[Group]:
    """Six small groups, enough for three short steps."""
    pairs = (
        Pair("Qui tient la caisse ?", "Pain", _BREAD, True, "answer", ((79, 125),)),
        Pair("Qui tient la caisse ?", "Vélos", _BIKES, False, "bm25"),
    )
    return [
        Group("written", False, tuple(replace(p, title=f"Lieu {n}") for p in pairs))
        for n in range(6)
    ]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """One stage of three steps."""
    monkeypatch.setattr(train, "_BATCH", 4)
    monkeypatch.setattr(train, "STAGES", (train.Stage("only", {"written": 1.0}, (5e-5, 1e-5)),))


# torch's exporter warns of its own deprecations.
@pytest.mark.long
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
@pytest.mark.usefixtures("short")
def test_an_interrupted_training_ends_as_an_uninterrupted_one_and_the_export_reads_alike(
    few: list[Group], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = settings().cache
    whole = train.train(few, cache, tmp_path / "whole", 1, 1.0)

    monkeypatch.setattr(training, "_SAVE_SECONDS", 0)
    loss, steps = train._loss, []

    def killed_at_the_third(*arguments):  # type: ignore[no-untyped-def]
        steps.append(1)
        if len(steps) == 3:
            raise KeyboardInterrupt
        return loss(*arguments)

    monkeypatch.setattr(train, "_loss", killed_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        train.train(few, cache, tmp_path / "cut", 1, 1.0)
    resumed = train.train(few, cache, tmp_path / "cut", 1, 1.0)
    assert len(steps) == 4
    for ours, theirs in zip(resumed.parameters(), whole.parameters(), strict=True):
        assert torch.allclose(ours, theirs, atol=1e-6)

    pair = few[0].pairs[0]
    export_cross_encoder(whole, cache, tmp_path / "cross-encoder")
    export(whole, tmp_path / "reader.onnx")
    reader = Reader(cache, tmp_path / "reader.onnx")
    spans = windows(pair.window)[0]
    read = reader.read(pair.question, pair.title, pair.window, spans)
    tokenizer = reader._model.tokenizer
    ids, mask = collate([encode(tokenizer, pair)])
    with torch.inference_mode():
        answers, _ = whole.eval()(ids, mask)
    assert read.answers == pytest.approx(float(answers[0]), abs=0.5)
    assert len(read.units) == len(spans)

    from sentence_transformers import CrossEncoder

    cross_encoder = CrossEncoder(str(tmp_path / "cross-encoder"))
    said = [(f"query: {pair.question}", f"{pair.title} : {pair.window}")]
    predicted = cross_encoder.predict(said, activation_fn=torch.nn.Identity())
    assert float(predicted[0]) == pytest.approx(float(answers[0]), abs=1e-3)


def test_evaluation_ranks_a_scorer_that_knows_above_one_that_does_not(few: list[Group]) -> None:
    aside = [replace(group, aside=True) for group in few]
    rows = evaluate(
        aside, {"knows": lambda pair: float(pair.answers), "constant": lambda pair: 0.0}
    )
    areas = {row.scorer: (row.area, row.refused) for row in rows if row.construction == "all"}
    assert areas == {"knows": (1.0, 1.0), "constant": (0.5, 0.0)}


def test_the_written_questions_stand_on_windows_of_the_training_texts() -> None:
    folder = _trainset()
    guides, paragraphs = read_guides(folder), read_paragraphs(folder)

    class Nothing:
        def of(self, question: str, document: str, count: int) -> list[object]:
            return []

    groups = list(written(guides, paragraphs, Nothing(), Nothing()))  # type: ignore[arg-type]
    assert sum(len(group.pairs) for group in groups) > 8000
    for group in groups:
        assert any(pair.answers for pair in group.pairs) or len(group.pairs) < 4


def test_the_written_fiches_have_answered_questions_and_as_many_near_misses(
    groups: list[Group],
) -> None:
    found = list(read_fiches())
    assert len(found) > 1000
    for _, fiche in found:
        for question in fiche["questions"]:
            answers = [fiche["sections"][at]["sentences"][n] for at, n in question["s"]]
            assert bool(answers) == (question["k"] == "answer"), question
            assert all(answers)
    folders = {folder for folder, _ in found}
    for group in (group for group in groups if group.source in folders):
        answering = [pair for pair in group.pairs if pair.answers]
        assert answering
        assert len(answering) < len(group.pairs)
        for pair in answering:
            assert all(pair.window[start:end].strip() for start, end in pair.answering)
            assert pair.answering


def test_no_text_is_shared_between_training_and_what_is_measured_on() -> None:
    folder = _trainset()
    measured = [export_file().read_text("utf-8")]
    with (SHARED / "devset" / "documents.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            measured += [section["text"] for section in json.loads(line)["sections"]]
    held = {run for text in measured for run in _runs(text)}
    for sections in read_guides(folder).values():
        for _, text in sections:
            assert not held & _runs(text.text), text.title
    for text, _ in read_paragraphs(folder).values():
        assert not held & _runs(text.text), text.title

    asked = {fold(case.question) for case in read_cases(CASES)}
    for _, fiche in read_fiches():
        for section in fiche["sections"]:
            assert not held & _runs(" ".join(section["sentences"])), fiche["title"]
        assert not asked & {fold(question["q"]) for question in fiche["questions"]}
    with QUESTIONS.open(encoding="utf-8") as lines:
        assert not asked & {fold(json.loads(line)["question"]) for line in lines}
    assert EXCLUDED.read_text("utf-8").split()


def _trainset() -> Path:
    folder = SHARED / "trainset"
    if not folder.is_dir():
        pytest.skip("the training texts are not beside the checkout")
    return folder


def _runs(text: str, length: int = 12) -> set[str]:
    words = re.findall(r"\w+", fold(text))
    return {" ".join(words[i : i + length]) for i in range(len(words) - length + 1)}
