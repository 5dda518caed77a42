"""The queue holds what was triaged, once, finds it by every filter, and tells what is new."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest

from assistant.records.listing import Filter
from assistant.records.records import Records
from assistant.records.types import Asker
from assistant.triage.types import Duplicate, Triaged
from corpus import clock
from corpus.errors import AssistantError
from tests.assistant.records.conftest import ANSWER, DRAFTED, HARD, HELPFUL, MASKED, Opener, row_of


def many(count: int, triaged: Triaged = DRAFTED) -> list[tuple[Triaged, str, Asker]]:
    return [(replace(triaged, id=f"q{n}"), MASKED, Asker("Testville")) for n in range(count)]


def test_a_row_comes_back_as_it_was_triaged(records: Records) -> None:
    triaged = replace(DRAFTED, duplicates=(Duplicate("jurist-3", "Une épicerie ?", 0.91),))
    records.queue.add([(triaged, MASKED, Asker("Testville", "DGS", "dgs@exemple.test"))], "lot")
    (row,) = records.queue.rows().rows
    assert (row.answer, row.for_jurist) == (ANSWER, (HELPFUL,))
    assert row.duplicates == triaged.duplicates
    assert (row.question, row.masked, row.reasons) == (triaged.question, MASKED, triaged.reasons)
    assert row.asker == Asker("Testville", "DGS", "dgs@exemple.test")
    assert (row.state, row.version, row.edited, row.batch) == ("a_traiter", 1, None, "lot")
    assert abs(row.created_at - datetime.now(UTC)) < timedelta(minutes=5)
    _, history = records.queue.row(row.id)
    assert [(event.action, event.by) for event in history] == [("add", "")]


def test_text_that_no_database_can_hold_is_stored_without_it(records: Records) -> None:
    odd = replace(
        DRAFTED, id="a\0b", question="Bonjour\0 \ud800 ?", reasons=("é\ud800 \U0001f600",)
    )
    assert records.queue.add([(odd, "", Asker())], "lot") == 1
    assert records.queue.add([(odd, "", Asker())], "lot") == 0
    (row,) = records.queue.rows().rows
    assert (row.external_id, row.question) == ("ab", "Bonjour ? ?")


def test_a_batch_added_again_adds_only_what_is_new(records: Records) -> None:
    assert records.queue.add(many(5), "lot") == 5
    assert records.queue.add(many(7), "lot") == 2
    assert records.queue.add([*many(2), *many(2)], "autre lot") == 2
    assert records.queue.rows().total == 9


def test_what_came_before_a_failure_stays(records: Records) -> None:
    def failing() -> Iterator[tuple[Triaged, str, Asker]]:
        yield from many(450)
        raise AssistantError("La ligne 451 n'est pas lisible : corrigez-la.")

    with pytest.raises(AssistantError, match="451"):
        records.queue.add(failing(), "lot")
    assert records.queue.rows().total == 400
    assert records.queue.add(many(450), "lot") == 50


def test_a_batch_added_twice_at_once_is_added_once(opened: Opener) -> None:
    added: list[int] = []
    both = [opened(), opened()]
    threads = [Thread(target=lambda r=r: added.append(r.queue.add(many(300), "lot"))) for r in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(added) == both[0].queue.rows().total == 300


def test_filters_find_the_rows_that_they_say(records: Records) -> None:
    easy, hard = row_of(records), row_of(records, HARD, "Lot-002")
    records.review.assign(hard, "Claire Vidal", 1, "Ali Roche")
    today = clock.today()
    day = timedelta(days=1)
    for wanted, found in (
        (Filter(), [hard, easy]),
        (Filter(decision="juriste"), [hard]),
        (Filter(theme="subventions", level="commune"), [easy]),
        (Filter(state="validee"), []),
        (Filter(least_confidence=0.6, most_confidence=0.7), [hard]),
        (Filter(text=" ETUDE :  comment"), [easy]),
        (Filter(text="épicerie, étude testville"), [easy]),
        (Filter(text="epicerie accident"), []),
        (Filter(text="L’accident-responsables"), [hard]),
        (Filter(text="%"), []),
        (Filter(text="l'accident"), [hard]),
        (Filter(text="testVÎLLE"), [hard, easy]),
        (Filter(text="lot-002"), [hard]),
        (Filter(text=f"N° {hard}"), [hard]),
        (Filter(assigned_to="Ali Roche"), [hard]),
        (Filter(batch="lot", source="batch"), [hard, easy]),
        (Filter(source="chat"), []),
        (Filter(since=today - day, until=today), [hard, easy]),
        (Filter(since=today + day), []),
        (Filter(until=today - day), []),
        (Filter(until=date.max), [hard, easy]),
        (Filter(since=date.min), [hard, easy]),
    ):
        assert [row.id for row in records.queue.rows(wanted).rows] == found, wanted
        assert records.queue.rows(wanted).total == len(found)


def test_a_name_is_found_with_or_without_its_hyphens(records: Records) -> None:
    entry = (replace(DRAFTED, question="La commune et la SCIC ?"), "", Asker("Ville de Saint-Éloi"))
    records.queue.add([entry], "lot")
    for text in ("saint eloi", "SAINT-ELOI", "éloi saint", "SCIC commune", "scic l’eloi"):
        assert records.queue.rows(Filter(text=text)).total == 1, text
    assert records.queue.rows(Filter(text="saint-elie")).total == 0


def test_pages_hold_each_row_once_the_newest_first(records: Records) -> None:
    records.queue.add(many(60), "lot")
    pages = [records.queue.rows(number=n, size=25) for n in (1, 2, 3, 4)]
    assert [len(page.rows) for page in pages] == [25, 25, 10, 0]
    ids = [row.id for page in pages for row in page.rows]
    assert ids == sorted(ids, reverse=True)
    assert {page.total for page in pages} == {60}


def test_what_is_new_is_told(records: Records) -> None:
    number = row_of(records)
    before = records.queue.newest()
    assert records.queue.newest() == before
    records.review.assign(number, "Claire Vidal", 1, "Ali Roche")
    assert records.queue.newest() != before


def test_a_reply_being_written_is_kept_for_who_writes_it(opened: Opener) -> None:
    number = row_of(opened())
    opened().queue.save_draft(number, "Claire Vidal", "Le début\0…")
    opened().queue.save_draft(number, "Claire Vidal", "Le début, puis la suite…")
    draft = opened().queue.draft(number, "Claire Vidal")
    assert draft
    assert draft.text == "Le début, puis la suite…"
    assert opened().queue.draft(number, "Ali Roche") is None
    opened().queue.save_draft(number, "Claire Vidal", "")
    assert opened().queue.draft(number, "Claire Vidal") is None


def test_a_row_that_is_not_there_is_one_sentence(records: Records) -> None:
    with pytest.raises(AssistantError, match="n° 7"):
        records.queue.row(7)
    with pytest.raises(AssistantError, match="n° 7"):
        records.queue.save_draft(7, "Claire Vidal", "Texte")
