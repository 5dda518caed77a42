"""A reply leaves as a file with its sources, and what is written in it stays text."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from assistant.records.letter import letter, letter_docx
from assistant.records.records import Records
from assistant.records.types import Asker, QueueRow
from corpus.errors import AssistantError
from corpus.types import NOTICES
from tests.assistant.records.conftest import CITATION, DRAFTED, MASKED, row_of

TEXT = "Oui [1] :\n- *une* <b>aide</b> ;\n- 1) un prêt.\n\n# Pas un titre\n2024. Une année"


@pytest.fixture
def row(records: Records) -> QueueRow:
    return records.review.edit(row_of(records), "Claire Vidal", 1, TEXT, [CITATION])


def words(docx: bytes) -> str:
    with zipfile.ZipFile(BytesIO(docx)) as packed:
        return packed.read("word/document.xml").decode()


def test_the_letter_holds_question_reply_date_sources_and_notices(row: QueueRow) -> None:
    said = letter(row)
    assert said.startswith("# Réponse du juriste, ")
    assert row.question in said
    for part in (CITATION.quote, CITATION.url, NOTICES["digest"], "fiche 20", "\\[1\\]"):
        assert part in said
    assert "Claire" not in said
    assert "Une fiche répond" not in said


def test_signs_of_markdown_in_a_text_stay_signs(row: QueueRow) -> None:
    document = words(letter_docx(row))
    for part in (
        "*une* &lt;b&gt;aide&lt;/b&gt; ;",
        "# Pas un titre",
        "2024. Une année",
        "1) un prêt",
    ):
        assert part in document
    assert document.count('w:val="Heading2"') == 3


def test_who_asked_gets_the_same_letter(records: Records) -> None:
    receipt = records.askers.submit(Asker(), DRAFTED, MASKED)
    with pytest.raises(AssistantError, match="pas encore de réponse"):
        letter(records.askers.replies([receipt.token])[0])
    row = records.review.validate(receipt.id, "Claire Vidal", 1)
    (reply,) = records.askers.replies([receipt.token])
    assert letter(reply) == letter(row)


def test_a_reply_without_sources_has_no_list_of_them(row: QueueRow) -> None:
    assert "## Sources" not in letter(replace(row, reply_citations=()))


def test_the_letter_of_a_rejected_question_is_called_no_answer(row: QueueRow) -> None:
    said = letter(replace(row, state="rejetee", reply_citations=()))
    assert said.startswith("# Question non retenue par le juriste, ")
    assert "Réponse" not in said
