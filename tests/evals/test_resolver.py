"""The resolver's turns, its training and its measure."""

import json
import re
from collections import Counter
from itertools import islice, pairwise
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from assistant.resolver.resolving import MAX_TOKENS, SHIPPED
from assistant.tuned import Tuned
from corpus import weights
from corpus.opened import open_tokenizer
from corpus.settings import Settings
from corpus.text import fold
from evals.resolver import __main__ as commands
from evals.resolver import train
from evals.resolver.turns import Message, Turn, encode, read_messages, read_turns
from tests.conftest import SHARED

_CASES = Path("evals/cases/cases.jsonl")
_WORDS = 7


@pytest.fixture(scope="module")
def turns() -> list[Turn]:
    return list(read_turns())


def test_every_turn_is_whole(turns: list[Turn]) -> None:
    assert len({turn.id for turn in turns}) == len(turns)
    for turn in turns:
        assert turn.message.strip()
        assert turn.history
        assert (turn.kind == "follows") == bool(turn.topic), turn.id
        assert len(turn.spans) == len(turn.topic)
    kinds = Counter(turn.kind for turn in turns)
    assert min(kinds.values()) > len(turns) / 10


def test_every_mark_stands_in_its_message_in_order() -> None:
    marked = list(read_messages())
    assert len({one.id for one in marked}) == len(marked)
    for one in marked:
        assert len(one.places) == len(one.begins)
        assert all(before < after for before, after in pairwise([0, *one.places])), one.id


def test_no_message_is_a_case_or_has_a_run_of_words_of_a_page(turns: list[Turn]) -> None:
    texts = {turn.id: turn.message for turn in turns}
    texts |= {one.id: one.text for one in read_messages()}
    lines = _CASES.read_text("utf-8").splitlines()
    asked = {fold(json.loads(line)["question"]) for line in lines}
    assert not {text for text in texts.values() if fold(text) in asked}
    pages = SHARED / "kits"
    if not pages.is_dir():
        pytest.skip("no export of the pages beside the repository")
    said = {run for file in pages.glob("*.txt") for run in _runs(file.read_text("utf-8"))}
    shared = [name for name, text in texts.items() if not said.isdisjoint(_runs(text))]
    assert not shared


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", fold(text))
    return {tuple(words[at : at + _WORDS]) for at in range(len(words) - _WORDS + 1)}


def test_a_topic_that_does_not_stand_in_the_history_is_refused() -> None:
    turn = Turn("1", ("Un garage ?",), "qui paie ?", "follows", ("un vélo",))
    with pytest.raises(ValueError, match="substring"):
        _ = turn.spans


def test_a_mark_that_does_not_stand_in_the_message_is_refused() -> None:
    message = Message("1", "Qui gère un garage ?", ("combien",))
    with pytest.raises(ValueError, match="substring"):
        _ = message.places


def test_the_token_with_which_a_question_begins_is_taken() -> None:
    tokenizer = open_tokenizer(weights.unpacked(Settings().cache))
    message = Message("1", "Qui gère un garage, et pour combien ?", ("et pour",))
    encoded = encode(tokenizer, message)
    taken = [
        offset for offset, one in zip(encoded.tokens.offsets, encoded.taken, strict=True) if one
    ]
    assert [message.text[start:end].strip() for start, end in taken] == ["et"]
    first, last = encoded.tokens.history
    assert last - first == len(encoded.taken) == len(encoded.tokens.ids) - 2


# torch's exporter warns of its own deprecations.
@pytest.mark.long
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
def test_what_is_trained_is_exported_alike(turns: list[Turn], tmp_path: Path) -> None:
    cache = Settings().cache
    tokenizer = open_tokenizer(weights.unpacked(cache))
    few = [
        encode(tokenizer, one) for one in (*turns[:12], *turns[-4:], *islice(read_messages(), 4))
    ]
    assert few[12].read.reply
    network = train.train(few, cache, tmp_path, 1, replied=True)
    with torch.no_grad():  # as far from nought as after a whole training
        network.needed.weight *= 30
        network.kinds.weight *= 30
        torch.nn.init.normal_(network.begins.weight, std=0.02)
    train.export(network, tmp_path / "resolver.onnx", MAX_TOKENS)
    ids = few[0].tokens.ids
    run = Tuned(cache, tmp_path / "resolver.onnx").run(ids, ["kinds", "needed", "begins"])
    with torch.inference_mode():
        batch = torch.tensor([ids])
        whole = network.eval()(batch, torch.ones_like(batch))
    for ours, theirs in zip(run, whole, strict=True):
        spread = float(theirs.std())
        assert spread > 0.1
        assert abs(ours - theirs.numpy()).mean() < spread / 2


def test_the_measure_counts_kinds_and_shared_words(monkeypatch: pytest.MonkeyPatch) -> None:
    given = [
        Turn("7-1", ("Un garage solidaire ?",), "qui paie ?", "follows", ("Un garage solidaire",)),
        Turn("7-2", ("Un garage solidaire ?",), "Résumez-moi tout ça", "reply", ()),
        Turn("8-1", ("Un vélo ?",), "qui paie ?", "follows", ("Un vélo",)),
    ]
    marked = [
        Message("7-3", "Qui gère la ressourcerie ? Combien coûte-t-elle ?", ("Combien coûte",)),
        Message("8-3", "Qui la gère ?", ()),
    ]
    monkeypatch.setattr("evals.resolver.turns.read_turns", lambda: iter(given))
    monkeypatch.setattr("evals.resolver.turns.read_messages", lambda: iter(marked))
    said = CliRunner().invoke(
        commands.main, ["evaluate", "--aside", "7", "--models", str(SHIPPED.parent)]
    )
    assert said.exit_code == 0, said.output
    assert "follows\tread as follows\t1" in said.output
    assert "reply\tread as reply\t1" in said.output
    assert "F1)\t1.000" in said.output
    for by in ("model", "rules"):
        assert f"by the {by}\t1 of 1 messages cut as often as marked\t0 of 1 places" in said.output


@pytest.mark.parametrize(
    ("topic", "found", "share"),
    [
        ("un garage", "le garage", 1.0),
        ("un garage", "", 0.0),
        ("un garage solidaire", "garage", 2 / 3),
    ],
)
def test_two_topics_are_compared_by_their_stems(topic: str, found: str, share: float) -> None:
    assert commands.overlap(topic, found) == pytest.approx(share)
