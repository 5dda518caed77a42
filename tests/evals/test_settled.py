"""The messages from which duplicates are learnt are whole, and no case nor row is among them."""

from pathlib import Path

import numpy as np

from assistant.triage.settling import settled
from corpus.text import fold
from evals.encoder.reworded import read_reworded
from evals.measured import measured_texts
from evals.triage.settled import Group, read_groups, write_settled
from tests.evals.copied import runs, runs_of_pages
from tests.stand_in import WordEncoder


def test_the_groups_are_whole_and_no_case_nor_row_is_among_them() -> None:
    groups = read_groups()
    assert len(groups) > 5000
    measured = measured_texts()
    for group in groups:
        assert len(group.messages) >= 2
        assert group.answer
        texts = {fold(text) for text in (group.asked, *group.messages)}
        assert len(texts) == 1 + len(group.messages)
        assert not texts & measured, group.asked


def test_no_group_is_in_the_words_of_a_page() -> None:
    pages = runs_of_pages()
    for group in read_groups():
        for text in (group.asked, group.answer, *group.messages):
            assert not runs(text) & pages, text


def test_what_the_model_of_duplicates_is_fitted_on_is_none_of_them() -> None:
    aside = {group.asked for group in read_reworded() if group.aside}
    assert not aside & {group.asked for group in read_groups()}


def test_what_ships_is_made_of_the_groups(tmp_path: Path) -> None:
    groups, known = read_groups(), settled()
    assert len(known.answers) == len(groups)
    assert len(known.messages) == len(known.of) == sum(1 + len(one.messages) for one in groups)
    few = [Group(f"prêt {n}", f"oui {n}", (f"salle {n} ?", f"prêter {n}")) for n in range(20)]
    write_settled(few, WordEncoder(), tmp_path / "made.npz")
    made = np.load(tmp_path / "made.npz")
    assert made["of"].tolist() == [place for place in range(20) for _ in range(3)]
    assert made["messages"].dtype == np.int8
    assert made["answers"].shape[0] == 20
    assert made["by_message"].shape == made["by_answer"].shape
    assert made["by_message"].shape[0] == 2 * made["messages"].shape[1]
