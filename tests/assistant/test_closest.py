"""Which sections an answer or a refusal points to beside what it quotes."""

from assistant.citations import cite
from assistant.closest import nearest, see_also
from corpus.types import Document, Hit, Passage, Section

TEXT = "Un. Deux. Trois. Quatre."


def hit(document: str, section: str, score: float) -> Hit:
    own = Section(section, section.title(), (), "text", 0, len(TEXT))
    page = Document(document, "T", "", "", None, (), "", "", "page", TEXT, (own,))
    return Hit(1, Passage(f"{document}-{section}", document, section, 0, 3), page, own, score, 0.9)


FOUND = [
    hit("a", "quoted", 40.0),
    hit("a", "near", 39.0),
    hit("b", "other", 38.5),
    hit("a", "near", 38.4),
    hit("c", "further", 38.2),
    hit("b", "far", 37.0),
]


def test_an_answer_points_to_near_sections_that_it_does_not_quote_each_once() -> None:
    cited = [cite(1, FOUND[0], 0, 3)]
    assert [one.section_id for one in see_also(FOUND, cited)] == ["near", "other", "further"]
    assert see_also([], []) == ()


def test_a_refusal_points_to_the_best_section_of_each_document_that_is_near() -> None:
    assert [one.section_id for one in nearest([FOUND])] == ["quoted", "other"]


def test_what_is_near_one_question_is_pointed_to_beside_what_is_nearer_another() -> None:
    assert [one.section_id for one in nearest([FOUND, [hit("d", "own", 20.0)]])][-1] == "own"
    assert nearest([]) == ()


def test_three_are_named_at_most() -> None:
    many = [hit(f"d{n}", f"s{n}", 40.0) for n in range(6)]
    for found in (nearest([many]), see_also(many, [])):
        assert [one.section_id for one in found] == ["s0", "s1", "s2"]
