"""A validated answer is cited once published, under its own mark, until it is withdrawn."""

import json
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from filelock import FileLock
from pydantic import SecretStr

from assistant.answer import Assistant
from assistant.records import answers
from assistant.records.records import Records
from assistant.records.types import Asker, Reuse
from assistant.wording import french_date, source_name
from corpus.clock import today
from corpus.errors import AssistantError
from corpus.move import export_index, import_index
from corpus.settings import Settings
from corpus.types import NOTICES
from ingest.pipeline import ingest
from tests.assistant.records.conftest import HARD
from tests.conftest import EXPORT, Run
from tests.stand_in import WordEncoder, use_word_encoder
from ui import publishing, render
from ui.publishing import FILE, Published
from ui.queue.reuse import PersonalData

QUESTION = "Une ville peut-elle prêter un local à une monnaie locale ?"
TEXT = "Oui, par une convention de prêt du local, que le conseil approuve."
CLAIRE = "Claire Vidal"
SETTINGS = Settings(reader=False)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    use_word_encoder(monkeypatch)
    (tmp_path / "export.txt").write_text(EXPORT, "utf-8")
    ingest([str(tmp_path / "export.txt")], tmp_path / "index", SETTINGS)
    return tmp_path / "index"


@pytest.fixture
def records(tmp_path: Path, index: Path) -> Records:
    return Records(SecretStr(f"sqlite:///{tmp_path}/records.sqlite3"), index)


def publish(records: Records, index: Path) -> Published:
    return publishing.publish(records, CLAIRE, index, SETTINGS, WordEncoder())


def validated(records: Records, question: str = QUESTION, text: str = TEXT) -> int:
    receipt = records.askers.submit(Asker(), HARD, question)
    row = records.review.answer(receipt.id, CLAIRE, 1, text)
    assert row.answer_id
    return row.answer_id


def jurists(assistant: Assistant) -> list[str]:
    """The jurists' answers that are cited or pointed to, by the encoder of words."""
    answer = assistant.ask(QUESTION)
    sources = [*answer.citations, *answer.closest]
    return [source.document_id for source in sources if source.source_kind == "jurist"]


def test_a_published_answer_is_cited_with_its_date_under_its_own_mark(tmp_path: Path) -> None:
    index, settings = tmp_path / "index", Settings()
    (tmp_path / "export.txt").write_text(EXPORT, "utf-8")
    ingest([str(tmp_path / "export.txt")], index, settings)
    records = Records(SecretStr(f"sqlite:///{tmp_path}/records.sqlite3"), index)
    assistant = Assistant(index, settings)
    assert assistant.ask(QUESTION).status == "refused"
    validated(records)
    done = publishing.publish(records, CLAIRE, index, settings)
    assert done.report
    assert (done.answers, done.report.added, done.removed) == (1, 1, ())
    answer = assistant.ask(QUESTION)
    assert answer.status == "answered"
    (citation,) = answer.citations
    assert (citation.document_id, citation.source_kind) == ("jurist-1", "jurist")
    assert (citation.quote, citation.heading) == (TEXT, QUESTION)
    assert NOTICES["jurist"] in answer.text
    assert "jurist" in {warning.code for warning in answer.warnings}
    with assistant.reading() as opened:
        html = render.answer(answer, opened.documents, 1, today())
    assert f"Réponse du juriste, {french_date(today().isoformat())} › {QUESTION}" in html
    assert f'<p class="jurist">{NOTICES["jurist"]}.</p>' in html
    assert "digest" not in html
    assert "Claire" not in html + json.dumps([p.name for p in index.iterdir()])


def test_a_command_names_it_as_the_jurists(records: Records, index: Path, run: Run) -> None:
    validated(records)
    publish(records, index)
    environment = {"ASSISTANT_READER": "false"}
    said = run("tests.stand_in", "assistant", "ask", QUESTION, "--index", index, **environment)
    (source,) = [line for line in said.stdout.splitlines() if line.startswith("[1] ")]
    assert source.startswith("[1] Réponse du juriste, ")
    assert NOTICES["jurist"] in source


def test_a_withdrawn_answer_is_cited_no_more_at_once_then_leaves_the_index(
    records: Records, index: Path, run: Run
) -> None:
    number = validated(records)
    kept = validated(records, "À quel âge entre-t-on en apprentissage ?", "À seize ans.")
    publish(records, index)
    assistant = Assistant(index, SETTINGS)
    command = ("tests.stand_in", "assistant", "ask", QUESTION, "--index", index, "--json")
    environment = {"ASSISTANT_READER": "false"}
    assert "jurist-1" in run(*command, **environment).stdout
    assert jurists(assistant) == ["jurist-1"]
    records.answers.withdraw(number, CLAIRE, "Erreur.")
    assert "jurist-1" not in jurists(assistant)
    other = run(*command, **environment)
    assert (other.returncode, "jurist-1" in other.stdout) == (0, False)
    done = publish(records, index)
    assert done.report
    assert (done.answers, done.report.removed, done.removed) == (1, 1, ("jurist-1",))
    with assistant.reading() as opened:
        assert f"jurist-{kept}" in opened.documents
        assert "jurist-1" not in opened.documents


def test_an_answer_with_personal_data_is_published_only_once_a_jurist_allowed_it(
    records: Records, index: Path
) -> None:
    validated(records, "À quel âge entre-t-on en apprentissage ?", "À seize ans.")
    number = validated(records, text=f"{TEXT} Voyez Mme Odette Vauquelin.")
    found = {number: ["Odette Vauquelin (nom)"]}
    assert publishing.unallowed(records) == found
    with pytest.raises(PersonalData, match="rien n'a été publié") as caught:
        publish(records, index)
    assert caught.value.found == (f"Odette Vauquelin (nom, réponse n°\u00a0{number})",)
    assert not (index / FILE).exists()
    assert jurists(Assistant(index, SETTINGS)) == []
    records.answers.allow(number, CLAIRE, found[number])
    assert publish(records, index).answers == 2
    with_it = Reuse(QUESTION, TEXT + " Voyez M. Paul Riou.", allowed=("Paul Riou (nom)",))
    receipt = records.askers.submit(Asker(), HARD, QUESTION)
    records.review.answer(receipt.id, CLAIRE, 1, TEXT, reuse=with_it)
    assert publish(records, index).answers == 3


def test_an_answer_that_still_holds_a_mark_of_masked_data_is_not_published(
    records: Records, index: Path
) -> None:
    numbers = [validated(records), validated(records, "[nom] peut-il prêter un local ?")]
    said = rf"\(\[nom\], réponse n°\u00a0{numbers[1]}\), rien n'a été publié : retirez"
    with pytest.raises(AssistantError, match=said):
        publish(records, index)
    assert not (index / FILE).exists()
    records.answers.withdraw(numbers[1], CLAIRE, "Trop particulière.")
    assert publish(records, index).answers == 1


def test_the_last_answer_withdrawn_leaves_too(records: Records, index: Path) -> None:
    number = validated(records)
    publish(records, index)
    records.answers.withdraw(number, CLAIRE, "Erreur.")
    done = publish(records, index)
    assert (done.answers, done.report, done.removed) == (0, None, ("jurist-1",))
    assert publish(records, index).removed == ()


def test_a_corrected_answer_takes_the_place_of_the_withdrawn_one(
    records: Records, index: Path
) -> None:
    validated(records)
    publish(records, index)
    (row,) = records.queue.rows().rows
    row = records.review.reopen(row.id, CLAIRE, row.version, "La loi a changé.")
    text = "Non, le prêt du local à une monnaie locale est interdit."
    records.review.answer(row.id, CLAIRE, row.version, text)
    publish(records, index)
    (citation,) = Assistant(index, SETTINGS).ask(QUESTION).citations
    assert (citation.document_id, citation.quote) == ("jurist-2", text)


def test_an_end_that_is_lifted_and_published_is_cited_anew(
    records: Records, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = validated(records)
    records.answers.set_end(number, CLAIRE, today())
    publish(records, index)
    assistant = Assistant(index, SETTINGS)
    assert jurists(assistant)
    yesterday = today() - timedelta(days=1)
    with monkeypatch.context() as earlier:
        earlier.setattr(answers, "today", lambda: yesterday)
        records.answers.set_end(number, CLAIRE, yesterday)
    assert not jurists(assistant)
    records.answers.set_end(number, CLAIRE, None)
    publish(records, index)
    assert jurists(assistant)


def test_a_publication_is_made_under_a_name_and_stands_in_the_history(
    records: Records, index: Path
) -> None:
    def history() -> list[tuple[str, str]]:
        (row,) = records.queue.rows().rows
        return [(event.action, event.by) for event in records.queue.row(row.id)[1]]

    number = validated(records)
    with pytest.raises(AssistantError, match="sous un nom"):
        publishing.publish(records, " ", index, SETTINGS, WordEncoder())
    assert not (index / FILE).exists()
    publish(records, index)
    publish(records, index)
    assert history()[1:] == [("answer", CLAIRE), ("publish", CLAIRE)]
    records.answers.withdraw(number, CLAIRE, "Erreur.")
    publish(records, index)
    assert history()[3:] == [("withdraw", CLAIRE)]


def test_answers_of_an_index_that_was_moved_here_leave_too(
    records: Records, index: Path, tmp_path: Path
) -> None:
    line = {"id": "jurist-77", "question": QUESTION, "answer": TEXT, "source_kind": "jurist"}
    (tmp_path / "old.jsonl").write_text(json.dumps(line), "utf-8")
    ingest([str(tmp_path / "old.jsonl")], index, SETTINGS)
    validated(records)
    assert publish(records, index).removed == ("jurist-77",)


def test_a_withdrawn_answer_stays_uncited_where_an_older_index_is_imported(
    records: Records, index: Path, tmp_path: Path
) -> None:
    number = validated(records)
    publish(records, index)
    export_index(index, tmp_path / "old.zip")
    records.answers.withdraw(number, CLAIRE, "Erreur.")
    publish(records, index)
    import_index(tmp_path / "old.zip", index, WordEncoder())
    assistant = Assistant(index, SETTINGS)
    with assistant.reading() as opened:
        assert "jurist-1" in opened.documents
    assert not jurists(assistant)


def test_of_two_publications_at_once_the_second_is_told_so(records: Records, index: Path) -> None:
    validated(records)
    with (
        FileLock(index / "publish.lock"),
        pytest.raises(AssistantError, match="publication est en cours"),
    ):
        publish(records, index)
    failed: list[AssistantError] = []

    def act() -> None:
        try:
            publish(records, index)
        except AssistantError as error:
            failed.append(error)

    threads = [Thread(target=act) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all("publication est en cours" in str(error) for error in failed)
    assert len(failed) < 3
    assert jurists(Assistant(index, SETTINGS))


def test_a_failure_is_one_sentence_and_loses_nothing(records: Records, index: Path) -> None:
    validated(records)
    (index / FILE).mkdir()
    with pytest.raises(AssistantError, match="ne peut pas être écrit"):
        publish(records, index)
    assert len(records.answers.in_force()) == 1
    with FileLock(index / "write.lock"):
        (index / FILE).rmdir()
        with pytest.raises(AssistantError, match="ingestion"):
            publish(records, index)
    assert publish(records, index).answers == 1
    with pytest.raises(AssistantError, match="Il n'y a pas d'index"):
        publish(records, index.parent / "none")


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("2026-03-12", "12 mars 2026"),
        ("2026-08-01", "1er août 2026"),
        ("2026-02", "février 2026"),
        ("2026", "2026"),
        ("", ""),
    ],
)
def test_a_date_is_said_in_french(iso: str, said: str) -> None:
    assert french_date(iso) == said


def test_a_fiche_of_no_kit_is_named_by_its_title() -> None:
    assert source_name("Titre", "municipaless", "", 3) == "Kit MunicipalESS, fiche 3 : Titre"
    assert source_name("Titre", "", "2026", 3) == source_name("Titre", "", "", None) == "Titre"


def test_what_is_published_may_be_worded_for_others(records: Records, index: Path) -> None:
    receipt = records.askers.submit(Asker(), HARD, "Notre local, à [nom] ?")
    reuse = Reuse(QUESTION, TEXT)
    records.review.answer(receipt.id, CLAIRE, 1, "Bonjour Mme Ravel, oui.", reuse=reuse)
    publish(records, index)
    (citation,) = Assistant(index, SETTINGS).ask(QUESTION).citations
    assert (citation.title, citation.quote) == (QUESTION, TEXT)
