"""How the extracts of several parts are put together."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import finding
from assistant.answer import Assistant
from assistant.extracts import Extract, distinct
from assistant.types import Part
from assistant.wording import missing_text
from corpus.settings import Settings, settings
from corpus.text import is_list_item
from corpus.types import Document, Hit, Passage, Section
from ingest.pipeline import ingest

TEXT = "Un. Deux deux. Trois trois trois. Quatre. Cinq cinq."
_SECTION = Section("s", "", (), "text", 0, len(TEXT))
_DOCUMENT = Document("d", "T", "", "", None, (), "", "", "page", TEXT, (_SECTION,))
_HIT = Hit(1, Passage("p", "d", "s", 0, len(TEXT)), _DOCUMENT, _SECTION, 1.0, 0.9)


def extract(first: str, last: str) -> Extract:
    return Extract(_HIT, TEXT.index(first), TEXT.index(last) + len(last), "other")


def quotes(*extracts: Extract) -> list[str]:
    return [run.quote for run in distinct(extracts)]


def test_what_is_quoted_already_is_left_out_and_the_rest_stays() -> None:
    whole = extract("Un.", "Trois trois trois.")
    assert quotes(whole, extract("Deux", "deux.")) == [whole.quote]
    assert quotes(whole, extract("Trois", "Quatre.")) == [whole.quote, "Quatre."]
    later = extract("Deux", "Cinq cinq.")
    assert quotes(later, extract("Un.", "Trois trois trois.")) == [later.quote, "Un."]


def test_the_same_offsets_of_another_document_are_another_text() -> None:
    other = replace(_HIT, document=replace(_DOCUMENT, document_id="e"))
    run = extract("Un.", "Un.")
    assert quotes(run, replace(run, hit=other)) == ["Un.", "Un."]


@pytest.mark.parametrize(
    "asked",
    [
        "Quelles compétences de la commune pour soutenir l'ESS ?",
        "Qu'est-ce que la loi NOTRe permet aux métropoles ?",
        "Comment recenser les associations de ma commune ?",
    ],
)
def test_no_quote_begins_within_a_list_item(digests: Path, asked: str) -> None:
    assistant = Assistant(digests, settings())
    with assistant.reading() as index:
        answer = assistant.ask_in(index, asked)
        assert answer.citations
        for cited in answer.citations:
            text = index.documents[cited.document_id].text
            before = text[text.rfind("\n", 0, cited.start) + 1 : cited.start]
            assert not (before.strip() and is_list_item(before)), cited.quote


def test_what_a_first_part_quotes_makes_room_for_more_in_the_second(digests: Path) -> None:
    asked = "Comment la mairie peut soutenir un garage solidaire, et avec quels financements ?"
    settled = settings().model_copy(update={"anticipated": False})
    answer = Assistant(digests, settled).ask(asked)
    assert len({c.heading for c in answer.citations}) > 1
    assert any("Solidarauto49" in c.heading for c in answer.citations)


def test_an_answer_points_to_sections_that_it_does_not_quote(digests: Path) -> None:
    answer = Assistant(digests, settings()).ask(
        "Comment animer un réseau d'acteurs de l'ESS sur mon territoire ?"
    )
    assert answer.status == "answered"
    assert answer.closest
    assert not {c.section_id for c in answer.closest} & {c.section_id for c in answer.citations}


def test_what_is_far_from_the_fiches_is_refused_in_one_sentence(digests: Path) -> None:
    answer = Assistant(digests, settings()).ask("Quelle est la recette de la tarte aux pommes ?")
    assert answer.closest == ()
    assert "tarte" in answer.missing[0]
    assert "tarte" not in answer.text
    assert answer.text.count(".") == 1


def test_a_long_question_is_not_said_again_whole(digests: Path) -> None:
    asked = (
        "Quel est le salaire que la ville de Figeac, dont le garage solidaire a ouvert il y a dix "
        "ans dans une ancienne caserne de la zone artisanale, verse chaque mois à la directrice ?"
    )
    answer = Assistant(digests, settings()).ask(asked)
    assert answer.missing
    assert all(text.endswith(" …\u00a0»)") for text in answer.missing)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "J'ai la délégation ESS. Quelles familles de structures en font partie ?",
            "Quelles familles de structures en font partie\u00a0?",
        ),
        ("Des idées. Pourquoi ?", "Des idées. Pourquoi\u00a0?"),
        (
            "Une halle, c'est trop grand... et ailleurs, en plus petit ? je pense à un café",
            "et ailleurs, en plus petit\u00a0?",
        ),
        (
            "Je m'occupe de cent quatre-vingts associations dans ma commune et depuis deux ans les "
            "subventions baissent. J'aimerais d'abord comprendre ce que l'on entend par modèle "
            "économique.",
            "J’aimerais d’abord comprendre ce que l’on entend par modèle économique.",
        ),
        (
            "Que dit l'art. L5132 de ce code ?",
            "Que dit l’art. L5132 de ce code\u00a0?",
        ),
        (
            "Nous préparons pour jeudi un budget avec la recyclerie, le cinéma, deux associations "
            "de quartier et la régie : qui peut nous aider ?",
            "qui peut nous aider\u00a0?",
        ),
        (
            "Quelles aides existent pour une commune qui veut ouvrir avec ses habitants un lieu de "
            "ceux que cite ce schéma : un café, une recyclerie ?",
            "Quelles aides existent pour une commune qui veut ouvrir avec ses habitants un lieu de "
            "ceux que cite ce schéma …",
        ),
    ],
)
def test_what_is_missing_is_said_with_the_sentence_that_asks(text: str, said: str) -> None:
    assert missing_text(Part(text, "other")) == f"une réponse à «\u00a0{said}\u00a0»"


def test_what_is_missing_is_said_as_it_was_typed() -> None:
    part = Part("Un garage solidaire : qui paie ?", "body", own="qui paie ?")
    assert missing_text(part).endswith("(«\u00a0qui paie\u00a0?\u00a0»)")


def test_a_list_that_begins_in_the_passage_before_has_its_lead_in(digests: Path) -> None:
    assistant = Assistant(digests, settings())
    with assistant.reading() as index:
        answer = assistant.ask_in(index, "Que sont les CUMA ?")
        lead, found = answer.citations[:2]
        passage = index.passage(found.passage_id)
        assert passage is not None
        assert is_list_item(found.quote)
        before = index.passage_before(passage)
        assert before is not None
        assert lead.passage_id == before.passage_id
        assert lead.quote.endswith(":")
        assert lead.quote.count(".") == 1
        first = index.passages[0]
        assert index.passage_before(first) is None


NESTED = """# Les lieux de fête

## Où les trouver

Une commune y trouve trois sortes de lieux :

- Des bals, que tiennent des amicales de quartier depuis plus de quarante ans dans la plupart des
  villes de la vallée, avec leurs musiciens, leurs buvettes et leurs calendriers.
- Des fêtes de hameau, où chacun apporte sa chaise, et où l'on danse jusqu'au matin sans que
  personne ne demande rien à la mairie.
- Des lieux ouverts toute l'année, soutenus par une subvention :
    - en ville, une salle de concert que la commune prête à une coopérative de musiciens pour
      cinquante dates par an ;
    - à la campagne, une auberge associative qui programme du théâtre de marionnettes et des
      tournois de belote.
"""


def test_an_inner_list_begins_with_the_item_that_announces_it(tmp_path: Path) -> None:
    (tmp_path / "fete.md").write_text(NESTED, encoding="utf-8")
    small = Settings(passage_tokens=80)
    ingest([str(tmp_path / "fete.md")], tmp_path / "index", small)
    answer = Assistant(tmp_path / "index", small).ask("Qui programme des marionnettes ?")
    lead = answer.citations[0].quote
    assert lead.startswith("- Des lieux ouverts")
    assert "auberge" in "".join(citation.quote for citation in answer.citations[:2])


def test_a_number_that_stands_above_is_an_answer_without_doubt(digests: Path) -> None:
    asked = "Dans le secteur culturel, combien d'associations, et combien de salariés ?"
    answer = Assistant(digests, settings()).ask(asked)
    first, second = answer.parts
    assert first.statements == second.statements
    assert (second.status, second.is_sure) == ("answered", True)


def test_an_article_that_stands_above_is_pointed_to(
    digests: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = Assistant(digests, settings())
    asked = (
        "Quelle part du matériel informatique une commune doit-elle acheter d'occasion, depuis "
        "quand, et à quel article ?"
    )
    real = finding.extract

    def without_articles(*given: Any) -> list[Extract]:
        found = real(*given)
        asks = "article" in given[2].text
        return [run for run in found if not (asks and "rticle" in run.quote)]

    monkeypatch.setattr(finding, "extract", without_articles)
    answer = assistant.ask(asked)
    (pointed,) = answer.parts[-1].statements
    assert pointed in answer.parts[0].statements
    assert "article 58" in answer.statements[pointed - 1].text
