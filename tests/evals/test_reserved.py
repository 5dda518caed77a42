"""The messages from which reserved subjects are learnt are whole, and none is measured on."""

from collections import Counter

from assistant.triage.linear import fitted
from assistant.triage.meant import PLAIN, SENTENCE, WHOLE
from assistant.triage.never import subjects
from corpus.text import fold
from evals.measured import measured_texts
from evals.triage.reserved import ASIDE, LEARNT, read_told
from tests.evals.copied import runs, runs_of_pages

NAMES = {subject.id for subject in subjects()}


def test_the_messages_are_whole_and_none_is_a_case_row_or_kept_aside() -> None:
    learnt, aside = read_told(LEARNT), read_told(ASIDE)
    measured = measured_texts()
    texts = [fold(one.question) for one in (*learnt, *aside)]
    assert len(set(texts)) == len(texts)
    assert not set(texts) & measured
    for one in learnt:
        assert all(tell in one.question for tell in one.tell), one.question
        assert bool(one.tell) is (one.subject != PLAIN), one.question


def test_every_subject_is_learnt_and_kept_aside_as_often_as_the_others() -> None:
    for folder in (LEARNT, ASIDE):
        counts = Counter(one.subject for one in read_told(folder))
        assert counts.keys() == {PLAIN, *NAMES}
        of_subjects = [counts[name] for name in NAMES]
        assert max(of_subjects) < 1.3 * min(of_subjects)
        assert counts[PLAIN] > 0.7 * sum(of_subjects)


def test_no_message_is_in_the_words_of_a_page() -> None:
    pages = runs_of_pages()
    for one in (*read_told(LEARNT), *read_told(ASIDE)):
        assert not runs(one.question) & pages, one.question


def test_the_models_that_ship_tell_the_subjects_apart() -> None:
    for name in (WHOLE, SENTENCE):
        assert set(fitted().models[name].classes) == {PLAIN, *NAMES}
