"""Which questions answered before are found, and by what lookalikes are told from them."""

from functools import cache

import pytest

from assistant.triage.differences import differing, same_words, shared_terms
from assistant.triage.duplicates import Candidate, Duplicates
from assistant.triage.linear import fitted
from assistant.triage.settling import answer_places, message_place, settled, settling_text
from assistant.triage.theme import field_examples
from assistant.triage.types import Answered
from corpus.encoder import Encoder, open_encoder
from corpus.settings import settings


@cache
def encoder() -> Encoder:
    """One for all: each reads the questions of the field anew, which takes seconds."""
    return open_encoder(settings())


ASKED = "Une commune peut-elle garantir l'emprunt de 40 000 euros d'une SCIC ?"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("Un département peut-il garantir l'emprunt de 40 000 euros d'une SCIC ?", "département"),
        ("Une commune peut-elle garantir l'emprunt de 40 000 euros d'une SCOP ?", "SCOP"),
        ("Une commune peut-elle garantir l'emprunt de 40 000 euros d'une mutuelle ?", "mutuel"),
        ("Une commune peut-elle garantir l'emprunt de 90 000 euros d'une SCIC ?", "90000"),
        ("Une commune peut-elle accorder un prêt de 40 000 euros à une SCIC ?", "prêt"),
        ("Une commune ne peut-elle pas garantir un emprunt de 40 000 euros d'une SCIC ?", "gation"),
    ],
)
def test_a_question_that_differs_by_what_matters_is_told_apart(other: str, said: str) -> None:
    assert any(said in one for one in differing(other, ASKED))
    assert differing(ASKED, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("La ville peut-elle louer ce hangar ?", "La ville peut-elle acheter ce hangar ?"),
        ("Quel bail sur le domaine public ?", "Quel bail sur le domaine privé ?"),
        ("Les salariés gardent-ils leurs droits ?", "Les bénévoles gardent-ils leurs droits ?"),
        ("Faut-il voter avant la signature ?", "Faut-il voter après la signature ?"),
        ("Quelle aide en 2024 pour un vélo ?", "Quelle aide en 2026 pour un vélo ?"),
        ("Peut-on détenir 20 % des parts ?", "Peut-on détenir 50 % des parts ?"),
    ],
)
def test_opposed_terms_years_and_percentages_tell_questions_apart(one: str, other: str) -> None:
    assert differing(one, other)


@pytest.mark.parametrize(
    "other",
    [
        ASKED,
        "La mairie peut-elle garantir un emprunt de 40 000 euros pour une SCIC ?",
        "une commune peut elle garantir l'emprunt de 40 000 euros d'une scic",
        "Sommes-nous en droit, comme commune, de nous porter caution d'une société coopérative "
        "d'intérêt collectif ?",
    ],
)
def test_the_same_question_in_other_words_is_not_told_apart(other: str) -> None:
    assert not differing(other, ASKED)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (f"Pouvez-vous me dire : {ASKED.lower()}", True),
        (ASKED.replace("SCIC", "SCOP"), False),
        (ASKED.replace("l'emprunt", "l'emprunt bancaire"), False),
        ("Une SCIC peut-elle garantir l'emprunt de 40 000 euros d'une commune ?", False),
    ],
)
def test_the_same_words_are_those_of_the_content_in_their_order(other: str, same: bool) -> None:
    assert same_words(other, ASKED) == same
    assert not same_words("Et pour nous ?", "Et alors ?")


def test_terms_in_common_are_counted_however_they_are_named() -> None:
    shared, one_sided = shared_terms("une mairie et une SCIC", "la ville et la coopérative")
    assert shared == 1
    assert one_sided >= 1


KNOWN = [
    Answered("a", ASKED, "Oui, dans les limites que la loi fixe à ses garanties."),
    Answered("b", "Quel bail pour un jardin partagé ?", "Une convention d'occupation précaire."),
    Answered("c", "Un maire peut-il présider une épicerie solidaire ?", "Il doit s'abstenir."),
    Answered("d", "Comment passer un marché réservé ?", "En le disant dans l'avis de marché."),
    Answered("e", "Faut-il délibérer pour adhérer à un réseau ?", "Oui, l'assemblée décide."),
]
OTHERS = [
    "Qu'est-ce qu'un garage solidaire ?",
    "Comment soutenir une ressourcerie ?",
    "Quelles aides pour un conseiller numérique ?",
    "Qui finance la monnaie locale du bassin de vie ?",
    "Quels leviers pour installer des maraîchers ?",
    "Combien d'emplois compte l'économie sociale et solidaire ?",
    "Pourquoi cartographier les acteurs du territoire ?",
    "Peut-on exonérer une association de la taxe foncière ?",
]


@pytest.mark.parametrize("count", [1, 3, 45])
def test_a_question_asked_again_is_a_duplicate_however_many_were_answered(count: int) -> None:
    field = enumerate(field_examples())
    others = [Answered(f"o{n}", text, "Oui, si le conseil l'a voté.") for n, text in field]
    bound = fitted().bounds["duplicate"]
    for one in KNOWN:
        known = Duplicates([one, *others[: count - 1]], encoder())
        for text in (one.question, f"Pouvez-vous me dire : {one.question.lower()}"):
            near = known.of(text)[0]
            assert near.answered == one
            assert near.probability >= bound


def test_a_lookalike_is_named_with_what_differs_where_it_is_near() -> None:
    known = Duplicates(KNOWN, encoder())
    lookalike = ASKED.replace("SCIC", "SCOP")
    assert sum(bool(one.differs_by) for one in known.looked_at(lookalike)) > 1
    (near,) = known.of(lookalike)
    assert near.probability < fitted().bounds["duplicate"] < near.similarity
    assert near.duplicate.differs_by == ("« SCOP » et « SCIC »",)


def test_what_differs_weighs_more_the_more_the_wording_is_alike() -> None:
    known = Duplicates(KNOWN, encoder())
    near = {"question": 1.5, "answer": 1.5, "settled": 3.0}
    told = (
        "Notre fournil coopératif cherche 90 000 euros et sa banque veut la signature de la mairie "
        "au cas où il ne paierait plus. En avons-nous le droit ?"
    )
    bound = fitted().bounds["duplicate"]
    otherwise, alike = (
        known._candidate(text, KNOWN[0], near) for text in (told, ASKED.replace("40", "90"))
    )
    assert otherwise.differs_by
    assert alike.differs_by
    assert alike.probability < bound < otherwise.probability <= otherwise.similarity


def test_lookalikes_come_nearest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    near = [Candidate(KNOWN[0], 0.01, value, ("x",), {}) for value in (0.2, 0.6, 0.3, 0.9)]
    same = Candidate(KNOWN[0], 0.1, 0.1, (), {})
    monkeypatch.setattr(Duplicates, "looked_at", lambda *_: [*near, same])
    found = Duplicates(KNOWN, encoder()).of(ASKED)
    assert [one.similarity for one in found] == [0.1, 0.9, 0.6]


@pytest.mark.parametrize("count", range(1, len(KNOWN) + 1))
def test_an_unrelated_question_is_no_duplicate_however_few_were_answered(count: int) -> None:
    known = Duplicates(KNOWN[:count], encoder())
    bound = fitted().bounds["duplicate"]
    likely = [known.of(text) for text in OTHERS]
    assert [one for found in likely for one in found if one.probability >= bound] == []


def test_what_a_message_leads_to_is_nearer_its_answer_than_the_message_is() -> None:
    held = encoder()
    message = (
        "Bonjour, la fanfare répète dans notre ancienne caserne sans rien payer depuis dix ans et "
        "le percepteur s'en étonne. Sommes-nous en faute ? Merci, Odile, secrétaire de mairie"
    )
    answered = {
        "Une commune peut-elle prêter un local à une association sans loyer ?": (
            "Oui, si l'activité est d'intérêt général et si une convention dit la durée et la "
            "valeur de l'avantage."
        ),
        "Une commune peut-elle verser une avance sur une subvention ?": (
            "Oui, si le conseil l'a votée et si la convention le prévoit."
        ),
        "Un orchestre peut-il être une SCIC ?": (
            "Oui, avec des salariés, des usagers et un autre associé, public ou privé."
        ),
    }
    vectors = held.passages([settling_text(*one) for one in answered.items()])
    (vector,) = held.queries([message])
    plain = vectors @ vector
    led = answer_places(held.queries(list(answered)), vectors) @ message_place(vector)
    assert led.argmax() == 0
    assert led[0] - max(led[1:]) > 3 * (plain[0] - max(plain[1:]))


def test_the_maps_that_ship_are_of_the_vectors_that_ship() -> None:
    known = settled()
    size = known.messages.shape[1]
    assert known.by_message.shape == known.by_answer.shape
    assert known.by_message.shape[0] == 2 * size
    assert known.share >= 0
