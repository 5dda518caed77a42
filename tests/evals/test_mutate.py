"""Answers made wrong on purpose: each in one way, drawn again alike, and noticed."""

import re
from dataclasses import replace

import pytest

from corpus.types import Document, Section
from evals.cases import Case
from evals.metrics import Scored, score
from evals.mutate import ANY, CITATIONS, STATEMENTS, UNCHANGED, corrupted, detection
from evals.said import Quoted, Said, Stated

PARAGRAPHS = (
    "La recyclerie du canton de Valmont emploie 14 salariés et ne reçoit pas d’aide de la région.",
    "Chaque samedi, un atelier de couture est ouvert à tous dans la salle des fêtes du bourg.",
    "Le conseil municipal vote 3 200 euros par an pour le loyer du local, qui est prêté le soir.",
)
KINDS = (*STATEMENTS, *CITATIONS)


def document(id: str, *paragraphs: str) -> Document:
    text = "\n".join(paragraphs)
    section = Section(f"{id}#0", "", (), "text", 0, len(text))
    return Document(id, id, "", "", None, (), "", "", "page", text, (section,))


DOCUMENTS = {
    "d": document("d", *PARAGRAPHS),
    "e": document("e", "Un jardin partagé donne ses récoltes à la cantine de l’école du hameau."),
}


def good(number: int) -> Scored:
    """An answer that quotes two paragraphs of « d » word for word."""
    chosen = [PARAGRAPHS[number % 3], PARAGRAPHS[(number + 1) % 3]]
    starts = [DOCUMENTS["d"].text.index(text) for text in chosen]
    citations = tuple(
        Quoted(i, "d", text, start=start, end=start + len(text))
        for i, (text, start) in enumerate(zip(chosen, starts, strict=True), 1)
    )
    statements = tuple(Stated(text, (i,)) for i, text in enumerate(chosen, 1))
    said = Said(str(number), "\n".join(chosen), "answered", statements, citations)
    case = Case(str(number), "?", document_ids=("d",))
    return Scored(case, said, score(case, said, DOCUMENTS))


GOOD = [good(number) for number in range(12)]


@pytest.mark.parametrize("kind", KINDS)
def test_one_thing_changes_and_is_drawn_again_alike(kind: str) -> None:
    said = GOOD[0].said
    changed = corrupted(said, kind, DOCUMENTS, 1)
    if kind == "figures_exchanged":
        assert changed is None  # its statements hold at most one figure, « 3 200 » apart
        said = GOOD[1].said
        changed = corrupted(said, kind, DOCUMENTS, 1)
    assert changed is not None
    assert changed == corrupted(said, kind, DOCUMENTS, 1)
    statements = zip(changed.statements or (), said.statements or (), strict=True)
    citations = zip(changed.citations or (), said.citations or (), strict=True)
    differences = [a != b for a, b in statements] + [a != b for a, b in citations]
    assert sum(differences) == 1
    assert (changed.text != said.text) == (kind in STATEMENTS)


def test_what_holds_nothing_of_a_kind_is_left() -> None:
    bare = Said("a", "Rien.", "refused", (), ())
    assert [corrupted(bare, kind, DOCUMENTS) for kind in KINDS] == [None] * len(KINDS)
    assert corrupted(Said("a", "Rien."), "figure_changed", DOCUMENTS) is None


def test_a_word_that_opens_a_sentence_is_drawn_as_a_name_and_a_function_word_is_not() -> None:
    said = replace(GOOD[0].said, statements=(Stated("Valmont vote. Pour tous.", (1,)),))
    drawn = {corrupted(said, "name_changed", DOCUMENTS, seed) for seed in range(10)}
    texts = {s.text for d in drawn if d for s in d.statements or ()}
    assert len(texts) > 1
    assert all(re.fullmatch(r"(?!Valmont)[\w-]+ vote\. Pour tous\.", text) for text in texts)


def test_a_figure_changes_even_where_every_digit_is_taken() -> None:
    digits = " ".join("123456789")
    said = replace(GOOD[0].said, statements=(Stated(digits, (1,)),))
    changed = corrupted(said, "figure_changed", DOCUMENTS)
    assert changed is not None
    assert changed.statements != said.statements


def test_each_kind_is_noticed_by_the_metric_that_looks_at_it() -> None:
    table = detection(GOOD, DOCUMENTS)
    assert set(table) == {UNCHANGED, *KINDS}
    assert table[UNCHANGED][ANY].value == 0
    assert table[UNCHANGED]["key_facts"].cases == 0
    by_metric = {
        "figure_changed": "claims_borne",
        "name_changed": "claims_borne",
        "place_invented": "claims_borne",
        "negation_dropped": "claims_borne",
        "negation_added": "claims_borne",
        "neighbour_cited": "citation_recall",
        "stranger_cited": "citation_precision",
        "offsets_moved": "quotes_exact",
        "quote_changed": "quotes_exact",
        "mark_dropped": "citation_recall",
    }
    for kind, metric in by_metric.items():
        assert table[kind][metric].cases > 0
        assert table[kind][metric].value == 1, kind
        assert table[kind][ANY].value == 1
    assert 0 < (table["stranger_cited"]["right_document_first"].value or 0) < 1


def test_an_answer_that_is_wrong_as_it_is_is_a_false_alarm_or_left_out() -> None:
    said = replace(
        GOOD[0].said, citations=tuple(replace(c, start=0) for c in GOOD[1].said.citations or ())
    )
    wrong = Scored(GOOD[0].case, said, score(GOOD[0].case, said, DOCUMENTS))
    figure = detection([*GOOD[1:4], wrong], DOCUMENTS)[UNCHANGED]["quotes_exact"]
    assert (figure.value, figure.cases) == (0.25, 4)
    elsewhere = Case("0", "?", document_ids=("e",))
    stray = Scored(elsewhere, GOOD[0].said, score(elsewhere, GOOD[0].said, DOCUMENTS))
    assert detection([stray], DOCUMENTS)[UNCHANGED][ANY].cases == 0
