"""What becomes of a question sent to the FAQ juridique."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

from assistant.answer import Assistant
from assistant.triage.decide import Triage
from assistant.triage.duplicates import Candidate
from assistant.triage.meant import Meant
from assistant.triage.never import PERSON, subjects
from assistant.triage.reasons import answered_before
from assistant.triage.types import Answered, Triaged
from corpus.settings import settings
from tests.assistant.scripted import serving, writes

ANSWERED = (
    Answered(
        id="faq-1",
        question="Une commune peut-elle garantir l'emprunt d'une SCIC ?",
        answer="Oui, dans les limites du code général des collectivités territoriales.",
        theme="scic_capital",
        updated="2026-03-12",
    ),
    Answered(
        id="faq-2",
        question="Quel bail signer avec une ressourcerie ?",
        answer="Un bail professionnel ou une convention d'occupation selon le domaine.",
        theme="foncier_tiers_lieux",
        updated="2025-01-02",
    ),
)
GARAGE = "Qu'est-ce qu'un garage solidaire ?"


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings().model_copy(update={"today": date(2026, 5, 1)}))


@pytest.fixture(scope="module")
def triage(assistant: Assistant) -> Triage:
    return Triage(assistant, ANSWERED)


@pytest.fixture(scope="module")
def answered(triage: Triage) -> Triaged:
    return triage.row("a", GARAGE)


def test_what_the_fiches_answer_is_drafted_and_the_reason_names_the_fiche(
    answered: Triaged,
) -> None:
    assert answered.decision == "reponse_fiche"
    assert answered.theme == "mobilite"
    assert answered.answer is not None
    assert answered.answer.citations
    assert "fiche 11" in answered.reasons[0]
    assert not answered.for_jurist


def test_the_same_row_is_triaged_the_same(triage: Triage, answered: Triaged) -> None:
    again = triage.row("a", GARAGE)
    assert answered.answer is not None
    assert again.answer is not None
    kept = replace(again, answer=replace(again.answer, timings_ms=answered.answer.timings_ms))
    assert kept == answered


def test_a_draft_keeps_the_invariants_of_answers(assistant: Assistant, answered: Triaged) -> None:
    assert answered.answer is not None
    with assistant.reading() as index:
        for citation in answered.answer.citations:
            text = index.documents[citation.document_id].text
            assert text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "text",
    [
        "Le garage solidaire nous attaque devant le tribunal : que répondre ?",
        "Une cliente du garage solidaire a été blessée, le maire peut-il aller en prison ?",
        "Notre adjoint préside le garage solidaire, doit-il sortir pendant le vote ?",
        "Combien de temps le garage solidaire a-t-il pour s'en prendre à notre refus ?",
        "M. Firmin Delacour, du garage solidaire, a-t-il encore le droit de le diriger ?",
        "Comment mettre dehors la mécanicienne du garage solidaire qui ne donne pas satisfaction ?",
        "Les impôts réclament de l'argent au garage solidaire, doit-il payer ?",
    ],
)
def test_a_reserved_subject_goes_to_the_jurist_with_quotes_for_him_alone(
    assistant: Assistant, triage: Triage, text: str
) -> None:
    row = triage.row("n", text)
    assert row.decision == "juriste"
    assert row.answer is None
    assert any("jamais répondu automatiquement" in reason for reason in row.reasons)
    assert row.for_jurist
    assert [one.number for one in row.for_jurist] == list(range(1, len(row.for_jurist) + 1))
    with assistant.reading() as index:
        for one in row.for_jurist:
            assert index.documents[one.document_id].text[one.start : one.end] == one.quote
            assert index.passage(one.passage_id) is not None


AFTER = [
    "Merci d'avance.\n\nNous passons au tribunal en juin.\n\nCordialement,\nLina Aubry",
    "Merci.\nLe garage nous a mis en demeure.",
    "Cordialement,\nLina Aubry\n\nNB : la maire est mise en examen.",
    "Bonne journée, et attention, le juge des référés est saisi.",
    "Je vous remercie de votre aide : nous avons un contentieux avec lui.",
    "Bien à vous\n<blockquote>Nous portons plainte contre vous.</blockquote>",
]
BESIDE = [
    "Et jusqu'à quand l'opposition peut-elle s'en prendre à notre décision ?",
    "Un ordinateur a disparu, je soupçonne un agent.",
    "Et que doit-on faire du salarié mis à disposition qui ne se présente plus ?",
]


@pytest.mark.parametrize("after", AFTER)
def test_a_reserved_word_below_the_farewell_goes_to_the_jurist(triage: Triage, after: str) -> None:
    row = triage.row("n", f"Bonjour,\n\n{GARAGE}\n\n{after}")
    assert row.decision == "juriste"
    assert any("jamais répondu automatiquement" in reason for reason in row.reasons)


def test_a_signature_below_the_farewell_tells_no_reserved_subject(triage: Triage) -> None:
    mail = f"Bonjour Sophie,\n\n{GARAGE}\n\nCordialement,\nLina Aubry\nResponsable du contentieux"
    assert triage.row("s", mail).decision == "reponse_fiche"


@pytest.mark.parametrize("beside", BESIDE)
def test_one_reserved_sentence_beside_a_plain_question_goes_to_the_jurist(
    triage: Triage, beside: str
) -> None:
    row = triage.row("n", f"{GARAGE} {beside}")
    assert row.decision == "juriste"
    assert "sujet réservé" in row.reasons[0]


QUOTED = (
    "Bonjour,\n\n{asked}\n\nCordialement,\nLina Aubry\nService contentieux\n\n"
    "Le 3 mars 2026 à 10:12, Mairie <contact@mairie.example> a écrit :\n"
    "> Bonjour,\n> {said}\n> Cordialement,\n> Paul Vermeil\n> Service du contentieux\n"
)


def test_a_reserved_subject_in_a_quoted_mail_goes_to_the_jurist_who_is_told(
    triage: Triage,
) -> None:
    said = "Le garage nous assigne devant le tribunal."
    row = triage.row("q", QUOTED.format(asked=GARAGE, said=said))
    assert (row.decision, row.answer) == ("juriste", None)
    assert row.reasons == (
        "Le message cité parle d’un sujet réservé (contentieux, tribunal et recours) : jamais "
        "répondu automatiquement.",
    )
    harmless = triage.row("q", QUOTED.format(asked=GARAGE, said="Le garage ouvre en mai."))
    assert harmless.decision == "reponse_fiche"


def test_a_signature_does_not_make_a_question_that_of_a_person(triage: Triage) -> None:
    mail = (
        f"Bonjour,\n\n{GARAGE}\n\nBien cordialement,\n\nMme Odette Vauquelin\n"
        "Directrice générale des services\nMairie de Montfleury\n01 99 00 12 34"
    )
    assert triage.row("s", mail).decision == "reponse_fiche"


@pytest.mark.parametrize(
    "text",
    [
        "Comment faire refaire ma carte d'identité avant les vacances ?",
        "La haie de mon voisin dépasse de deux mètres, que faire ?",
        "Quelle est la recette du clafoutis ?",
    ],
)
def test_what_is_not_of_the_field_is_off_topic(triage: Triage, text: str) -> None:
    row = triage.row("o", text)
    assert row.decision == "hors_perimetre"
    assert row.theme == "autre"
    assert row.answer is None
    assert not row.for_jurist


@pytest.mark.parametrize(
    "text",
    [
        "Quelle majorité pour céder les parts que la commune détient dans une SCIC ?",
        "Comment valoriser un prêt de matériel dans une convention de subvention ?",
    ],
)
def test_what_is_of_the_field_and_not_in_the_fiches_goes_to_the_jurist(
    triage: Triage, text: str
) -> None:
    row = triage.row("j", text)
    assert row.decision == "juriste"
    assert row.reasons
    assert row.answer is None


def test_a_question_answered_before_points_to_its_answer(triage: Triage) -> None:
    row = triage.row("d", "Notre mairie peut-elle garantir un emprunt pour une SCIC ?")
    assert row.decision == "doublon"
    assert row.duplicates[0].id == "faq-1"
    assert "le 12 mars 2026" in row.reasons[0]
    assert row.answer is None


def test_what_differs_from_an_answered_question_is_said_to_be_checked() -> None:
    answered = Answered("faq-1", "Peut-on détenir plus de 50 % ?", "Non.", "", "2026-03-12")
    apart = Candidate(answered, 0.9, 0.95, ("« 60 » et « 50 »",), {})
    said = answered_before([apart, Candidate(ANSWERED[1], 0.9, 0.9, (), {}), apart])
    assert said[0] == (
        "Déjà répondu le 12 mars 2026 à la question « Peut-on détenir plus de 50 % ? ». "
        "Vérifiez ce qui diffère : « 60 » et « 50 »."
    )
    assert len(said) == 2
    assert "diffère" not in said[1]


@pytest.mark.parametrize(
    "text",
    [
        "Une région peut-elle garantir l'emprunt d'une SCIC ?",
        "Une commune peut-elle garantir l'emprunt d'une SCOP ?",
        "Une commune peut-elle entrer au capital d'une SCIC ?",
    ],
)
def test_a_lookalike_of_a_question_answered_before_is_no_duplicate(
    triage: Triage, text: str
) -> None:
    assert triage.row("l", text).decision != "doublon"


def test_a_mail_takes_the_most_careful_decision_of_its_questions(triage: Triage) -> None:
    mail = (
        f"Bonjour,\n\n1. {GARAGE}\n2. Quel est le délai de recours contre notre refus ?\n\n"
        "Cordialement,\nLe secrétariat"
    )
    assert triage.row("m", mail).decision == "juriste"
    with_repeated = f"Bonjour,\n\n1. {GARAGE}\n2. {ANSWERED[0].question}\n\nCordialement,"
    assert triage.row("m", with_repeated).decision != "doublon"


def test_a_question_about_a_reply_leaves_the_others_of_its_mail_to_the_fiches(
    triage: Triage, answered: Triaged
) -> None:
    about = "Pouvez-vous préciser le point 2 ?"
    row = triage.row("m", f"Bonjour,\n\n{about} {GARAGE}\n\nCordialement,\nLina Aubry")
    assert row.decision == "reponse_fiche"
    assert row.answer is not None
    assert answered.answer is not None
    assert row.answer.citations == answered.answer.citations
    alone = triage.row("m", f"Bonjour,\n\n{about}\n\nCordialement,\nLina Aubry")
    assert alone.answer is None


def test_a_mail_with_accents_apart_is_read_as_one_with_accented_letters(triage: Triage) -> None:
    mail = f"Bonjour Hélène,\n\n{GARAGE}\n\nCordialement,\nÉlodie Béranger"
    whole, apart = (triage.row("m", normalize(form, mail)) for form in ("NFC", "NFD"))
    assert (apart.decision, apart.question) == ("reponse_fiche", mail)
    assert (apart.reasons, apart.confidence) == (whole.reasons, whole.confidence)


def test_a_question_answered_in_part_names_what_is_missing(triage: Triage) -> None:
    row = triage.row(
        "p", f"{GARAGE} Et quel est le montant en euros de la prime versée à Montfleury ?"
    )
    assert row.decision == "reponse_partielle"
    assert row.answer is not None
    assert row.answer.missing
    assert any("montant" in reason for reason in row.reasons)


def test_what_a_fiche_that_is_not_loaded_treats_is_answered_in_part_where_unsure(
    triage: Triage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "Une commune peut-elle entrer au capital d'une SCIC de transport ?"
    sure = triage.row("a", asked)
    assert sure.decision == "reponse_fiche"
    assert "n’est pas chargée" in sure.reasons[-1]
    assert not any("partielle" in reason for reason in sure.reasons)
    monkeypatch.setattr("assistant.triage.decide.SURE_FROM", 1.0)
    row = triage.row("a", asked)
    assert row.answer is not None
    assert row.decision == "reponse_partielle"
    partly, elsewhere = row.reasons[-2:]
    assert partly.startswith("Réponse proposée comme partielle")
    assert "n’est pas chargée" in elsewhere


def test_a_text_too_long_to_be_asked_goes_to_the_jurist_unread(triage: Triage) -> None:
    row = triage.row("a", "Comment aider une ressourcerie " * 200 + "?")
    assert (row.decision, row.answer) == ("juriste", None)
    assert "4000 signes" in row.reasons[0]


def test_a_mail_that_asks_nothing_is_told_so_to_the_jurist(triage: Triage) -> None:
    row = triage.row("a", "Bonjour,\n\nMerci pour l'envoi de la fiche sur les garages solidaires.")
    assert (row.decision, row.theme, row.answer) == ("juriste", "autre", None)
    assert "ne pose aucune question : il remercie." in row.reasons[0]
    assert row.duplicates == row.for_jurist == ()


def test_news_of_a_reserved_subject_are_told_as_such(triage: Triage) -> None:
    row = triage.row("a", "Nous vous informons que le préfet a déféré notre délibération.")
    assert row.decision == "juriste"
    assert "contentieux" in row.reasons[0]


def test_a_sender_who_says_who_they_are_is_no_named_person(triage: Triage) -> None:
    row = triage.row(
        "a",
        "Bonjour,\n\nJe suis Élodie Garnier, chargée de mission. Qu'est-ce qu'un garage "
        "solidaire ?\n\nMerci",
    )
    assert row.decision == "reponse_fiche"


def test_given_theme_and_level_are_kept(triage: Triage) -> None:
    row = triage.row("g", GARAGE, level="epci", theme="animation_territoire")
    assert (row.level, row.theme) == ("epci", "animation_territoire")
    assert triage.row("g", "Comment un département aide-t-il l'ESS ?").level == "departement"


def test_the_level_is_that_of_who_signs_where_the_questions_name_none(triage: Triage) -> None:
    signed = "Merci,\nÈve Roy\nMaire de Thoré"
    assert triage.row("g", f"Bonjour,\n\n{GARAGE}\n\n{signed}").level == "commune"
    of_two = "Que peut faire un département pour l'ESS ? Et une région ?"
    assert triage.row("g", f"Bonjour,\n\n{of_two}\n\n{signed}").level is None


def test_the_level_of_the_question_counts_before_that_of_who_signs(triage: Triage) -> None:
    text = "Bonjour,\n\nComment un département aide-t-il l'ESS ?\n\nMerci,\nÈve Roy\nMaire de Thoré"
    assert triage.row("g", text).level == "departement"


@pytest.mark.parametrize("allowed", [False, True])
def test_no_row_goes_to_a_language_model_unless_the_setting_allows_it(
    digests: Path, *, allowed: bool
) -> None:
    with serving(writes("Rien.")) as model:
        chosen = settings().model_copy(
            update={
                "llm": "openai:scripted",
                "llm_base_url": model.url,
                "triage_outside_model": allowed,
            }
        )
        assert Triage(Assistant(digests, chosen)).row("a", GARAGE).answer is not None
        assert bool(model.calls) is allowed


@pytest.mark.parametrize(
    ("asked", "is_off_topic"),
    [
        ("comment passer au logiciel libre dans ma mairie", False),
        ("comment passer mon permis moto", True),
    ],
)
def test_what_is_asked_of_the_fiches_is_no_question_off_topic(
    triage: Triage, asked: str, is_off_topic: bool
) -> None:
    assert (triage.row("a", asked).decision == "hors_perimetre") is is_off_topic


@pytest.mark.parametrize(
    "asked",
    [
        "spaser obligatoire à partir de quel montant d'achats",
        "je cherche un contact a la cress bretagne",
        "cest quoi un jardin de cocagne",
    ],
)
def test_who_names_the_field_in_few_words_is_not_off_topic(triage: Triage, asked: str) -> None:
    assert triage.row("a", asked).decision == "juriste"


def test_a_person_reserves_nothing_where_that_subject_was_taken_out(
    triage: Triage, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Mme Odette Vauquelin nous demande : qu'est-ce qu'un garage solidaire ?"
    assert triage.row("a", text).decision == "juriste"
    kept = tuple(subject for subject in subjects() if subject.id != PERSON)
    monkeypatch.setattr("assistant.triage.looked.subjects", lambda: kept)
    monkeypatch.setattr("assistant.triage.meant.subjects", lambda: kept)
    assert triage.row("a", text).decision == "reponse_fiche"


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        (ANSWERED[0].question, "doublon"),
        ("Quelle est la recette de la tarte aux quetsches ?", "hors_perimetre"),
        (GARAGE, "juriste"),
    ],
)
def test_what_may_be_reserved_is_said_of_whatever_is_decided(
    triage: Triage, monkeypatch: pytest.MonkeyPatch, text: str, decision: str
) -> None:
    means = Meant(0.6, subjects()[0], "")
    monkeypatch.setattr("assistant.triage.decide.meant", lambda *_: means)
    row = triage.row("a", text)
    assert row.decision == decision
    assert f"sujet réservé ({subjects()[0].name})" in row.reasons[-1]
