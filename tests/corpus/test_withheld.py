"""What may not be cited is found no more, at once, in every process and in every search."""

import json
import re
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from assistant.answer import Assistant
from corpus.check import check
from corpus.errors import AssistantError
from corpus.move import export_index, import_index
from corpus.remove import remove
from corpus.settings import Settings, settings
from corpus.withheld import FILE, read_withheld, release, withhold
from ingest.pipeline import ingest
from tests.conftest import Run
from tests.stand_in import WordEncoder

QUESTION = "Une ville peut-elle prêter un local à une monnaie locale ?"
TEXT = "Oui, par une convention de prêt du local, que le conseil approuve."
TODAY = date(2026, 6, 1)


def faq(name: str, **fields: str) -> str:
    line = {"id": name, "question": QUESTION, "answer": TEXT, "source_kind": "jurist"}
    return json.dumps(line | {"updated": "2026-03-12"} | fields, ensure_ascii=False) + "\n"


@pytest.fixture
def answers(index: Path, tmp_path: Path) -> Path:
    """The index of the two pages, with two jurists' answers that say the same and a plain FAQ."""
    other = faq("faq-1", question="Où prêter un local ?", answer="Au marché.", source_kind="faq")
    lines = faq("jurist-1") + faq("jurist-2", updated="2026-04-01") + other
    (tmp_path / "faq.jsonl").write_text(lines, "utf-8")
    ingest([str(tmp_path / "faq.jsonl")], index, settings())
    return index


def opened(index: Path, today: date = TODAY) -> Assistant:
    return Assistant(index, Settings(reader=False, today=today))


def found(assistant: Assistant) -> list[str]:
    hits = assistant.search(QUESTION, 50)
    assert len({hit.passage.passage_id for hit in hits}) == len(hits)
    return [hit.document.document_id for hit in hits]


def test_a_withheld_document_is_no_hit_in_an_assistant_that_stays_open(answers: Path) -> None:
    assistant = opened(answers)
    before = found(assistant)
    assert {"jurist-1", "jurist-2"} <= set(before[:2])
    withhold(answers, {"jurist-1": None})
    assert found(assistant) == [name for name in before if name != "jurist-1"]
    withhold(answers, {"jurist-2": None})
    assert not {"jurist-1", "jurist-2"} & set(found(assistant))
    release(answers, ["jurist-1", "jurist-2"])
    assert found(assistant) == before


def test_it_is_neither_cited_nor_named_as_one_that_says_the_same(answers: Path) -> None:
    assistant = opened(answers)
    (citation, *_) = assistant.ask(QUESTION).citations
    assert {citation.document_id, *citation.also_in} == {"jurist-1", "jurist-2"}
    withhold(answers, {citation.document_id: None})
    (other, *_) = assistant.ask(QUESTION).citations
    assert other.source_kind == "jurist"
    assert other.document_id != citation.document_id
    assert other.also_in == ()
    withhold(answers, {other.document_id: None})
    answer = assistant.ask(QUESTION)
    assert "jurist" not in {c.source_kind for c in (*answer.citations, *answer.closest)}


def test_a_list_begun_in_the_passage_before_names_none_either(index: Path, tmp_path: Path) -> None:
    lead = (
        "Avant de prêter, le conseil municipal vérifie, avec le service juridique et l'avis du "
        "comptable public, chacun des points suivants :"
    )
    long = f"{lead}\n- l'assurance ;\n- la durée du prêt d'un local à une monnaie locale."
    lines = faq("jurist-1", answer=long) + faq("jurist-2", answer=long)
    (tmp_path / "faq.jsonl").write_text(lines, "utf-8")
    lists = tmp_path / "lists"
    ingest([str(tmp_path / "faq.jsonl")], lists, Settings(passage_tokens=40))
    assistant = opened(lists)
    before = assistant.ask(QUESTION).citations
    assert before[0].quote == lead
    assert [len(citation.also_in) for citation in before] == [1, 1]
    withhold(lists, {before[0].document_id: None})
    after = assistant.ask(QUESTION).citations
    assert [citation.quote for citation in after] == [citation.quote for citation in before]
    assert [citation.also_in for citation in after] == [(), ()]


def test_a_last_day_holds_that_day_and_not_the_next(answers: Path) -> None:
    withhold(answers, {"jurist-1": TODAY, "jurist-2": date.max})
    assert "jurist-1" in found(opened(answers))
    assert "jurist-1" not in found(opened(answers, date(2026, 6, 2)))
    assert read_withheld(answers) == {"jurist-1": TODAY}


def test_a_jurists_answer_ends_by_itself_where_a_faqs_is_cited_with_a_warning(
    index: Path, tmp_path: Path
) -> None:
    ended = {"valid_until": "2026-05-31"}
    lines = faq("jurist-1", **ended) + faq("faq-1", source_kind="faq", **ended)
    (tmp_path / "faq.jsonl").write_text(lines, "utf-8")
    ingest([str(tmp_path / "faq.jsonl")], index, settings())
    assert {"jurist-1", "faq-1"} <= set(found(opened(index, date(2026, 5, 31))))
    assistant = opened(index)
    assert "jurist-1" not in found(assistant)
    answer = assistant.ask(QUESTION)
    assert answer.citations[0].document_id == "faq-1"
    assert "outdated" in {warning.code for warning in answer.warnings}


def test_another_process_finds_it_no_more_and_the_list_says_so(answers: Path, run: Run) -> None:
    command = ("tests.stand_in", "assistant", "search", QUESTION, "-k", "50", "--json")
    environment = {"ASSISTANT_READER": "false"}
    assert "jurist-1" in run(*command, "--index", answers, **environment).stdout
    withhold(answers, {"jurist-1": None})
    result = run(*command, "--index", answers, **environment)
    assert (result.returncode, "jurist-1" in result.stdout) == (0, False)
    said = run("corpus", "list", "--index", answers).stdout
    (one,) = [one for one in re.split(r"\n(?! )", said) if one.startswith("jurist-1 :")]
    assert "n’est plus cité" in one
    rows = json.loads(run("corpus", "list", "--json", "--index", answers).stdout)
    assert [row["document_id"] for row in rows if row["withheld"]] == ["jurist-1"]


def test_an_index_of_nothing_else_refuses(tmp_path: Path, index: Path) -> None:
    (tmp_path / "faq.jsonl").write_text(faq("jurist-1"), "utf-8")
    alone = tmp_path / "alone"
    ingest([str(tmp_path / "faq.jsonl")], alone, settings())
    assistant = opened(alone)
    assert found(assistant) == ["jurist-1"]
    withhold(alone, {"jurist-1": None})
    assert found(assistant) == []
    answer = assistant.ask(QUESTION)
    assert (answer.status, answer.closest) == ("refused", ())


def test_removal_clears_what_was_said_of_a_document(answers: Path) -> None:
    withhold(answers, {"jurist-1": None, "jurist-2": None})
    remove(answers, ["jurist-1"], WordEncoder())
    assert read_withheld(answers) == {"jurist-2": None}


def test_what_is_withheld_moves_with_the_index(answers: Path, tmp_path: Path) -> None:
    withhold(answers, {"jurist-1": None, "jurist-2": TODAY})
    export_index(answers, tmp_path / "index.zip")
    other = tmp_path / "other"
    import_index(tmp_path / "index.zip", other, WordEncoder())
    assert read_withheld(other) == {"jurist-1": None, "jurist-2": TODAY}
    release(other, ["jurist-1"])
    withhold(other, {"jurist-2": None})
    import_index(tmp_path / "index.zip", other, WordEncoder())
    assert read_withheld(other) == {"jurist-1": None, "jurist-2": None}


def test_many_who_withhold_at_once_lose_nothing(answers: Path) -> None:
    threads = [Thread(target=withhold, args=(answers, {f"jurist-{n}": None})) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_withheld(answers)) == 20


@pytest.mark.parametrize("damage", [b"", b"[1]", b'{"jurist-1": "hier"}', b"\xff"])
def test_a_damaged_file_stops_answers_rather_than_citing_what_was_withdrawn(
    answers: Path, damage: bytes
) -> None:
    assistant = opened(answers)
    (answers / FILE).write_bytes(damage)
    for act in (
        lambda: assistant.ask(QUESTION),
        lambda: assistant.search(QUESTION, 3),
        lambda: withhold(answers, {"jurist-1": None}),
    ):
        with pytest.raises(AssistantError, match=FILE):
            act()
    assert any(FILE in problem.what for problem in check(answers).problems)


def test_where_there_is_no_index_nothing_is_made(tmp_path: Path) -> None:
    withhold(tmp_path / "none", {"jurist-1": None})
    assert not (tmp_path / "none").exists()
