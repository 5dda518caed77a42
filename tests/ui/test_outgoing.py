"""What leaves the jurists' pages as a table is in their words, and says what became of each row."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pydantic import SecretStr

from assistant.answer import Assistant
from assistant.records.listing import EVERY
from assistant.records.records import Records
from assistant.records.types import Reuse
from assistant.triage.types import DECISIONS, Duplicate
from corpus.settings import settings
from tests.assistant.records.conftest import DRAFTED, HARD, row_of
from ui.queue.desk import Desk
from ui.queue.incoming import Incoming
from ui.queue.outgoing import answers_file, queue_file
from ui.words import THEMES

CLAIRE = "Claire Vidal"


@pytest.fixture
def desk(digests: Path, tmp_path: Path) -> Iterator[Desk]:
    assistant = Assistant(digests, settings())
    records = Records(SecretStr(f"sqlite:///{tmp_path}/records.sqlite3"), tmp_path / "index")
    incoming = Incoming(assistant, records)
    yield Desk(assistant, records, (CLAIRE,), digests, settings(), incoming)
    records.close()


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_the_queue_leaves_in_the_words_of_the_page(desk: Desk) -> None:
    near = (Duplicate("jurist-3", "Une épicerie ?", 0.91, ("« SCIC » et « SCOP »",)),)
    row_of(desk.records, replace(DRAFTED, theme="emploi_insertion", duplicates=near), "007")
    (row,) = read(queue_file(desk, EVERY, ".csv"))
    assert row["proposition du tri"] == DECISIONS["reponse_fiche"]
    assert row["thème"] == THEMES["emploi_insertion"]
    assert (row["niveau"], row["état"], row["confiance (%)"]) == ("Commune", "À traiter", "80")
    assert (row["numéro dans le lot"], row["collectivité"]) == ("007", "Testville")
    alike = row["questions semblables déjà répondues"].replace("\u00a0", " ")
    near_by = "ressemblance 91 % ; ce qui diffère : « SCIC » et « SCOP »"
    assert alike == f"Réponse validée n° 3 ({near_by}) : Une épicerie ?"
    assert "épiceries" in row["brouillon"]
    whole = " ".join([*row, *row.values()])
    for code in ("emploi_insertion", "reponse_fiche", "a_traiter", "jurist-", "commune ", "theme"):
        assert code not in whole


def test_the_queue_tells_a_rejection_from_a_reply_and_what_is_published(desk: Desk) -> None:
    review = desk.records.review
    names = ("published", "withdrawn", "rejected", "waits")
    published, withdrawn, rejected, waits = (row_of(desk.records, HARD, name) for name in names)
    review.answer(published, CLAIRE, 1, "Oui.", [], Reuse("Qui ?", "", date(2099, 1, 31)))
    answer = review.answer(withdrawn, CLAIRE, 1, "Non.", [], Reuse("Quand ?")).answer_id
    assert answer
    desk.records.answers.withdraw(answer, CLAIRE, "La règle a changé.")
    review.merge(waits, CLAIRE, 1, other_id=rejected)
    review.reject(rejected, CLAIRE, 1, "Hors sujet.", "Voyez la préfecture.")
    rows = {row["numéro dans le lot"]: row for row in read(queue_file(desk, EVERY, ".csv"))}
    assert rows["published"]["réponse"] == "Oui."
    assert rows["published"]["état de la réponse validée"] == "À publier"
    assert rows["published"]["réponse valable jusqu’au"] == "2099-01-31"
    assert rows["withdrawn"]["état de la réponse validée"] == "Retirée"
    for name in ("rejected", "waits"):
        row = rows[name]
        assert (row["état"], row["réponse"], row["traitée par"]) == ("Rejetée", "", CLAIRE)
        assert row["motif du rejet"] == "Hors sujet."
        assert row["raison donnée à la personne"] == "Voyez la préfecture."
        assert row["état de la réponse validée"] == ""


def test_a_workbook_of_the_queue_can_be_read_as_it_opens(desk: Desk, tmp_path: Path) -> None:
    row_of(desk.records, replace(DRAFTED, question="=1+1 : qui paie ? " + "Qui signe ? " * 50))
    file = tmp_path / "file.xlsx"
    file.write_bytes(queue_file(desk, EVERY, ".xlsx"))
    sheet = load_workbook(file).active
    assert (sheet.title, sheet.freeze_panes) == ("Questions", "A2")
    assert all(cell.font.bold for cell in sheet[1])
    assert not any(cell.font.bold for cell in sheet[2])
    assert all(cell.alignment.wrap_text for cell in sheet[2])
    (question,) = [cell for cell in sheet[2] if str(cell.value).startswith("=1+1")]
    assert question.data_type == "s"
    widths = sheet.column_dimensions
    assert widths["A"].width < widths[question.column_letter].width == 60


def test_the_validated_answers_leave_with_their_state_and_nobodys_name(desk: Desk) -> None:
    review = desk.records.review
    reuse = Reuse("Qui paie ?", "=1+1, et la commune.", date(2099, 1, 31))
    review.answer(row_of(desk.records, HARD, "a"), CLAIRE, 1, "Nous.", [], reuse)
    other = row_of(desk.records, replace(HARD, level="epci"), "b")
    number = review.answer(other, CLAIRE, 1, "Elle.", [], Reuse("Qui signe ?")).answer_id
    assert number
    desk.records.answers.withdraw(number, CLAIRE, "Erreur.")
    written = answers_file(desk)
    second, first = read(written)
    assert (first["question"], first["réponse"]) == ("Qui paie ?", "'=1+1, et la commune.")
    assert (first["valable jusqu’au"], first["état"]) == ("2099-01-31", "À publier")
    assert (second["niveau"], second["thème"]) == ("Intercommunalité", THEMES["autre"])
    assert second["état"] == "Retirée"
    assert CLAIRE not in written.decode()
