"""Other systems answer in the contract's form, and are measured as ours is."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import AssistantError
from corpus.index import open_documents, open_manifest
from corpus.settings import Settings, settings
from corpus.types import Document
from evals.cases import Case
from evals.metrics import score
from evals.said import parse_said
from evals.systems.asked import ask_modes
from evals.systems.modes import Mode, Used, answering, parse_answer, read_modes, settings_of, used
from evals.systems.plain import plain_answers, whole_sentences
from ingest.pipeline import ingest
from tests.assistant.scripted import Call, completion, fails, reply, says, sends, serving, statement
from tests.conftest import EXPORT, Run

KEY = "sk-secret-0123456789"
CASE = Case("1", "Combien Testville a-t-elle réservé de lots en 2023 ?")
REFUSED = Case("2", "Quelle est la recette de la ratatouille ?")
RESERVED = "Les élu.e.s de Testville en ont réservé 3 en 2023"
LIE = "Les élu.e.s de Testville ont réservé 47 lots en 2023."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages in words of our own."""
    folder = tmp_path_factory.mktemp("systems")
    (folder / "site.txt").write_text(EXPORT, "utf-8")
    assert not ingest([str(folder / "site.txt")], folder / "i", settings()).skipped
    return folder / "i"


@pytest.fixture(scope="module")
def documents(index: Path) -> dict[str, Document]:
    return open_documents(index, open_manifest(index)[1])


@pytest.fixture(scope="module")
def plain(index: Path) -> list[dict[str, Any]]:
    return list(plain_answers([CASE, REFUSED], index, settings()))


def mode_answers(
    mode: Mode, cases: list[Case], index: Path, given: Settings
) -> list[dict[str, Any]]:
    answer = answering(mode, index, given)
    return [answer(case) for case in cases]


def took_by(mode: Mode, answers: list[dict[str, Any]]) -> Used:
    return used(mode, [parse_answer(json.loads(json.dumps(answer))) for answer in answers])


def true(call: Call) -> Any:
    return statement(call, f"{RESERVED}.", RESERVED, kind="figure")


def lie(call: Call) -> Any:
    return statement(call, LIE, RESERVED, kind="figure")


def test_the_recipe_quotes_the_stored_texts_at_their_offsets(
    plain: list[dict[str, Any]], documents: dict[str, Document]
) -> None:
    for answer in plain:
        assert answer["citations"]
        for c in answer["citations"]:
            assert documents[c["document_id"]].text[c["start"] : c["end"]] == c["quote"] != ""
    assert "en ont réservé 3 en 2023" in plain[0]["text"]


def test_the_recipe_is_scored_like_any_system_and_says_no_confidence(
    plain: list[dict[str, Any]], documents: dict[str, Document]
) -> None:
    said = [parse_said(json.loads(json.dumps(answer))) for answer in plain]
    assert [s.status for s in said] == ["answered", "answered"]
    for one in said:
        scores = score(replace(REFUSED, label="off_topic"), one, documents)
        assert (scores.quotes_exact, scores.claims_borne, scores.confidence) == (1, 1, None)
        assert scores.milliseconds is not None


@given(st.text("ab.!\n- AB", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_whole_sentences_are_inside_the_chunk(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    first, last = whole_sentences(text, start, end)
    assert start <= first <= last <= end


def test_a_chunk_loses_the_sentences_that_it_cuts() -> None:
    text = "Une première phrase. Une deuxième phrase. Une troisième."
    assert text[slice(*whole_sentences(text, 4, 50))] == "Une deuxième phrase."
    assert whole_sentences(text, 4, 12) == (4, 12)


def test_what_a_lying_model_invents_is_dropped_and_counted(
    index: Path, documents: dict[str, Document]
) -> None:
    with serving(says(true, lie)) as model:
        mode = Mode("menteur", "openai:scripted", model.url, price_in=2.0, price_out=10.0)
        answers = mode_answers(mode, [CASE, REFUSED], index, settings())
    assert all(LIE not in a["text"] and "47" not in a["text"] for a in answers)
    assert RESERVED in answers[0]["text"]
    assert score(CASE, parse_said(answers[0]), documents).claims_borne == 1
    took = took_by(mode, answers)
    # The refused question is never sent; the other is asked twice, since its reply lied.
    assert (took.answers, took.worded, took.fallen_back, took.calls) == (2, 1, 0, 2)
    assert (took.proposed, took.dropped) == (2, 1)
    assert took.tokens == (2, 2)
    assert took.cost == pytest.approx((2 * 2.0 + 2 * 10.0) / 1e6)


def test_a_model_that_only_lies_leaves_the_extractive_answer(index: Path) -> None:
    with serving(says(lie)) as model:
        mode = Mode("menteur", "openai:scripted", model.url)
        answers = mode_answers(mode, [CASE], index, settings())
    took = took_by(mode, answers)
    assert (took.worded, took.fallen_back, took.proposed, took.dropped) == (0, 1, 1, 1)
    assert answers[0]["mode"] == "extractive"
    assert LIE not in answers[0]["text"]


def test_tokens_that_a_server_does_not_tell_are_none(index: Path) -> None:
    def silent(handler: Any, call: Call) -> None:
        body = json.loads(completion(reply(call, true(call))))
        del body["usage"]
        handler.answer(json.dumps(body))

    with serving(silent) as model:
        mode = Mode("muet", "openai:scripted", model.url, price_in=1.0, price_out=1.0)
        took = took_by(mode, mode_answers(mode, [CASE], index, settings()))
    assert took.worded == 1
    assert (took.tokens, took.cost) == (None, None)


def test_a_refused_form_costs_nothing_and_a_broken_call_is_unknown(index: Path) -> None:
    for first, tokens in ((fails(400), (1, 1)), (sends("{"), None)):
        with serving(first, says(true)) as model:
            mode = Mode("m", "openai:scripted", model.url)
            took = took_by(mode, mode_answers(mode, [CASE], index, settings()))
        assert took.tokens == tokens


def test_without_a_model_no_token_is_read(index: Path) -> None:
    took = took_by(Mode("sans"), mode_answers(Mode("sans"), [CASE], index, settings()))
    assert (took.worded, took.calls, took.tokens, took.cost) == (0, 0, (0, 0), None)


def test_each_mode_is_sent_its_own_key(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_KEY", KEY)
    ours = settings().model_copy(update={"llm_timeout": 7.0})
    with serving(says(true)) as model:
        modes = [Mode("a", "openai:scripted", model.url, "A_KEY"), Mode("b", "openai:s", model.url)]
        for mode in modes:
            mode_answers(mode, [CASE], index, ours)
    assert [KEY in call.authorization for call in model.calls] == [True, False]
    assert settings_of(modes[0], ours).llm_timeout == 7.0


@pytest.mark.parametrize(
    "text",
    [
        "[[mode]\n",
        "",
        '[[mode]]\nllm = "openai:m"\n',
        '[[mode]]\nname = "a"\nprice_in = "cher"\n',
        '[[mode]]\nname = "a"\n[[mode]]\nname = "a"\n',
        '[[mode]]\nname = "../a"\n',
        'mode = "a"\n',
    ],
)
def test_a_broken_file_of_modes_is_said_in_one_sentence(text: str, tmp_path: Path) -> None:
    file = tmp_path / "modes.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(AssistantError, match=r"modes.toml.* : donnez"):
        read_modes(file)


def test_a_mode_that_cannot_be_asked_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("A_KEY", raising=False)
    for mode in (Mode("m", "sans-fournisseur"), Mode("m", "openai:m", key_variable="A_KEY")):
        with pytest.raises(AssistantError, match="« m »"):
            settings_of(mode, settings())


@pytest.fixture
def modes(tmp_path: Path) -> Iterator[Path]:
    """A file of two modes, one of which is served."""
    with serving(says(true, lie)) as model:
        (tmp_path / "modes.toml").write_text(
            '[[mode]]\nname = "sans"\n\n[[mode]]\nname = "menteur"\nllm = "openai:scripted"\n'
            f'base_url = "{model.url}"\nprice_in = 1\nprice_out = 1.5\n',
            "utf-8",
        )
        yield tmp_path / "modes.toml"


def test_the_commands_write_answers_that_are_read_back(
    run: Run, index: Path, modes: Path, tmp_path: Path
) -> None:
    from evals.said import Said, read_answers

    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps({"id": "1", "question": CASE.question}), "utf-8")
    asked = ("--index", index, "--questions", questions, "--output")
    result = run("evals.systems", "modes", modes, *asked, tmp_path / "out", "--json")
    assert result.returncode == 0, result.stderr
    took = json.loads(result.stdout)
    assert (took["sans"]["worded"], took["menteur"]["worded"]) == (0, 1)
    assert took["menteur"]["dropped"] == 1
    assert run("evals.systems", "plain", *asked, tmp_path / "plain.jsonl").returncode == 0
    for file in ("out/sans.jsonl", "out/menteur.jsonl", "plain.jsonl"):
        ((_, said),) = read_answers(tmp_path / file)
        assert isinstance(said, Said)
        assert "réservé 3 en 2023" in said.text


def test_modes_go_on_from_their_files_and_pay_nothing_twice(
    index: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(says(true)) as model:
        paid = Mode("payant", "openai:scripted", model.url, price_in=1.0, price_out=1.0)
        wanted = [Mode("sans"), paid]
        first = ask_modes(wanted, [CASE, REFUSED], index, settings(), tmp_path)
        file = tmp_path / "payant.jsonl"
        asked, kept = len(model.calls), file.read_bytes()
        assert ask_modes(wanted, [CASE, REFUSED], index, settings(), tmp_path) == first
        assert (len(model.calls), file.read_bytes()) == (asked, kept)
        # Cut off in the middle of the second answer, and one that lost what it took.
        lines = kept.splitlines(keepends=True)
        lame = {k: v for k, v in json.loads(lines[0]).items() if k != "usage"}
        file.write_bytes(json.dumps(lame).encode() + b"\n" + lines[1][:40])
        assert ask_modes(wanted, [CASE, REFUSED], index, settings(), tmp_path) == first
        assert len(model.calls) == 2 * asked
    said = [record.getMessage() for record in caplog.records if "payant.jsonl" in record.message]
    assert ["ligne 1" in said[0], "usage" in said[0], "ligne 2" in said[1]] == [True] * 3


@pytest.mark.parametrize("wrong", ["file", "provider", "key"])
def test_no_model_is_paid_before_all_that_can_be_checked_is(
    index: Path, tmp_path: Path, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("A_KEY", raising=False)
    with serving(says(true)) as model:
        second = {
            "file": Mode("b", "openai:scripted", model.url),
            "provider": Mode("b", "nulle_part:m"),
            "key": Mode("b", "openai:m", key_variable="A_KEY"),
        }[wrong]
        if wrong == "file":
            (tmp_path / "b.jsonl").write_text('{"id": "1"}\n', "utf-8")
        wanted = [Mode("a", "openai:scripted", model.url), second]
        with pytest.raises(AssistantError, match=r"\s: "):
            ask_modes(wanted, [CASE], index, settings(), tmp_path)
        assert model.calls == []
    assert not (tmp_path / "a.jsonl").exists()


@pytest.mark.parametrize("rows", [[], [{"id": "1", "question": "?"}] * 2])
def test_a_set_without_a_question_or_with_an_id_twice_is_said(
    run: Run, index: Path, tmp_path: Path, rows: list[Any]
) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    asked = ("--index", index, "--questions", questions, "--output", tmp_path / "out.jsonl")
    result = run("evals.systems", "plain", *asked)
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert not (tmp_path / "out.jsonl").exists()
