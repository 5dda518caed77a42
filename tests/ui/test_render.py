"""What the page shows is escaped, marked and linked as the answer says."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.types import AnsweredPart, Closest, Reservation, Suggestion
from corpus.settings import settings
from corpus.types import DIGEST_NOTICE, Document
from ui import copied, render

TODAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


def test_a_quote_is_marked_in_the_fiches_text_around_it(assistant: Assistant) -> None:
    answer = assistant.ask("Comment ma commune peut-elle soutenir les garages solidaires ?")
    page = render.answer(answer, assistant._newest.documents, 1, TODAY)
    assert page.count('<details class="source"') == len(answer.citations)
    assert "<mark>" in page
    assert "<strong>" in page  # headings of the fiche around the quote
    assert 'href="#source-1-1"' in page
    assert 'id="source-1-1"' in page
    assert DIGEST_NOTICE in page
    assert 'href="https://www.rtes.fr/kit-municipaless"' in page


def test_what_a_reply_quoted_before_is_folded_but_for_what_answers_first(
    assistant: Assistant,
) -> None:
    value = assistant.ask("Comment ma commune peut-elle soutenir les garages solidaires ?")
    documents, folded = (
        assistant._newest.documents,
        '<details class="again"><summary lang="fr">Passage déjà',
    )
    assert len(value.statements) > 1
    assert folded not in render.answer(value, documents, 1, TODAY)
    again = tuple(replace(one, again=True) for one in value.citations)
    page = render.answer(replace(value, citations=again), documents, 1, TODAY)
    assert page.count(folded) == len(value.statements) - 1
    doubted = replace(value, citations=again, status="partial", missing=("le montant",))
    page = render.answer(doubted, documents, 1, TODAY)
    assert page.count(folded) == len(value.statements)


def hostile(document: Document, evil: str) -> Document:
    """The document with its title, address, headings and text turned against the page."""
    size = len(document.text)
    text = (evil * (size // len(evil) + 1))[:size]
    sections = tuple(replace(s, heading=evil, path=(evil,)) for s in document.sections)
    url = f'https://x/"onclick="{evil}'
    return replace(document, title=evil, kit=evil, url=url, text=text, sections=sections)


def test_everything_shown_is_escaped(assistant: Assistant) -> None:
    evil = '<img src=x onerror="alert(1)">'
    documents = {n: hostile(d, evil) for n, d in assistant._newest.documents.items()}
    answered = assistant.ask("Qui soutient le garage solidaire Solidarauto49 ?")
    refused = assistant.ask("asdfgh")
    citations = tuple(
        replace(c, title=evil, heading=evil, also_in=(c.document_id,), newer_in=c.document_id)
        for c in answered.citations
    )
    statements = tuple(replace(s, text=evil) for s in answered.statements)
    warnings = tuple(replace(w, text=evil) for w in answered.warnings)
    parts = (AnsweredPart(evil, "partial", (1,), evil), AnsweredPart(evil, "answered", (1,)))
    first = answered.citations[0]
    closest = Closest(
        first.document_id, "digest", evil, evil, 1, evil, evil, first.section_id, evil
    )
    pages = [
        render.answer(
            replace(
                answered,
                citations=citations,
                statements=statements,
                warnings=warnings,
                missing=(evil,),
                parts=parts,
            ),
            documents,
            1,
            TODAY,
        ),
        render.answer(
            replace(refused, text=evil, missing=(evil,), closest=(closest,)), documents, 1, TODAY
        ),
        render.conversation([render.Turn(1, evil, "", "fr")]),
        render.failure(evil),
    ]
    for page in pages:
        assert "&lt;img" in page
        assert "<img" not in page
        assert '"onclick="' not in page


def test_two_sources_of_one_line_are_told_apart_by_their_first_words(assistant: Assistant) -> None:
    answer = assistant.ask("Comment ma commune peut-elle soutenir les garages solidaires ?")
    quotes = ("- Une aide <de> départ.", "Un local que la commune prête pour dix ans au plus tard.")
    first, second = (
        replace(answer.citations[0], number=n, quote=quote) for n, quote in enumerate(quotes, 1)
    )
    value = replace(answer, citations=(first, second))
    page = render.answer(value, assistant._newest.documents, 1, TODAY).replace("\u00a0", " ")
    assert f"{first.heading} : « Une aide &lt;de&gt; départ. »</summary>" in page
    assert f"{first.heading} : « Un local que la commune prête pour dix… »</summary>" in page
    assert f"{first.heading} : « Un local que la commune" in copied.plain(value, TODAY)
    apart = replace(value, citations=(first, replace(second, page=3)))
    assert "« Une aide" not in render.answer(apart, assistant._newest.documents, 1, TODAY)


def test_only_web_addresses_become_links(assistant: Assistant) -> None:
    answer = assistant.ask("Qui soutient le garage solidaire Solidarauto49 ?")
    documents = {
        name: replace(document, url="javascript:alert(1)")
        for name, document in assistant._newest.documents.items()
    }
    assert "javascript:" not in render.answer(answer, documents, 1, TODAY)


def test_a_refusal_says_what_is_missing_where_something_is_close(assistant: Assistant) -> None:
    refused = assistant.ask("Quel est le montant de l'aide aux garages solidaires ?")
    assert refused.closest
    page = render.answer(refused, assistant._newest.documents, 1, TODAY)
    assert "Ce qui manque" in page
    assert "le montant demandé" in page
    off_topic = assistant.ask("Quelle est la recette de la tarte aux pommes ?")
    page = render.answer(off_topic, assistant._newest.documents, 1, TODAY)
    assert "rien de proche" in page
    assert "sans en couvrir tous les sujets" in page
    assert "tarte" not in page


def test_a_refusal_that_points_to_nothing_has_nothing_to_copy(assistant: Assistant) -> None:
    documents = assistant._newest.documents
    spanish = "¿Cómo puede un municipio apoyar a las cooperativas de movilidad?"
    for asked in ("Bonjour", "Quelle est la recette de la tarte aux pommes ?", spanish):
        refused = assistant.ask(asked)
        assert (refused.status, refused.closest, refused.warnings) == ("refused", (), ())
        page = render.answer(refused, documents, 1, TODAY)
        assert "Copier" not in page
        # A greeting is not refused.
        assert ("refusal" in page) == (asked != "Bonjour")
    close = assistant.ask("Quel est le montant de l'aide aux garages solidaires ?")
    assert "Copier" in render.answer(close, documents, 1, TODAY)


def test_how_a_question_was_read_is_said_where_it_is_not_as_asked(assistant: Assistant) -> None:
    documents = assistant._newest.documents
    asked = "Comment soutenir les garages solidaires ?"
    assert "comprise ainsi" not in render.answer(assistant.ask(asked), documents, 1, TODAY)
    greeted = assistant.ask(f"Bonjour, {asked[0].lower()}{asked[1:]} Merci d'avance.")
    assert "comprise ainsi" not in render.answer(replace(greeted, text=""), documents, 1, TODAY)
    followed = assistant.ask("et pour un département ?", [asked])
    assert "et pour" not in followed.understood_as
    page = render.answer(followed, documents, 2, TODAY)
    assert f"Question comprise ainsi\u00a0: «\u00a0{followed.understood_as}\u00a0»" in page
    refused = assistant.ask("et le <b>prix</b> d'une vidange ?", [asked])
    assert refused.status == "refused"
    page = render.answer(refused, documents, 2, TODAY, follows=True)
    assert "comprise ainsi" in page
    assert "Poser cette question seule</button>" in page
    assert "<b>" not in page
    assert "question seule" not in render.answer(refused, documents, 2, TODAY)


def test_a_fiche_that_is_not_loaded_is_named_with_a_link_to_its_kit(assistant: Assistant) -> None:
    refused = assistant.ask("Quels marchés publics réserver aux crèches ?")
    assert refused.status == "refused"
    page = render.answer(refused, assistant._newest.documents, 1, TODAY)
    assert "Commande publique responsable" in page
    assert '<a href="https://www.rtes.fr/kit-municipaless" target="_blank"' in page


def test_questions_that_the_fiches_answer_stand_as_buttons_and_are_not_copied(
    assistant: Assistant,
) -> None:
    documents = assistant._newest.documents
    suggestions = (Suggestion("Qui aide <b>les vélos</b> ?", "a", "a#1"),)
    heading = "Les fiches répondent à ces questions proches\u00a0:"
    for question in ("asdfgh", "Comment soutenir les garages solidaires ?"):
        value = replace(assistant.ask(question), suggestions=suggestions)
        page = render.answer(value, documents, 1, TODAY)
        assert f"{heading}</h3>" in page
        assert "Qui aide &lt;b&gt;les vélos&lt;/b&gt;\u00a0?</button>" in page
        assert "vélos" not in copied.plain(value, TODAY)
        assert heading not in render.answer(replace(value, suggestions=()), documents, 1, TODAY)


def test_an_english_question_in_doubt_is_told_so_in_english(assistant: Assistant) -> None:
    answered = assistant.ask("What are solidarity garages?")
    page = render.answer(replace(answered, missing=("x",)), assistant._newest.documents, 1, TODAY)
    assert "does not answer the whole question" in page


def test_english_is_marked_as_english(assistant: Assistant) -> None:
    refused = assistant.ask("What is the best recipe for an apple pie?")
    assert refused.status == "refused"
    assert '<p lang="en">The guides' in render.answer(
        refused, assistant._newest.documents, 1, TODAY
    )
    turn = render.Turn(1, "Why?", "", "en")
    assert '<h2 class="question" lang="en"' in render.conversation([turn])


def test_sections_beside_an_answer_open_below_its_sources(assistant: Assistant) -> None:
    answer = assistant.ask("Comment animer un réseau d'acteurs de l'ESS ?")
    page = render.answer(answer, assistant._newest.documents, 1, TODAY)
    assert page.index("<h3>Sources</h3>") < page.index("<h3>Voir aussi</h3>")
    assert "Voir aussi" not in render.answer(
        replace(answer, closest=()), assistant._newest.documents, 1, TODAY
    )


def test_a_copied_answer_has_its_question_marks_sources_and_warnings(assistant: Assistant) -> None:
    answer = assistant.ask("Comment ma commune peut-elle soutenir les garages solidaires ?")
    dated = tuple(replace(c, updated="2026-03-12") for c in answer.citations)
    warned = replace(answer, citations=dated, warnings=(Reservation("x", "Vérifiez <ceci>."),))
    text = copied.plain(warned, TODAY)
    assert text.startswith("Question\u00a0: Comment ma commune")
    first = dated[0]
    assert f"› {first.heading}" in text
    assert f"{first.url} (texte du 12 mars 2026)" in text
    assert "Vérifiez <ceci>." in text
    for statement in answer.statements:
        assert f"{statement.text} [" in text
    composed = "Réponse composée automatiquement par l’assistant des kits ESS de RTES, le 1er mars"
    assert text.split("\n\n")[-1] == f"{composed} 2026."
    rich = copied.rich(text)
    assert f'<a href="{first.url}">{first.url}</a> (texte du' in rich
    assert "Vérifiez &lt;ceci&gt;." in rich


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("2022-09-01", "du 1er septembre 2022"),
        ("2022-09", "de septembre 2022"),
        ("2022-04", "d’avril 2022"),
        ("2022-08", "d’août 2022"),
        ("2022-10", "d’octobre 2022"),
        ("2022", "de 2022"),
    ],
)
def test_a_copied_source_is_dated_with_or_without_its_day(
    assistant: Assistant, iso: str, said: str
) -> None:
    answer = assistant.ask("Qui soutient le garage solidaire Solidarauto49 ?")
    dated = tuple(replace(c, updated=iso) for c in answer.citations)
    text = copied.plain(replace(answer, citations=dated), TODAY)
    assert f"{dated[0].url} (texte {said})" in text


def test_each_question_of_a_message_heads_what_answers_it(assistant: Assistant) -> None:
    asked = "Qu'est-ce qu'un garage solidaire ? Et quel budget Lyon consacre-t-elle aux jardins ?"
    answer = assistant.ask(asked)
    page = render.answer(answer, assistant._newest.documents, 1, TODAY)
    assert page.count('<h3 class="asked"') == 2
    first, second = page.split('<h3 class="asked"')[1:]
    assert 'href="#source-1-1"' in first
    assert "le montant demandé" in second
    assert "<h4>" in first
    # What lacks stands below its question, and not above all of them.
    assert "Voici ce que les fiches disent de plus proche" not in page
