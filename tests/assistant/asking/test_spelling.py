"""Acronyms are searched with what they stand for, and mistyped words as they are written."""

import re
import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asking.spelling import corrected
from assistant.question import expand, understand

TABLES = tomllib.loads(
    resources.files("assistant.asking").joinpath("acronyms.toml").read_text("utf-8")
)
ACRONYMS = list((TABLES["any"] | TABLES["capitals"]).items())
VOCABULARY = frozenset(
    {"association", "recyclerie", "coopérative", "commune", "guide", "installation", "agricole"}
    | {"garage", "solidaire", "économie", "sociale", "mobilité", "habitat", "forme", "autrement"}
)


@pytest.mark.parametrize(("acronym", "phrases"), ACRONYMS)
def test_an_acronym_brings_its_expansion_and_the_reverse(acronym: str, phrases: list[str]) -> None:
    assert expand(f"Le rôle de {acronym} ?") == f"Le rôle de {acronym} ? {phrases[0]}"
    for phrase in phrases:
        spelled_out = expand(f"Le rôle de {phrase} ?")
        assert spelled_out.startswith(f"Le rôle de {phrase} ? ")
        names = set(spelled_out.removeprefix(f"Le rôle de {phrase} ? ").split())
        assert any(phrase in dict(ACRONYMS)[name] for name in names)


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("les scics et les Scops", "société coopérative d'intérêt collectif"),
        ("Sociétés coopératives d’intérêt collectif locales", "SCIC"),
        ("structures de l'insertion par l'activité economique", "IAE"),
        ("la CC du Vexin", "communauté de communes"),
        ("What do SSE organisations do?", "économie sociale et solidaire"),
    ],
)
def test_plurals_small_letters_and_accents_do_not_hide_one(text: str, added: str) -> None:
    assert added in expand(text)


@pytest.mark.parametrize(
    "text",
    ["mon ami a un pat de sel", "ça va, le ca et la cc ?", "la plie et les chatons", "notre"],
)
def test_small_letters_that_are_other_words_bring_nothing(text: str) -> None:
    assert expand(text) == text


def test_what_a_question_holds_already_is_not_added() -> None:
    text = "Une SCIC, société coopérative d'intérêt collectif"
    assert expand(text) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Quelle asociation ?", "Quelle association ?"),
        ("y a t il une association", "y a-t-il une association"),
        ("une structure d insertion de l ess", "une structure d'insertion de l'ess"),
        ("L ess, c est quoi ? J en cherche", "L'ess, c'est quoi ? J'en cherche"),
        ("est ce qu on peut", "est ce qu'on peut"),
        ("asosciation", "association"),
        ("Recylcerie de quartier", "Recyclerie de quartier"),
        ("le giude sur l'instalation agrciole", "le guide sur l'installation agricole"),
        ("c quoi un garrage solidiare", "c quoi un garage solidaire"),
        ("la mobilté de ma comune", "la mobilité de ma commune"),
    ],
)
def test_a_mistyped_word_becomes_the_nearest_known_one(typed: str, meant: str) -> None:
    assert corrected(typed, VOCABULARY) == meant
    assert understand(typed, vocabulary=VOCABULARY).understood_as == meant


@pytest.mark.parametrize(
    "text",
    [
        "economie sociale",  # only its accents are missing
        "solidairement, associatif",  # other words of a known stem
        "un local de 300 m environ",
        "agrément et ferme",  # French words that the fiches do not hold
        "la ville de Garace",  # a name
        "GARAGF",
        "garag3",
        "xyzzyx",
    ],
)
def test_a_word_that_may_be_right_is_left(text: str) -> None:
    assert corrected(text, VOCABULARY) == text


MISTYPED = st.builds(
    lambda word, at, typed, lost: word[:at] + typed + word[at + lost :],
    st.sampled_from(sorted(VOCABULARY)),
    st.integers(0, 8),
    st.sampled_from(["", "a", "é", "r", "S"]),
    st.integers(0, 2),
)


def _words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W_]+", text)}


# What words cut short, or typed on a telephone, are read as: « hab ».
READ = _words(" ".join([*TABLES["short"].values(), *TABLES["typed"].values()]))


@given(st.lists(MISTYPED | st.text(max_size=8), max_size=6).map(" ".join))
def test_only_words_of_the_vocabulary_come_in(text: str) -> None:
    before, after = (_words(one) for one in (text, corrected(text, VOCABULARY)))
    assert after - before <= VOCABULARY | READ
    assert corrected(text, ()) == text


def test_english_is_not_corrected_to_french() -> None:
    asked = "How can a town help the solidarity economy and its mobility?"
    assert understand(asked, vocabulary=VOCABULARY).understood_as == asked


def test_words_cut_short_are_spelled_out_unless_the_fiches_hold_them() -> None:
    asked = "comment aider les assos de mon interco"
    read = "comment aider les associations de mon intercommunalité"
    assert corrected(asked, {"Assas", "intercom", "aider", "comment"}) == read
    assert corrected(asked, {"assos", "interco"}) == asked
    assert corrected("Aider une Asso de l'INTERCO", {"aider"}) == (
        "Aider une association de l'intercommunalité"
    )


def test_words_are_known_as_they_are_typed_on_a_telephone() -> None:
    asked = "cmt trouver les acteurs de less, ya til une liste ds la mairie"
    read = "comment trouver les acteurs de l'ESS, y a til une liste dans la mairie"
    assert corrected(asked, {"acteurs"}) == read
    # Two letters that a fiche holds as another's initials.
    assert corrected("cb de SCIC ds le Lot", {"ds"}) == "combien de SCIC dans le Lot"
    assert corrected(f"C{asked[1:]}", {"acteurs"}) == f"C{read[1:]}"
    assert understand(asked, vocabulary=VOCABULARY).parts[0].kind == "ways"


@pytest.mark.parametrize("asked", ["le DS 12", "à contact@less.fr", "le mot less", "rendez-les-ds"])
def test_names_addresses_and_words_of_the_fiches_are_not_read_as_typed(asked: str) -> None:
    assert corrected(asked, {"less"}) == asked


def test_another_form_of_a_known_word_is_no_slip() -> None:
    asked = "un projet labellisé et des terres labellisees"
    assert corrected(asked, {*VOCABULARY, "labellisées"}) == asked
    assert corrected("des lieux rénovetés", {"rénovetées"}) == "des lieux rénovetés"


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("la loi climat et résilience", "résidence"),
        ("comment faire du sourçage", "source"),
        ("une association cultuelle", "culturelle"),
        ("le déport d'un élu", "départ"),
        ("livrer par drone", "Drôme"),
        ("un garage en vendée", "vendre"),
        ("les aides du loiret", "Loire"),
        ("le fonds de la ville de dreux", "deux"),
        ("une tarification incitative", "initiative"),
    ],
)
def test_words_of_administration_and_places_are_no_slips_for_others(asked: str, near: str) -> None:
    assert corrected(asked, {*VOCABULARY, near}) == asked


def test_two_slips_make_another_word() -> None:
    assert corrected("un clubelier", {"hôtelier", "cubelier"}) == "un cubelier"
    assert corrected("la garbagerie", {"garderie", "bergerie"}) == "la garbagerie"
