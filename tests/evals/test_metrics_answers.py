"""What the metrics say of one answer, against values worked out by hand."""

from dataclasses import replace

import pytest

from corpus.types import Document, Section
from evals.cases import Case
from evals.explain import errors, expected, worst
from evals.metrics import (
    Scored,
    Scores,
    answered,
    citation_precision,
    citation_recall,
    claims_borne,
    key_fact_share,
    quotes_exact,
    right,
    right_document_first,
    same_answer,
    score,
)
from evals.said import Quoted, Said, Stated

GARDEN = "La régie de quartier emploie 12 jardiniers à Valmont."
PRICE = "Un panier de légumes coûte 9 euros par semaine."
TEXT = f"Jardins\n{GARDEN}\nPaniers\n{PRICE}"
SECTIONS = (
    Section("d#0", "Jardins", (), "text", 8, 8 + len(GARDEN)),
    Section("d#1", "Paniers", (), "text", len(TEXT) - len(PRICE), len(TEXT)),
)
DOCUMENT = Document("d", "Quartier", "", "", None, (), "", "", "page", TEXT, SECTIONS)
OTHER = replace(DOCUMENT, document_id="other")
DOCUMENTS = {"d": DOCUMENT, "other": OTHER}
CASE = Case("c", "Combien de jardiniers ?", document_ids=("d",), key_facts=(("12 jardiniers",),))


def quoted(number: int, quote: str, document_id: str = "d") -> Quoted:
    start = TEXT.index(quote)
    return Quoted(number, document_id, quote, start=start, end=start + len(quote))


def said(*statements: Stated, citations: tuple[Quoted, ...], **more: object) -> Said:
    text = " ".join(s.text for s in statements)
    return replace(Said("c", text, "answered", statements, citations), **more)  # type: ignore[arg-type]


GOOD = said(Stated(GARDEN, (1,)), citations=(quoted(1, GARDEN),))


def test_an_answer_that_holds_all_scores_one() -> None:
    found = score(CASE, GOOD, DOCUMENTS)
    assert found == Scores(1, 1, 1, 1, 1, 1, 1, 1, 1, 9, None, None)


def test_silence_is_not_the_same_answer_as_silence() -> None:
    silent = Said("c", "", citations=())
    assert same_answer(CASE, silent, silent) == same_answer(CASE, GOOD, silent) == 0
    assert same_answer(CASE, replace(silent, citations=None), silent) is None


def test_an_answer_that_is_only_text_scores_nothing_that_it_does_not_tell() -> None:
    bare = score(CASE, Said("c", "Il y a 12 jardiniers."), DOCUMENTS)
    assert bare == Scores(None, 1, 1, None, None, None, None, None, None, 5, None, None)


def test_a_refusal_cites_no_right_document_and_tells_nothing_of_citations() -> None:
    refused = Said("c", "Les fiches ne le disent pas.", "refused", (), ())
    found = score(CASE, refused, DOCUMENTS)
    assert (found.right_document_first, found.answered, found.right) == (0, 0, 0)
    assert found.citation_recall is found.citation_precision is found.quotes_exact is None
    assert found.claims_borne is None


def test_key_facts_count_each_in_any_wording_without_case_or_accents() -> None:
    case = replace(CASE, key_facts=(("régie", "association"), ("12 jardiniers",), ("parc",)))
    assert key_fact_share(case, Said("c", "La REGIE a 12 Jardiniers.")) == pytest.approx(2 / 3)
    assert key_fact_share(replace(case, key_facts=()), GOOD) is None


@pytest.mark.parametrize(
    ("label", "status", "expected"),
    [
        ("answerable", "partial", 1),
        ("answerable", "refused", 0),
        ("near_miss", "partial", 1),
        ("near_miss", "answered", 0),
        ("absent", "refused", 1),
        ("off_topic", "partial", 0),
        ("off_topic", "refused", 1),
        ("multi_part", "answered", 0),
        ("multi_part", "partial", 1),
    ],
)
def test_a_status_is_right_as_the_label_asks(label: str, status: str, expected: float) -> None:
    case = replace(CASE, label=label, expected="partial")  # type: ignore[arg-type]
    assert right(case, replace(GOOD, status=status)) == expected  # type: ignore[arg-type]
    assert right(case, replace(GOOD, status=None)) is None


def test_a_partial_answer_counts_half() -> None:
    assert answered(replace(GOOD, status="partial")) == 0.5


def test_the_first_citation_tells_the_document() -> None:
    second = said(Stated(GARDEN, (1,)), citations=(quoted(1, GARDEN, "other"), quoted(2, GARDEN)))
    assert right_document_first(CASE, second) == 0
    assert right_document_first(replace(CASE, document_ids=()), second) is None


def test_a_rewording_is_the_same_with_the_document_and_no_key_fact_less() -> None:
    poorer = replace(GOOD, text="Des jardiniers.")
    assert same_answer(CASE, GOOD, poorer) == 1
    assert same_answer(CASE, poorer, GOOD) == 0
    elsewhere = replace(GOOD, citations=(quoted(1, GARDEN, "other"),))
    assert same_answer(CASE, elsewhere, GOOD) == 0
    assert same_answer(CASE, replace(GOOD, citations=None), GOOD) is None


def test_recall_counts_statements_that_their_citations_bear_out_together() -> None:
    both = Stated("La régie emploie 12 jardiniers. Un panier coûte 9 euros.", (1, 2))
    neither = Stated("La régie emploie 15 jardiniers.", (1,))
    uncited = Stated(PRICE)
    answer = said(both, neither, uncited, citations=(quoted(1, GARDEN), quoted(2, PRICE)))
    assert citation_recall(answer, DOCUMENTS) == pytest.approx(1 / 3)
    assert claims_borne(answer) == pytest.approx(1 / 3)


def test_precision_counts_citations_that_are_needed_or_suffice() -> None:
    case = Case("c", "?")
    citations = (quoted(1, GARDEN), quoted(2, PRICE))
    idle = said(Stated(GARDEN, (1, 2)), citations=citations)
    assert citation_precision(case, idle, DOCUMENTS) == 0.5
    both = said(
        Stated("La régie emploie 12 jardiniers. Un panier coûte 9 euros.", (1, 2)),
        citations=citations,
    )
    assert citation_precision(case, both, DOCUMENTS) == 1
    unused = said(Stated(GARDEN, (1,)), citations=citations)
    assert citation_precision(case, unused, DOCUMENTS) == 0.5


def test_precision_asks_for_the_document_and_section_that_answer() -> None:
    assert citation_precision(replace(CASE, document_ids=("other",)), GOOD, DOCUMENTS) == 0
    elsewhere = replace(CASE, heading="Paniers", key_facts=())
    assert citation_precision(elsewhere, GOOD, DOCUMENTS) == 0
    assert citation_precision(replace(elsewhere, heading="jardins :"), GOOD, DOCUMENTS) == 1
    # A section that holds a key fact answers as well; one that is not there is asked of nobody.
    assert citation_precision(replace(CASE, heading="Paniers"), GOOD, DOCUMENTS) == 1
    assert citation_precision(replace(elsewhere, heading="Marchés"), GOOD, DOCUMENTS) == 1
    assert citation_precision(replace(elsewhere, section_id="d#1"), GOOD, DOCUMENTS) == 0


def test_a_quote_is_exact_at_its_offsets_or_anywhere_without_them() -> None:
    there = quoted(1, GARDEN)
    moved = replace(there, number=2, start=0, end=len(GARDEN))
    anywhere = replace(there, number=3, start=None, end=None)
    unknown = replace(there, number=4, document_id="lost")
    answer = replace(GOOD, citations=(there, moved, anywhere, unknown))
    assert quotes_exact(answer, DOCUMENTS) == 0.5
    assert citation_recall(replace(GOOD, citations=(moved,)), DOCUMENTS) == 0


def test_a_negation_of_the_quote_is_not_borne_out() -> None:
    denied = GARDEN.replace("emploie", "n’emploie pas")
    assert claims_borne(said(Stated(denied, (1,)), citations=GOOD.citations or ())) == 0


def test_words_of_their_own_are_not_supported_where_figures_are() -> None:
    strange = Stated("Les élèves plantent 12 arbres devant la mairie.", (1,))
    answer = said(strange, citations=GOOD.citations or ())
    assert claims_borne(answer) == 1
    assert citation_recall(answer, DOCUMENTS) == 0


def test_marks_in_the_text_stand_for_statements_that_are_not_given() -> None:
    answer = Said("c", f"{GARDEN} [1] {PRICE} [1]", citations=(quoted(1, GARDEN),))
    assert citation_recall(answer, DOCUMENTS) == 0.5
    assert citation_recall(replace(answer, text=GARDEN), DOCUMENTS) is None


def test_an_english_statement_of_french_quotes_is_unknown_until_a_figure_is_wrong() -> None:
    english = said(
        Stated("The neighbourhood company employs 12 gardeners in Valmont.", (1,)),
        citations=GOOD.citations or (),
    )
    assert citation_recall(english, DOCUMENTS) is None
    text = "The neighbourhood company employs 13 gardeners in Valmont."
    wrong = said(Stated(text, (1,)), citations=GOOD.citations or ())
    assert citation_recall(wrong, DOCUMENTS) == 0


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("5 %", "Environ 15 % du budget."),
        ("5 %", "Environ 2,5 % du budget."),
        ("200 euros", "Cela coûte 3\u202f200 euros."),
        ("12", "Il y en a 12\u00a0000."),
        ("12", "Il y en a 12,5."),
        ("2007", "Le lot 20074."),
        ("vélo", "Elle développe ses actions."),
    ],
)
def test_a_key_fact_is_not_found_inside_another_figure_or_word(wording: str, text: str) -> None:
    case = replace(CASE, key_facts=((wording,),))
    assert key_fact_share(case, Said("c", text)) == 0


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("garage", "Des garages solidaires."),
        ("réseau", "Deux RESEAUX."),
        ("13,7 %", "Soit (13,7\u00a0%)."),
        ("« Ici »", "L’association « Ici »."),
        ("12", "Ils sont 12."),
        ("200 euros", "Un prêt de 200 euros, puis 12."),
        ("association", "L’association."),
    ],
)
def test_a_key_fact_is_found_beside_signs_and_in_the_plural(wording: str, text: str) -> None:
    case = replace(CASE, key_facts=((wording,),))
    assert key_fact_share(case, Said("c", text)) == 1


def test_a_refusal_holds_no_key_fact() -> None:
    refused = Said("c", "Les fiches ne nomment pas les 12 jardiniers.", "refused", (), ())
    assert key_fact_share(CASE, refused) == 0


def test_without_key_facts_an_answer_is_right_by_its_document() -> None:
    bare = replace(CASE, key_facts=())
    assert right(bare, GOOD) == 1
    assert right(replace(bare, document_ids=("other",)), GOOD) == 0
    assert right(replace(bare, document_ids=()), GOOD) is None
    assert right(replace(bare, document_ids=()), replace(GOOD, status="refused")) == 0


def test_a_rewording_that_gets_another_status_is_not_the_same() -> None:
    assert same_answer(CASE, replace(GOOD, status="partial"), GOOD) == 0


def test_an_uncited_statement_is_borne_by_nothing_and_unknown_where_it_claims_nothing() -> None:
    figure, plain = Stated("il y a 12 jardiniers."), Stated("voici la réponse.")
    assert claims_borne(said(figure, citations=GOOD.citations or ())) == 0
    assert claims_borne(said(plain, citations=GOOD.citations or ())) is None


def test_a_question_that_is_rightly_refused_has_no_error_and_one_answered_has() -> None:
    case = replace(CASE, label="multi_part", expected="refused")
    refused = Said("c", "Les fiches ne le disent pas.", "refused", (), ())
    scored = [Scored(case, s, score(case, s, DOCUMENTS)) for s in (refused, GOOD)]
    assert [s.scores.right for s in scored] == [1, 0]
    assert errors(scored[0], {}) == []
    assert worst(scored, 20) == [scored[1]]


def test_what_a_partial_answer_cannot_say_stands_in_what_was_expected() -> None:
    case = replace(CASE, label="multi_part", expected="partial", why="le prix manque.")
    scored = Scored(case, GOOD, score(case, GOOD, DOCUMENTS))
    first, *_ = expected(scored, {})
    assert first == "Une réponse partielle, qui dit ce qui manque (le prix manque)."
    assert errors(scored, {})[0].startswith("Répond à tout sans réserve")


def test_the_error_names_the_facts_that_the_metric_misses() -> None:
    case = replace(CASE, key_facts=(("regie",), ("2 jardiniers",)))
    scored = Scored(case, GOOD, score(case, GOOD, DOCUMENTS))
    assert errors(scored, {}) == ["Il manque dans la réponse\u00a0: «\u00a02 jardiniers\u00a0»."]
