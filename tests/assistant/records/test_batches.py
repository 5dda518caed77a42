"""A batch that did not end is known until it is sent again; rows known from another are found."""

from dataclasses import replace
from datetime import date

from assistant.records.batches import Sent
from assistant.records.listing import Filter
from assistant.records.records import Records
from assistant.records.types import Asker
from tests.assistant.records.conftest import DRAFTED, MASKED, Opener


def add(records: Records, batch: str, *rows: tuple[str, str, str]) -> None:
    triaged = [(replace(DRAFTED, id=i, question=q), MASKED, Asker(where)) for i, q, where in rows]
    records.queue.add(triaged, batch)


def test_a_batch_that_did_not_end_is_told_with_the_rows_that_went_in(opened: Opener) -> None:
    records = opened()
    records.batches.begin("lot (1)", "lot.csv", 3)
    add(records, "lot (1)", ("1", "Qui paie ?", ""), ("2", "Qui signe ?", ""))
    (one,) = opened().batches.unfinished()
    assert (one.batch, one.name, one.total, one.inside) == ("lot (1)", "lot.csv", 3, 2)
    assert one.moved_at == max(row.created_at for row in records.queue.rows().rows)
    records.batches.begin("lot (1)", "lot.csv", 3)
    assert len(records.batches.unfinished()) == 1
    records.batches.end("lot (1)", "lot.csv")
    assert records.batches.unfinished() == ()


def test_a_corrected_file_that_ends_makes_up_for_the_one_before(records: Records) -> None:
    records.batches.begin("lot (1)", "lot.csv", 3)
    records.batches.begin("autre (1)", "autre.csv", 3)
    records.batches.begin("lot (2)", "lot.csv", 3)
    records.batches.end("lot (2)", "lot.csv")
    assert [one.name for one in records.batches.unfinished()] == ["autre.csv"]


def test_a_row_stands_elsewhere_by_its_id_its_question_and_who_asks(records: Records) -> None:
    ville = "Ville de Port-Clair"
    add(
        records,
        "lot (1)",
        ("1", "Qui  paie l’Étude ?", ville),
        ("2", "Qui signe ?", ""),
        ("2 (ligne 5)", "Qui vote ?", ""),
    )
    same = [Sent("1", "qui paie l'etude ?", ville), Sent("2", "Qui signe ?", ville)]
    same.append(Sent("2 (ligne 4)", "Qui vote ?", ""))
    other = [
        Sent("3", "Qui signe ?", ""),
        Sent("2", "Qui signe le bail ?", ""),
        Sent("1", "Qui paie l'étude ?", "Ville d’Autreville"),
    ]
    assert records.batches.elsewhere("lot (2)", [*same, *other]) == {*same}
    assert records.batches.elsewhere("lot (1)", same) == frozenset()
    assert records.batches.within("lot (1)", ["1", "3", "2\0"]) == {"1", "2\0"}


def test_a_question_from_the_chat_is_no_row_of_a_batch(records: Records) -> None:
    records.askers.submit(Asker(), replace(DRAFTED, question="Qui paie ?"), MASKED)
    name = records.queue.rows().rows[0].external_id
    assert records.batches.elsewhere("lot", [Sent(name, "Qui paie ?", "")]) == frozenset()


def test_a_batch_moves_on_whenever_its_questions_were_received(records: Records) -> None:
    records.batches.begin("lot", "lot.csv", 2)
    entry = (DRAFTED, MASKED, Asker("Testville"))
    records.queue.add([entry], "lot", date(2026, 1, 5))
    (row,) = records.queue.rows(Filter(until=date(2026, 1, 5))).rows
    (batch,) = records.batches.unfinished()
    assert batch.moved_at == row.changed_at
    records.review.assign(row.id, "Claire Vidal", row.version, "Claire Vidal")
    assert records.batches.unfinished() == (batch,)
