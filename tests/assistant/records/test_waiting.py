"""Who answers a question is told which others wait for the same reply; none gets it unasked."""

from dataclasses import replace

from assistant.records.records import Records
from tests.assistant.records.conftest import HARD, row_of

QUESTION = "Une commune peut-elle garantir l'emprunt d'une ressourcerie ?"
MAIL = f"Bonjour,\n\n{QUESTION}\n\nBien cordialement,\nOdile Vauquelin"
CLAIRE = "Claire Vidal"


def asked(records: Records, name: str, question: str) -> int:
    return row_of(records, replace(HARD, question=question), name)


def waiting(records: Records, row: int) -> list[tuple[int, bool]]:
    return [(one.id, one.merged) for one in records.queue.waiting_with(row)]


def test_a_question_that_repeats_another_waits_whatever_mail_stands_around_it(
    records: Records,
) -> None:
    first, second = asked(records, "1", QUESTION), asked(records, "2", MAIL)
    asked(records, "3", QUESTION.replace("ressourcerie", "régie"))
    asked(records, "4", f"{QUESTION} Et à quel taux un département prête-t-il à une association ?")
    assert waiting(records, first) == [(second, False)]
    assert waiting(records, second) == [(first, False)]
    records.review.answer(first, CLAIRE, 1, "Oui, dans certaines limites.")
    row, _ = records.queue.row(second)
    assert (row.state, row.reply) == ("a_traiter", "")
    assert waiting(records, first) == [(second, False)]
    assert waiting(records, second) == []


def test_a_duplicate_waits_until_the_reply_is_given(records: Records) -> None:
    first, second = asked(records, "1", QUESTION), asked(records, "2", "Qui garantit le prêt ?")
    records.review.merge(second, CLAIRE, 1, other_id=first)
    assert waiting(records, first) == [(second, True)]
    records.review.answer(first, CLAIRE, 1, "Oui, dans certaines limites.")
    assert waiting(records, first) == []


def test_a_few_words_do_not_tell_that_two_ask_the_same(records: Records) -> None:
    first = asked(records, "1", "Quelles aides ?")
    asked(records, "2", "Quelles aides ?")
    assert waiting(records, first) == []


def test_who_opens_a_question_that_was_answered_in_the_same_words_finds_the_reply(
    records: Records,
) -> None:
    first, second = asked(records, "1", QUESTION), asked(records, "2", MAIL)
    other = asked(records, "3", QUESTION.replace("ressourcerie", "régie"))
    assert records.queue.answered_alike(second) is None
    records.review.answer(first, CLAIRE, 1, "Oui, dans certaines limites.")
    found = records.queue.answered_alike(second)
    assert found
    assert (found.id, found.reply) == (first, "Oui, dans certaines limites.")
    assert records.queue.answered_alike(other) is None
    assert found.answer_id
    records.answers.withdraw(found.answer_id, CLAIRE, "La règle a changé.")
    assert records.queue.answered_alike(second) is None


def test_a_rejection_is_no_reply_to_the_same_question(records: Records) -> None:
    first, second = asked(records, "1", QUESTION), asked(records, "2", QUESTION)
    records.review.reject(first, CLAIRE, 1, "Hors sujet.", "Voyez la préfecture.")
    assert records.queue.answered_alike(second) is None


def test_a_reopened_question_is_not_offered_its_own_reply_by_its_duplicate(
    records: Records,
) -> None:
    first, second = asked(records, "1", QUESTION), asked(records, "2", QUESTION)
    records.review.answer(first, CLAIRE, 1, "Oui, dans certaines limites.", [], None)
    records.review.merge(second, CLAIRE, 1, other_id=first)
    records.review.reopen(first, CLAIRE, 2)
    assert records.queue.answered_alike(first) is None
    third = asked(records, "3", QUESTION)
    assert records.queue.answered_alike(third) is None
    records.review.answer(third, CLAIRE, 1, "Oui.")
    found = records.queue.answered_alike(first)
    assert found
    assert records.review.would_give(first, other_id=found.id).reply == "Oui."
