"""How the words of an answer are shared out among the parts of its question."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import finding
from assistant.answer import Assistant
from assistant.finding import Found, Looked, found_in, looked_at
from assistant.gate import Decision, Verdict
from assistant.question import understand
from assistant.timing import Clock
from assistant.types import Part
from corpus.settings import settings

_ASKED = (
    "Comment développer la mobilité durable avec l'ESS ? "
    "Comment soutenir les acteurs culturels de l'ESS ?"
)


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


def quoted(assistant: Assistant, *verdicts: Verdict) -> list[int]:
    """How many words are quoted for each part, as these verdicts are given in turn."""
    question = understand(_ASKED)
    with assistant.reading() as index:
        looked = [
            replace(one, decision=replace(one.decision, verdict=verdict))
            for one, verdict in zip(
                looked_at(index, assistant.models, question, Clock()), verdicts, strict=True
            )
        ]
        found = found_in(index, assistant.models, question, looked, Clock())
    return [sum(run.words for run in one.extracts) for one in found]


def test_what_is_in_doubt_leaves_more_room_and_what_is_refused_all(assistant: Assistant) -> None:
    both = quoted(assistant, "answers", "answers")
    doubted = quoted(assistant, "answers", "doubtful")
    refused = quoted(assistant, "answers", "refused")
    assert refused[1] == 0 < doubted[1]
    assert both[0] < doubted[0] < refused[0]


def test_of_a_comparison_what_one_thing_is_is_shown_in_doubt(assistant: Assistant) -> None:
    answer = assistant.ask("Quelle différence entre l'ESS et l'économie circulaire ?")
    assert answer.status == "partial"
    assert "la comparaison demandée" in answer.missing[0]
    assert "faute de passage sur « économie circulaire »" in answer.missing[0].replace(
        "\u00a0", " "
    )
    assert answer.confidence > 0.5
    refused = assistant.ask("Quelle différence entre une tondeuse et une débroussailleuse ?")
    assert refused.status == "refused"


def test_examples_of_another_setting_are_in_doubt(assistant: Assistant) -> None:
    assert assistant.ask("Garages solidaires : exemples de villes").status == "answered"
    rural = assistant.ask("Garages solidaires : exemples de communes rurales")
    assert rural.status == "partial"
    assert "communes rurales" in rural.missing[0]


def test_what_a_law_says_that_no_passage_names_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("Que prévoit la loi d'orientation des mobilités pour les communes ?")
    assert answer.status == "refused"
    lacks = answer.missing[0].replace("\u00a0", " ")
    assert "faute de passage sur « loi d’orientation des mobilités »" in lacks
    for told in ("Depuis la loi LOM nous sommes autorité organisatrice. C", "Avec la loi LOM, c"):
        asked = assistant.ask(f"{told}omment soutenir un garage solidaire ?")
        assert asked.status != "refused"


def test_a_model_to_copy_that_no_fiche_has_is_refused(assistant: Assistant) -> None:
    asked = "Existe-t-il {} pour soutenir un garage solidaire ?"
    assert assistant.ask(asked.format("des leviers")).status != "refused"
    assert assistant.ask(asked.format("un modèle de convention")).status == "refused"
    told = "On nous a donné un modèle de convention. Comment soutenir un garage solidaire ?"
    assert assistant.ask(told).status != "refused"


def found_without(assistant: Assistant, asked: str, kind: str) -> Found:
    """What is found for a question that is taken for answered, in all but sections of a kind."""
    question = understand(asked)
    with assistant.reading() as index:
        looked = [
            replace(one, decision=replace(one.decision, verdict="answers"), hits=hits)
            for one in looked_at(index, assistant.models, question, Clock())
            for hits in ([hit for hit in one.hits if hit.section.kind != kind],)
        ]
        (found,) = found_in(index, assistant.models, question, looked, Clock())
    assert found.extracts
    return found


def test_what_others_have_done_is_not_told_without_an_example(assistant: Assistant) -> None:
    asked = "Quels arguments tirés de l'expérience d'autres villes pour soutenir un garage ?"
    assert not found_without(assistant, asked, "example").answered
    assert found_without(assistant, asked, "resources").answered


def test_another_page_than_that_of_what_is_left_out_makes_nothing_sure(
    assistant: Assistant,
) -> None:
    question = understand("Quels garages solidaires sont soutenus ?")
    with assistant.reading() as index:
        (one,) = looked_at(index, assistant.models, question, Clock())
        best, *others = sorted(one.hits, key=lambda hit: "Angers" not in hit.text)
        assert "Angers" in best.text
        part = replace(one.part, without=("Angers",))
        answered = []
        for same_page in (True, False):
            hits = [hit for hit in others if (hit.document == best.document) is same_page]
            kept = [hit for hit in hits if "Angers" not in f"{hit.heading} {hit.text}"]
            decision = replace(one.decision, verdict="answers", probability=0.99)
            seen = replace(one, part=part, hits=[best, *kept], decision=decision)
            (found,) = found_in(index, assistant.models, question, [seen], Clock())
            assert found.extracts
            answered.append(found.answered)
    assert answered == [True, False]


def test_what_names_the_thing_that_is_named_is_quoted(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "Comment repérer les acteurs de l'ESS, comme à Brest ?"
    quotes = [one.quote for one in assistant.ask(asked).citations]
    assert "Brest" in " ".join(quotes)
    monkeypatch.setattr("assistant.finding.with_names", lambda *given: given[2])
    others = [one.quote for one in assistant.ask(asked).citations]
    assert "Brest" not in " ".join(others)
    assert set(others) < set(quotes)


def test_a_name_elsewhere_makes_nothing_sure(assistant: Assistant) -> None:
    said = assistant.ask("et à Lyon, qui le finance ?", ["C'est quoi le 108 ?"])
    assert said.status != "answered"


def test_another_example_is_what_a_passage_shows_beside_the_first(assistant: Assistant) -> None:
    shown = assistant.ask("Le Tamanoir, c'est quoi ?").citations
    assert "Tamanoir" in " ".join(one.quote for one in shown)
    question = understand("Le Tamanoir : vous avez la même chose à la campagne ?")
    with assistant.reading() as index:
        looked = [
            replace(one, decision=replace(one.decision, verdict="answers"))
            for one in looked_at(index, assistant.models, question, Clock())
        ]
        (found,) = found_in(index, assistant.models, question, looked, Clock(), [shown])
    quotes = " ".join(run.quote for run in found.extracts)
    assert "Royères" in quotes
    assert "Tamanoir" not in quotes


def test_a_smaller_one_is_not_the_one_that_was_shown(assistant: Assistant) -> None:
    asked = "La maison de l'ESS de Dieppe, elle existe depuis quand ?"
    shown = {one.section_id for one in assistant.ask(asked).citations}
    smaller = assistant.ask("et en plus petit, un exemple ?", [asked])
    assert shown.isdisjoint(one.section_id for one in smaller.citations)
    assert assistant.ask("une maison de l'ESS, un exemple ?", [asked]).citations


def test_a_second_question_that_the_same_words_answer_must_be_surer(assistant: Assistant) -> None:
    question = understand("Quelles activités Solidarauto49 exerce-t-il ?")
    answered = []
    with assistant.reading() as index:
        (one,) = looked_at(index, assistant.models, question, Clock())
        for probability in (0.9, 0.7):
            looked = [
                replace(one, decision=replace(one.decision, verdict="answers", probability=sure))
                for sure in (0.9, probability)
            ]
            found = found_in(index, assistant.models, question, looked, Clock())
            answered.append([part.answered for part in found])
    assert answered == [[True, True], [True, False]]


def test_a_reading_list_that_no_fiche_has_is_not_given(assistant: Assistant) -> None:
    asked = "Quelles lectures pour aller plus loin sur la mobilité durable ?"
    assert not found_without(assistant, asked, "resources").answered


def test_what_is_done_already_is_not_what_is_asked(assistant: Assistant) -> None:
    before = ["Comment connaître les acteurs de l'ESS de mon territoire ?"]
    asked = "qui nous emmène à la piscine le lundi ?"
    done = "une fois le diagnostic fait avec la CRESS"
    assert assistant.ask(f"{done}, {asked}", before).status != "answered"


@pytest.mark.parametrize(
    "asked",
    [
        "et la météo de demain matin, elle sera bonne pour tout ça chez nous ?",
        "et vous auriez ça plutôt à la montagne, en station de ski, par hasard ?",
    ],
)
def test_what_is_asked_of_a_topic_beside_what_is_quoted_is_in_doubt(
    assistant: Assistant, asked: str
) -> None:
    before = ["Comment une commune peut-elle soutenir les garages solidaires ?"]
    assert assistant.ask(before[0]).status == "answered"
    found = assistant.ask(asked, before)
    assert "garages solidaires : " in found.understood_as.replace("\u00a0", " ")
    assert found.status != "answered"


STORY = "Mon président hésite entre deux vice-présidences. "
ALONE = "Comment soutenir un tiers-lieu associatif ?"


def looked(probability: float, verdict: Verdict, text: str) -> Looked:
    return Looked(Part(text, "ways"), (), None, None, Decision(verdict, probability, probability))


def looked_at_alone(
    assistant: Assistant,
    monkeypatch: pytest.MonkeyPatch,
    one: Looked,
    alone: tuple[float, Verdict],
) -> Looked:
    """What is kept of a part, whose question is decided on like this by itself."""
    monkeypatch.setattr(
        finding, "_look", lambda index, models, question, part, *_: looked(*alone, part.text)
    )
    with assistant.reading() as index:
        given = (index, assistant.models, understand(one.part.text), one, Clock(), 0.0)
        return finding._looked_at_alone(*given)


@pytest.mark.parametrize(
    ("told", "alone", "kept", "verdict"),
    [
        ((0.8, "answers"), (0.9, "answers"), "alone", "answers"),
        ((0.9, "answers"), (0.8, "answers"), "told", "answers"),
        ((0.8, "answers"), (0.1, "refused"), "told", "doubtful"),
        ((0.1, "refused"), (0.8, "answers"), "alone", "doubtful"),
        ((0.2, "doubtful"), (0.1, "refused"), "told", "doubtful"),
    ],
)
def test_what_only_a_story_or_only_its_question_finds_is_in_doubt(
    assistant: Assistant,
    monkeypatch: pytest.MonkeyPatch,
    told: tuple[float, Verdict],
    alone: tuple[float, Verdict],
    kept: str,
    verdict: Verdict,
) -> None:
    found = looked_at_alone(assistant, monkeypatch, looked(*told, STORY + ALONE), alone)
    assert found.part.text == (ALONE if kept == "alone" else STORY + ALONE)
    assert found.decision.verdict == verdict


@pytest.mark.parametrize(
    ("led", "alone", "kept", "verdict"),
    [
        ((0.3, "answers"), (0.9, "answers"), "led", "answers"),
        ((0.9, "answers"), (0.1, "refused"), "led", "answers"),
        ((0.1, "refused"), (0.8, "answers"), "alone", "doubtful"),
        # The bounds of the gate's models differ: what answers goes before what is likelier.
        ((0.5, "doubtful"), (0.4, "answers"), "alone", "doubtful"),
        ((0.1, "refused"), (0.1, "refused"), "led", "refused"),
    ],
)
def test_a_question_that_finds_nothing_with_its_topic_is_looked_at_alone(
    assistant: Assistant,
    monkeypatch: pytest.MonkeyPatch,
    led: tuple[float, Verdict],
    alone: tuple[float, Verdict],
    kept: str,
    verdict: Verdict,
) -> None:
    one = looked(*led, f"Le 108 à Orléans : {ALONE}")
    one = replace(one, part=replace(one.part, own=ALONE))
    found = looked_at_alone(assistant, monkeypatch, one, alone)
    assert found.part.text == (ALONE if kept == "alone" else one.part.text)
    assert found.decision.verdict == verdict


def test_a_question_after_a_story_is_answered_as_by_itself(assistant: Assistant) -> None:
    asked = "Comment ma commune peut-elle soutenir les garages solidaires ?"
    alone = assistant.ask(asked)
    story = "Nos demandeurs d'emploi ne peuvent plus réparer leur voiture."
    told = assistant.ask(f"{story} {asked}")
    assert told.status == alone.status == "answered"
    assert told.citations == alone.citations
