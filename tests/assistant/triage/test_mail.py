"""A pasted mail is reduced to what it asks, each question by itself, and none is lost."""

from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.triage.mail import questions_of

HEADER = "De : Paul Vermeil <p.vermeil@ville.example>\nEnvoyé : lundi 4 mai 2026 10:02\n"
SUBJECT = "Objet : RE: Bail et tiers-lieu\n\n"
FORWARD = "-------- Message transféré --------\nDe : Lina Aubry\nDate : 3 mai 2026\n\n"
ASKED = "Une commune peut-elle prêter un local communal à un garage solidaire ?"


@pytest.mark.parametrize(
    "text",
    [
        ASKED,
        "La mairie prête un local. L'association ne paie plus.\nQue faire ?",
        "Monsieur Orvault, président, peut-il signer seul ?\nLe trésorier dit que non.",
        "Merci de m'indiquer si la commune peut subventionner un syndicat.",
        "",
        "   \n\n",
        "Bonjour",
        "Cordialement,\nLina",
    ],
)
def test_a_text_that_is_no_mail_is_returned_as_it_is(text: str) -> None:
    assert questions_of(text) == (text,)


@pytest.mark.parametrize(
    "greeting",
    [
        *("Bonjour,", "Bonjour à vous,", "Bonjour Madame Martin,", "Bonjour madame"),
        *("Bonjour l'équipe du RTES,", "Bonjour à toute l'équipe,", "Bonjour Messieurs-Dames,"),
        *("Bonjour Monsieur le directeur du RTES,", "Bonjour chers collègues", "Bonjour M. Brun,"),
    ],
)
@pytest.mark.parametrize(
    "told",
    [
        "La rivière a débordé.",
        "L'équipe d'avant, partie en mars, avait promis une aide.",
        "À l'heure des économies, on hésite.",
        "Nous aimerions, si possible, les convaincre.",
        "Vous êtes nombreux à nous lire.",
    ],
)
def test_a_greeting_takes_nothing_from_what_follows_it(greeting: str, told: str) -> None:
    mail = f"{greeting} {told[0].lower()}{told[1:]} Notre commune peut-elle aider la SCIC ?"
    assert questions_of(mail) == (f"{told} Notre commune peut-elle aider la SCIC ?",)


@pytest.mark.parametrize("name", ["Hélène", "Ọ̀ṣọ̀"])
def test_an_accent_that_is_a_character_of_its_own_leaves_nothing_of_a_greeting(name: str) -> None:
    for greeting in (f"Bonjour {name}, ", f"Bonjour {name},\n\n"):
        assert questions_of(normalize("NFD", greeting) + ASKED) == (ASKED,)


@pytest.mark.parametrize(
    "asked",
    [
        "M. Martin souhaite ouvrir un garage solidaire, la commune peut-elle l'aider ?",
        "Mme Martin peut-elle ouvrir un garage solidaire ?",
        "Le maire, qui préside l'association, peut-il voter ?",
        "Les présidents, maires et préfets peuvent-ils siéger dans une SCIC ?",
        "Notre commune, propriétaire, peut-elle louer la halle à une SCIC ?",
        "Tous les élus peuvent-ils siéger dans une SCIC ?",
    ],
)
def test_who_is_asked_about_is_not_whom_one_greets(asked: str) -> None:
    own = asked if asked.startswith(("M. ", "Mme ")) else asked[0].lower() + asked[1:]
    assert questions_of(f"Bonjour, {own}") == (asked,)


@pytest.mark.parametrize(
    "mail",
    [
        f"Bonjour,\n\n{ASKED}\n\nMerci d'avance,\n\nSolveig Tangvik\nDGS, ville d'Orée",
        f"Bonjour {ASKED[0].lower()}{ASKED[1:]} Cordialement, Jean Dupré, DGS, tél. 01 02 03 04 05",
        f"Bonjour à toute l'équipe,\n{ASKED}\nBien cdlt\nSolveig\n06 11 22 33 44",
        f"Chère Madame,\n\nBonjour,\n\n{ASKED}\n\nEnvoyé de mon iPhone",
        "Bonjour,\n" * 1200 + ASKED,
        f"Madame, Monsieur,\n\nJe me permets de vous écrire.\n\n{ASKED}\n\nVeuillez agréer, "
        "Madame, Monsieur, mes salutations distinguées.\nLe maire,\nHenri Valtour",
        f"{HEADER}À : reseau@exemple.test\n\nBonjour,\n\n{ASKED}\n\nBien à vous",
        f"Re-bonjour,\n\n{ASKED}\n\nSolveig Tangvik",
        f"Bonjour Sophie,\n\n{ASKED}\n\nCordialement",
        f"Bonjour Madame Martin,\n\n{ASKED}\n\nCordialement",
        f"Re,\n\n{ASKED}\n\nSolveig Tangvik",
        f"Bonjour,\n\n{ASKED}\n\nC'est urgent.\n\nSolveig Tangvik\nVille d'Orée\ns@oree.example",
        f"{ASKED}\n\nLe mardi 3 mars 2026 à 09:12, Service juridique <s@exemple.test>\n"
        "a écrit :\n\n> Bonjour,\n> Quelle est votre question ?",
        f"Bonjour,\n{ASKED}\n\nCe message est confidentiel et destiné à son seul destinataire ?",
        f"Bonjour,\n{ASKED}\nCordialement,\nLina\n\n{HEADER}{SUBJECT}Bonjour,\nQui êtes-vous ?",
        f"Bonjour,\nJe vous transmets ce que m'écrit une commune voisine.\n\n{HEADER}{SUBJECT}"
        f"Bonjour,\n{ASKED}\nBien à vous,\nPaul Vermeil",
        f"Pour suite à donner, merci.\n\n{FORWARD}Bonjour,\n{ASKED}\nBien à vous,\nLina",
        f"Bonjour,\n\n{ASKED}\n\nSincères salutations\n-- \nOdile Brun\n12 place de la République",
        f"Bonjour,\n\n{ASKED}\n\nEwenn Guégan, DGS",
        f"Bonjour,\n{ASKED}\nMerci bcp !!\nMarine (Orée)",
        f"Dear colleagues,\n\n{ASKED}\n\nBest regards,\nJane Winterbourne",
        f"<p>Bonjour,</p><p>&nbsp;</p><div>{ASKED.replace(' ?', '&nbsp;?')}</div><br>Cordialement",
        f"Oui merci.\n\nLe 2 mars 2026, RTES <c@rtes.example> a écrit :\n> Noté.\n"
        f"> Le 1 mars 2026, Lina a écrit :\n>> Bonjour,\n>> {ASKED}\n>> Merci\n>> Lina",
        f"Bonjour,\nPouvez-vous répondre au message ci-dessous ?\nMerci\n\n{HEADER}"
        f"Objet : garage\n\n{ASKED}",
    ],
)
def test_what_stands_around_a_question_is_left_out(mail: str) -> None:
    assert questions_of(mail) == (ASKED,)


@pytest.mark.parametrize(
    "request_",
    [
        "Je souhaiterais savoir si une commune peut entrer au capital d'une coopérative.",
        "Merci de m'indiquer si la convention est obligatoire pour cette somme de 23 000 euros.",
        "Pouvez-vous nous préciser quels documents une association doit fournir avec sa demande.",
        "Nous nous interrogeons sur la possibilité de verser une avance à une association.",
        "Je vous remercie de bien vouloir me dire qui signe la convention avec l'association.",
        "Le bureau demande une définition claire de l'utilité sociale et de l'innovation sociale.",
        "Nous ne savons pas si la délibération doit nommer chaque association aidée.",
    ],
)
def test_a_request_needs_no_question_mark(request_: str) -> None:
    mail = f"Bonjour,\n\nSuite à notre appel, voici.\n\n{request_}\n\nCordialement,\nLina Aubry"
    assert questions_of(mail) == (request_,)


def test_a_reminder_asks_what_the_mail_does_that_it_quotes() -> None:
    mail = f"Bonjour,\nPouvez-vous y répondre ?\nMerci\n\n{HEADER}{SUBJECT}Bonjour,\n{ASKED}\nPaul"
    assert questions_of(mail) == ("Pouvez-vous y répondre ?", f"{ASKED} Paul")
    own = mail.replace("y répondre", "nous dire ce qu'est une ressourcerie")
    assert questions_of(own) == ("Pouvez-vous nous dire ce qu'est une ressourcerie ?",)


@pytest.mark.parametrize("text", ["Écrire à <p@oree.example> ou <b@oree.example>", "Si a < b > c"])
def test_what_is_no_tag_is_left(text: str) -> None:
    assert questions_of(text) == (text,)


def test_a_question_keeps_the_case_that_it_leans_on() -> None:
    case = "Une coopérative de chez nous veut acheter la friche. Sa banque veut une garantie."
    mail = f"Bonjour,\n\n{case} En avons-nous le droit ?\n\nMerci,\nLina Aubry"
    assert questions_of(mail) == (f"{case} En avons-nous le droit ?",)
    two = questions_of(
        f"Bonjour,\n\n{case}\nCette coopérative peut-elle l'obtenir de nous ? Le conseil doit-il "
        "délibérer avant la signature ?\n\nMerci"
    )
    assert two == (
        f"{case} Cette coopérative peut-elle l'obtenir de nous ?",
        f"{case} Le conseil doit-il délibérer avant la signature ?",
    )


def test_a_general_question_is_not_burdened_with_the_senders_story() -> None:
    mail = (
        "Bonjour,\n\nJe suis élue depuis mars. Notre bourg a un petit marché.\n"
        "Quels sont les réseaux qui aident à ouvrir une épicerie associative ?\n\nMerci"
    )
    assert questions_of(mail) == (
        "Quels sont les réseaux qui aident à ouvrir une épicerie associative ?",
    )


def test_a_bare_question_takes_its_subject_from_the_mails() -> None:
    mail = f"{HEADER}{SUBJECT}Bonjour,\n\nEst-ce possible sans publicité ?\n\nCordialement,\nPaul"
    assert questions_of(mail) == ("Bail et tiers-lieu. Est-ce possible sans publicité ?",)


def test_each_item_of_a_list_is_a_question() -> None:
    mail = (
        "Bonjour,\n\nDeux points :\n1. La durée maximale d'une convention ?\n"
        "2. Faut-il un commissaire\naux comptes ?\n\nPourriez-vous nous dire :\n"
        "- ce que recouvre l'agrément ;\n- si la ressourcerie d'Orée l'a obtenu ?\n\nMerci"
    )
    assert questions_of(mail) == (
        "La durée maximale d'une convention ?",
        "Faut-il un commissaire aux comptes ?",
        "Pourriez-vous nous dire ce que recouvre l'agrément ?",
        "Pourriez-vous nous dire si la ressourcerie d'Orée l'a obtenu ?",
    )


def test_a_question_about_another_thing_is_one_by_itself() -> None:
    mail = "Bonjour,\n\nQu'est-ce qu'une AMAP ?\nEt comment financer une recyclerie ?\n\nMerci"
    assert questions_of(mail) == ("Qu'est-ce qu'une AMAP ?", "Et comment financer une recyclerie ?")


def test_two_sides_of_a_request_are_two_questions() -> None:
    mail = (
        "Bonjour,\nPourriez-vous nous dire d'une part comment une commune adhère à une "
        "coopérative, et d'autre part quelle assurance elle doit prendre ?\nMerci"
    )
    assert questions_of(mail) == (
        "Pourriez-vous nous dire comment une commune adhère à une coopérative ?",
        "Pourriez-vous nous dire quelle assurance elle doit prendre ?",
    )


def test_a_postscript_that_asks_is_kept() -> None:
    mail = f"Bonjour,\n\n{ASKED}\n\nCordialement,\nLina\n\nPS : existe-t-il un modèle de bail ?"
    assert questions_of(mail) == (f"{ASKED} Existe-t-il un modèle de bail ?",)


def test_a_thanks_before_the_question_ends_no_mail() -> None:
    assert questions_of(f"Bonjour,\nMerci.\n{ASKED}") == (ASKED,)


def test_what_follows_the_last_question_stays_with_it() -> None:
    mail = f"Bonjour,\n\n{ASKED} Le modèle de bail nous manque aussi.\n\nC'est urgent.\n"
    assert questions_of(mail) == (f"{ASKED} Le modèle de bail nous manque aussi.",)
    asked = "Merci de bien vouloir nous dire si le bail peut être signé avant le vote du budget."
    assert questions_of(f"Bonjour,\n\nC'est urgent.\n\n{asked}\n\nCordialement,\nL") == (asked,)


def test_with_no_question_found_the_whole_body_comes_back() -> None:
    body = "La friche de la rue basse.\n\nUn bail de trente ans avec la coopérative."
    assert questions_of(f"Bonjour,\n\n{body}\n\nCordialement,\nLina") == (body,)


words = st.sampled_from(
    ["Bonjour,", "Merci", "Cordialement,", "?", "> x", "1. a", "\n", "\n\n", "- b :", "PS :", "…",
     "Le 3 mai, X a écrit :", "Objet : c", "Qui paie ?", "ŒUF", "½", "cette aide", "\x0b", "\u2028"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(words, max_size=12).map(" ".join) | st.text(max_size=80))
def test_any_text_gives_at_least_one_question_and_no_empty_one(text: str) -> None:
    found = questions_of(text)
    assert found
    assert found == (text,) or all(question.strip() for question in found)
