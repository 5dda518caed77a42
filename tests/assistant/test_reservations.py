"""What the reader of an answer is told to check."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Assistant
from assistant.asking.mentions import laws_of
from assistant.citations import is_among
from assistant.reservations import SURE_FROM, reservations, settles, uncertain
from assistant.types import Citation, Part, Question
from corpus.catalogue import presents
from corpus.settings import settings
from corpus.types import Document, Section

TODAY = date(2026, 3, 1)
COMMUNE = Document(
    document_id="municipaless-2026-08",
    title="Commande publique",
    kit="municipaless",
    edition="2026",
    fiche=8,
    levels=("commune", "epci"),
    url="",
    updated="",
    source_kind="fiche",
    text="",
    sections=(),
)
DEPARTMENT = replace(
    COMMUNE, document_id="departements-ess", kit="departements", levels=("departement",)
)
OLDER = replace(COMMUNE, document_id="municipaless-2020-08", edition="2020")
DIGEST = replace(COMMUNE, document_id="municipaless-2026-09", source_kind="digest")
DOCUMENTS = {d.document_id: d for d in (COMMUNE, DEPARTMENT, OLDER, DIGEST)}


def codes(document: Document, quote: str = "Un texte.", **asked: Any) -> list[str]:
    question = Question("Quoi ?", "Quoi ?", "fr", (Part("Quoi ?", "other"),))
    citation = Citation(
        number=1,
        document_id=document.document_id,
        source_kind=document.source_kind,
        kit=document.kit,
        edition=document.edition,
        fiche=document.fiche,
        title=document.title,
        heading="",
        section_id="s",
        passage_id="p",
        quote=quote,
        start=0,
        end=len(quote),
        url="",
        updated="",
    )
    found = reservations(replace(question, **asked), [citation], DOCUMENTS, TODAY)
    assert all(r.text.endswith(".") for r in found)
    return [r.code for r in found]


def test_a_passage_of_the_level_that_asks_needs_no_reservation() -> None:
    assert codes(COMMUNE) == codes(COMMUNE, level="commune") == codes(COMMUNE, level="epci") == []


def test_a_passage_for_departements_is_marked_when_a_commune_asks() -> None:
    assert codes(DEPARTMENT, level="commune") == ["other_level", "presented"]
    assert codes(DEPARTMENT) == ["presented"]


@pytest.mark.parametrize(
    ("level", "quote"),
    [
        ("departement", "Les conseils départementaux aident les territoires."),
        ("region", "Le mois est animé dans chaque région par un réseau."),
        ("epci", "Les communes et les EPCI aident l'immobilier d'entreprise."),
    ],
)
def test_a_passage_that_speaks_of_the_level_that_asks_is_not_marked(level: str, quote: str) -> None:
    other = replace(COMMUNE, levels=("commune",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(DOCUMENTS, COMMUNE.document_id, other)
        assert codes(other, quote, level=level) == []
        for one in (
            "Le département du Nord et la région Bretagne soutiennent ce lieu.",
            "Le conseil départemental du Nord et le conseil régional votent une aide.",
            "La commune, membre d'une intercommunalité, vote seule.",
        ):
            assert codes(other, one, level=level) == ["other_level"]


def test_an_older_edition_than_one_loaded_is_marked() -> None:
    assert codes(OLDER) == ["outdated"]


@pytest.mark.parametrize(
    ("valid_until", "told"),
    [("2026-02-28", ["outdated"]), ("2026-03-01", []), ("2026-12-31", []), ("", [])],
)
def test_an_answer_of_a_faq_is_marked_from_the_day_after_its_last(
    valid_until: str, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    faq = replace(COMMUNE, document_id="7", source_kind="faq", valid_until=valid_until)
    monkeypatch.setitem(DOCUMENTS, "7", faq)
    assert codes(faq) == told


@pytest.mark.parametrize(
    "quote",
    [
        "La ville doit s'équiper d'ici 2024.",
        "Le programme court jusqu’en 2025.",
        "Chaque flotte sera renouvelée en 2023.",
        "À l’horizon 2025, le réseau comptera dix lieux.",
        "Le vote est prévu en 2024.",
        "Les crédits sont ouverts jusqu'au 31 décembre 2025.",
        "Le dispositif est ouvert jusqu'à la fin de l'année 2024.",
    ],
)
def test_a_year_gone_by_that_a_quote_speaks_of_as_to_come_is_marked(quote: str) -> None:
    assert codes(COMMUNE, quote) == ["outdated"]


@pytest.mark.parametrize(
    "quote",
    [
        "Depuis 2020, la ville est équipée.",
        "En 2021, 12 % des marchés comportaient une clause.",
        "D'ici 2030, la moitié des achats viendra du réemploi.",
        "Le programme court jusqu’en 2026.",
        "La charte adoptée en 2019 sera révisée.",
        "En 2021, la ville a décidé que les marchés devront comporter une clause.",
    ],
)
def test_past_facts_and_years_to_come_are_not(quote: str) -> None:
    assert codes(COMMUNE, quote) == []


def test_a_kind_of_place_of_which_no_quote_speaks_is_said() -> None:
    ways = (Part("Que faire dans un village ?", "ways"),)
    assert codes(COMMUNE, text="Que faire dans un village ?", parts=ways) == ["other_setting"]
    assert codes(COMMUNE, "Un village.", text="Que faire dans un village ?", parts=ways) == []
    defined = (Part("C'est quoi une association de village ?", "definition"),)
    assert codes(COMMUNE, text=defined[0].text, parts=defined) == []


def test_a_drawing_that_a_quote_points_to_is_said() -> None:
    assert codes(COMMUNE, "Le schéma ci-contre montre les compétences.") == ["drawing"]
    assert codes(COMMUNE, "Voir la carte (ci-jointe) des lieux.") == ["drawing"]
    assert codes(COMMUNE, "Un schéma montre les compétences. Voir ci-contre.") == []


def test_a_kit_asked_for_and_not_cited_is_said() -> None:
    assert codes(COMMUNE, kit="departements") == ["other_kit"]
    assert codes(DEPARTMENT, kit="departements") == ["presented"]


def test_a_page_as_long_as_what_it_presents_presents_nothing() -> None:
    assert presents(DEPARTMENT)
    assert not presents(replace(DEPARTMENT, text="Un long guide. " * 1000))


def test_language_and_digest_are_said() -> None:
    assert codes(COMMUNE, language="en") == ["language"]
    assert codes(DIGEST) == ["digest"]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("Quel rôle joue Terre de Liens ?", ["Terre de Liens"]),
        ("Que fait la SCIC Citiz avec Lille ?", ["Citiz"]),
        ("Que sont les CHATONS ?", ["CHATONS"]),
        ("Comment la ville de Lille aide-t-elle les coopératives ?", []),
        ("Comment aider les coopératives ?", []),
        ("Que soutenir (coopératives, ressourceries, régies) ?", ["ressourceries", "régies"]),
        ("Que soutenir jeudi, une coopérative, une régie et une licorne ?", ["régie", "licorne"]),
        (
            "On veut soutenir une régie, une ressourcerie et une licorne : quelles aides ?",
            ["régie", "ressourcerie", "licorne"],
        ),
        ("Que fait Brest ?", ["Brest"]),
        ("Les coopératives : Pourriez-vous me dire ce que fait Lille ?", []),
        ("Que dit la loi Hamon ?", []),
        ("Que soutenir (une coopérative, une société, la ville de Lille) ?", []),
    ],
)
def test_a_name_that_no_quote_holds_is_said(asked: str, named: list[str]) -> None:
    quote = "Lille soutient une société coopérative d'intérêt collectif."
    whole = f"La loi Hamon le permet à Brest. {quote}"
    section = Section("s", "", (), "text", 0, len(whole))
    named_in = {"municipaless-2026-08": replace(COMMUNE, text=whole, sections=(section,))}
    question = Question(asked, asked, "fr", (Part(asked, "other"),), laws=laws_of(asked))
    citation = Citation(
        1, "municipaless-2026-08", "fiche", "", "", None, "T", "", "s", "p", quote, 0, 1, "", ""
    )
    found = [
        r for r in reservations(question, [citation], named_in, TODAY) if r.code == "not_named"
    ]
    assert [n for r in found for n in re.findall(r"«\u00a0(.*?)\u00a0»", r.text)] == named


def test_what_a_topic_lists_is_not_said_to_be_lacking() -> None:
    own = "qui les aide ?"
    text = f"Une régie, une ressourcerie, une licorne : {own}"
    led = (Part(text, "other", own=own),)
    assert codes(COMMUNE, text=text, parts=led) == []
    assert codes(COMMUNE, text=text, parts=(Part(text, "other"),)) == ["not_named"]


def test_an_answer_of_little_confidence_says_so_first(digests: Path) -> None:
    answer = Assistant(digests, settings()).ask("Comment soutenir les garages solidaires ?")
    assert answer.status == "answered"
    sure = replace(answer, confidence=SURE_FROM)
    unsure = replace(answer, confidence=SURE_FROM - 0.01)
    assert [w.code for w in uncertain(unsure)] == ["uncertain"]
    assert not uncertain(sure)
    assert not uncertain(replace(unsure, status="partial"))
    (said,) = uncertain(unsure, ["qui paie ?", "où ?"])
    assert said.text.startswith("Réponse peu sûre à « qui paie ? » et à « où ? » : ces passages")
    assert uncertain(unsure)[0].text.startswith("Réponse peu sûre : ces")
    first = answer.warnings[0].code == "uncertain"
    assert first == (answer.confidence < SURE_FROM)


@pytest.mark.parametrize("said", ["Bonjour", "Merci beaucoup !", "Hello", "Salut, bonne journée"])
def test_a_greeting_is_answered_as_one_and_is_no_question_for_a_jurist(
    digests: Path, said: str
) -> None:
    answer = Assistant(digests, settings()).ask(said, ["Peut-on subventionner une SCIC ?"])
    assert (answer.status, answer.missing, answer.closest) == ("refused", ("une question",), ())
    assert answer.text.startswith("À votre service" if "Merci" in said else "Bonjour\u00a0! Posez")
    assert settles(answer)


def test_an_english_greeting_is_answered_in_english(digests: Path) -> None:
    answer = Assistant(digests, settings()).ask("Hello everyone, thank you very much")
    assert answer.text.startswith("Hello! Ask what")


def test_only_a_whole_answer_without_doubt_settles_a_question(digests: Path) -> None:
    answer = Assistant(digests, settings()).ask("Combien d'emplois représente l'ESS en France ?")
    assert settles(answer)
    assert not settles(replace(answer, status="partial"))
    assert not settles(replace(answer, warnings=uncertain(replace(answer, confidence=0.2))))


@pytest.mark.parametrize(
    ("spans", "is_so"),
    [
        ([(0, 20)], True),
        ([(0, 9), (10, 25)], True),
        ([(12, 20), (4, 10)], True),
        ([(4, 10), (13, 20)], False),
        ([(8, 20)], False),
        ([(0, 4), (30, 40)], False),
        ([], False),
    ],
)
def test_a_quote_comes_again_where_others_hold_all_of_it(
    spans: list[tuple[int, int]], *, is_so: bool
) -> None:
    def quote(start: int, end: int, document: str = "a") -> Citation:
        kind = COMMUNE.source_kind
        return Citation(1, document, kind, "", "", None, "", "", "", "", "", start, end, "", "")

    assert is_among(quote(5, 20), [quote(*span) for span in spans]) == is_so
    assert not is_among(quote(5, 20), [quote(*span, "b") for span in spans])
