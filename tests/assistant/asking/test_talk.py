"""Thanks, greetings and words about the reply are no questions, and no subjects of later ones."""

import pytest

from assistant.asking.talk import without_greeting
from assistant.question import understand
from assistant.replied import Replied, Told
from assistant.wording import refusal_text

GARAGES = "Comment une commune peut-elle monter un garage solidaire ?"
BICYCLES = "Comment une commune peut-elle monter un atelier vélo ?"


@pytest.mark.parametrize(
    "said",
    [
        "merci pour ces infos",
        "merci pour tout",
        "merci de votre aide.",
        "ok je regarde ça",
        "merci c'est clair",
        "je vous remercie",
        "Nous vous remercions pour votre réponse très complète, bien à vous",
        "top merci",
        "Super, merci beaucoup !",
        "merci et bonne soirée",
        "merci d'avance",
        "thanks for your help",
        "thank you for the answer",
        "oui merci",
        "non merci",
        "merci infiniment pour la réponse claire et rapide !",
        "Merci pour votre aide et votre réponse !",
        "Merci pour la fiche SCIC. Bonne journée !",
        "Salut à tous",
    ],
)
def test_thanks_and_taking_note_are_no_question(said: str) -> None:
    assert understand(said, [GARAGES]).courtesy
    later = understand("et pour un département ?", [GARAGES, said]).understood_as
    assert later == "Comment un département peut-il monter un garage solidaire ?"


def test_thanks_are_known_as_they_are_typed_on_a_telephone() -> None:
    assert understand("ok merci bcp", [GARAGES], vocabulary={"garage"}).courtesy


@pytest.mark.parametrize(
    "asked",
    [
        "Merci de m'envoyer un modèle de convention",
        "Note de cadrage sur les SCIC",
        "Merci pour les garages solidaires ?",
        "Ça marche ?",
        "Non lucratif, qu'est-ce que c'est ?",
    ],
)
def test_a_request_that_begins_as_thanks_do_is_a_question(asked: str) -> None:
    question = understand(asked)
    assert question.asks
    assert question.understood_as == asked


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("merci. Et pour un atelier vélo ?", BICYCLES),
        ("merci pour la réponse. Et pour un atelier vélo ?", BICYCLES),
        ("merci pour votre retour rapide et pour un atelier vélo ?", BICYCLES),
        ("super, et pour un atelier vélo ?", BICYCLES),
        ("re bonjour et pour un atelier vélo", BICYCLES),
        ("ok, je vois. et pour un atelier vélo ?", BICYCLES),
        ("ok merci. sinon pour un atelier vélo ?", BICYCLES),
        ("Merci beaucoup. Comment créer une AMAP ?", "Comment créer une AMAP ?"),
        ("Salut, ça va ?? Comment créer une AMAP ?", "Comment créer une AMAP ?"),
        ("Comment ça va se passer ?", "Monter un garage solidaire : comment ça va se p"),
        ("bonjour, petite question : qui le finance ?", "Monter un garage solidaire : qui le fina"),
        ("autre question : et pour un atelier vélo ?", BICYCLES),
        ("dernière chose : et pour un atelier vélo ?", BICYCLES),
        ("dernière question : combien ça coûte ?", "Monter un garage solidaire : combien ça coûte"),
        ("Je vois. Question plus pratique : et pour un atelier vélo ?", BICYCLES),
    ],
)
def test_what_follows_thanks_is_read_without_them(asked: str, understood: str) -> None:
    assert understand(asked, [GARAGES]).understood_as.startswith(understood)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Pour la première question, je voulais des chiffres : combien ?", "Combien ?"),
        ("Pour la question du vélo : qui aide ?", "Pour la question du vélo : qui aide ?"),
        (
            "Pour la première question, je parlais des SCIC : qui peut y entrer ?",
            "Pour la première question, je parlais des SCIC : qui",
        ),
        ("pourtant vous disiez « compatibles ». Bon, autre chose : qui le désigne ?", "Qui le dés"),
        (
            "non là c'est plus pour l'ESS. moi je parle d'un bar que tiennent des gens du coin",
            "Un bar",
        ),
        ("non pas culturel, je pensais plutôt à des fêtes ouvertes à tous", "Des fêtes"),
        ("je parle pas de culture, je parle de tiers-lieux", "Je parle de tiers-lieux"),
        ("laissez tomber l'agriculture. qui fait le diagnostic ?", "Qui fait le diagnostic ?"),
        ("ok tant pis pour les fablabs. je change : à qui donner nos PC ?", "À qui donner nos PC"),
        ("pourquoi vous me parlez de vélos ? qui tient un annuaire ?", "Qui tient un annuaire ?"),
        ("vous ne répondez pas à ma question. qui est propriétaire ?", "Qui est propriétaire ?"),
        ("tant pis. sinon qui peut aider ?", "Qui peut aider ?"),
    ],
)
def test_what_is_wanted_no_more_is_left_out(said: str, asked: str) -> None:
    assert without_greeting(said).startswith(asked)


def test_names_that_are_wanted_no_more_are_kept_apart() -> None:
    reply = Replied(
        (("À Angers, un garage.", "Un garage"),),
        told=(Told("", "x", frozenset({"Angers", "Lyon"})),),
    )
    for said, without in (
        ("Laissez tomber Angers. Quels exemples de garages solidaires ?", ("Angers",)),
        ("Vous ne dites rien d'Angers. Quels exemples de garages solidaires ?", ()),
    ):
        read = understand(said, ["Quels garages solidaires ?"], replies=[reply])
        assert [part.without for part in read.parts] == [without]


@pytest.mark.parametrize(
    "said",
    [
        "Qui paie ? Autre chose : qui désigne l'élu ?",
        "Donnez-moi un exemple de garage. Autre question : qui les aide en ville ?",
        "Non, la SCIC. Elle peut acheter un terrain ?",
        "Non, c'est une SCIC. Peut-elle acheter un terrain communal ?",
        "Je ne parle pas de Citiz",
        "Je pensais que la commune pouvait payer ?",
        "Je parle au nom d'Emmaüs, quelle aide ?",
        "Pourquoi vous parler de nos besoins ? Et qui paie les repas ?",
        "Vous avez un exemple de garage. Et ailleurs ?",
        "Vous n'avez pas parlé des garages. Comment les aider ?",
        "Vous comprenez que notre commune n'a aucun agent. Qui monte le dossier ?",
        "Laisser un local à une association, est-ce autorisé ?",
        "Oubliez pas les épiceries, elles ont droit à quoi ?",
    ],
)
def test_what_may_be_asked_stays(said: str) -> None:
    assert without_greeting(said) == said


@pytest.mark.parametrize(
    "asked",
    [
        "Merci pour la fiche monnaies locales, comment les financer ?",
        "Merci pour les personnes âgées, quelles aides ?",
        "Merci pour la fiche SCIC. Quel est son capital ?",
        "Je vous remercie pour la subvention : comment la justifier ?",
    ],
)
def test_thanks_that_name_what_a_question_needs_stay_with_it(asked: str) -> None:
    assert understand(asked).understood_as == asked


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("Merci pour la fiche SCIC. Qu'est-ce qu'une SIAE ?", "Qu'est-ce qu'une SIAE ?"),
        ("Merci pour la fiche, qui le gère ?", "Monter un garage solidaire : qui le gère ?"),
        ("merci pour la réponse claire, qui le gère ?", "Monter un garage solidaire : qui le gè"),
        ("thanks for this, what is a SCIC?", "What is a SCIC?"),
    ],
)
def test_thanks_for_the_reply_are_left_out(asked: str, understood: str) -> None:
    assert understand(asked, [GARAGES]).understood_as.startswith(understood)


@pytest.mark.parametrize(
    "asked",
    [
        "sinon, c'est quoi le label Engagé à Lyon ?",
        "merci, autre chose : c'est quoi le label Engagé à Lyon ?",
        "Dernière question : c'est quoi le label Engagé à Lyon ?",
        "D'accord. Changeons : c'est quoi le label Engagé à Lyon ?",
        "rien à voir, c'est quoi le label Engagé à Lyon ?",
    ],
)
def test_what_turns_to_another_subject_takes_nothing_over(asked: str) -> None:
    question = understand(asked, [GARAGES])
    assert question.understood_as == "C'est quoi le label Engagé à Lyon ?"
    assert question.level is None
    assert understand("qui le gère ?", [GARAGES, asked]).understood_as == (
        "Le label Engagé à Lyon : qui le gère ?"
    )


@pytest.mark.parametrize(
    "said",
    [
        "tu peux préciser le point 2 ?",
        "tu es sûr ?",
        "j'ai pas compris, explique plus simplement",
        "Êtes-vous vraiment sûre de votre réponse ?",
        "oui",
        "et le deuxième ?",
        "je n'ai pas compris",
        "peux-tu reformuler ?",
        "plus court stp, ça doit tenir en deux phrases",
        "plus simplement",
        "le lien du guide stp",
        "donnez-moi le lien",
        "Pour finir, faites-moi un court résumé de ce que je peux retenir",
        "pouvez-vous me faire une synthèse de nos échanges ?",
    ],
)
def test_words_about_the_reply_are_told_so_and_are_no_subject(said: str) -> None:
    question = understand(said, [GARAGES])
    assert (question.about_reply, question.asks) == (True, False)
    assert "question entière" in refusal_text(question, (), is_close=False)
    assert understand("combien ça coûte ?", [GARAGES, said]).understood_as == (
        "Monter un garage solidaire : combien ça coûte ?"
    )


@pytest.mark.parametrize(
    "asked",
    [
        "faites un résumé de la loi NOTRe",
        "le lien entre l'ESS et la culture ?",
        "tu peux préciser ?",
        "explique-moi simplement ce qu'est un garage solidaire",
        "oui mais combien ça coûte ?",
        "le premier pas ?",
        "en deux mots, une SCIC ?",
        "et le dernier rapport d'activité ?",
        "je ne comprends pas la différence avec une SCOP",
    ],
)
def test_what_asks_more_of_the_subject_is_a_question(asked: str) -> None:
    assert understand(asked, [GARAGES]).asks
