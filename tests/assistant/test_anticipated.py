"""What anticipated questions say of a new one, and of which texts."""

import json
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from assistant.answer import Assistant
from assistant.anticipated import Near, Questions, open_questions
from assistant.gate import asked_evidence, decide, evidence, probability_of, read_evidence
from assistant.question import understand
from assistant.reader.reading import Readings
from assistant.search import search
from corpus.anticipated import (
    Anticipated,
    anticipated,
    anticipated_vectors,
    encoded_with,
    known_texts,
    recognised,
    text_digest,
)
from corpus.encoder import open_encoder
from corpus.settings import Settings, settings
from corpus.text import units
from corpus.types import Document, Passage, Section
from evals.anticipated import main, problems, read_again, unread
from evals.measured import measured_texts
from ingest.pipeline import ingest
from ingest.split import split
from tests.stand_in import WordEncoder


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


def near(assistant: Assistant, text: str) -> Near:
    with assistant.reading() as index:
        found = assistant.models.near(index, text)
    assert found is not None
    return found


def test_what_the_fiches_answer_is_told_from_what_they_do_not(assistant: Assistant) -> None:
    told = near(assistant, "Comment notre commune peut-elle aider un garage solidaire ?")
    untold = near(assistant, "Quel est le prix d'une vidange dans un garage solidaire ?")
    assert told.answered > 0.6 > 0.5 > untold.answered
    assert told.lead > 0 > untold.lead


def test_what_is_learnt_holds_without_a_few_questions_and_not_without_a_page(
    assistant: Assistant,
) -> None:
    text = "C'est quoi l'économie sociale et solidaire, en deux mots ?"
    vector = assistant.models.encoder.queries([text])[0]
    with assistant.reading() as index:
        documents = dict(index.documents)
        whole = Questions().near(index, vector)
    # Some sentences of the page have no like in its digest: the questions on them are left out.
    assert whole
    assert whole.answered > 0.6
    del documents["municipaless-2026-01"]
    without = Questions().near(Texts(documents), vector)  # type: ignore[arg-type]
    assert without
    assert without.answered < 0.4


def test_the_section_that_answers_comes_first(assistant: Assistant) -> None:
    asked = "Où trouve-t-on une école du web ouverte aux habitants des quartiers ?"
    with assistant.reading() as index:
        found = assistant.models.near(index, asked)
        assert found is not None
        best = index.passage(max(found.passages, key=lambda name: found.passages[name]))
        assert best
        assert "écoles du web" in index.sections[best.section_id].heading


def test_what_no_fiche_is_about_is_near_no_question_that_one_answers(assistant: Assistant) -> None:
    for text in ("Raconte-moi une blague", "Comment renouveler mon passeport ?", "zzz zzz"):
        assert near(assistant, text).answered < 0.5


@dataclass(eq=False)
class Texts:
    """As much of an index as anticipated questions look at."""

    documents: dict[str, Document]
    sections: dict[str, Section] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sections = {s.section_id: s for d in self.documents.values() for s in d.sections}
        self.passages = [p for d in self.documents.values() for p in split(d, 300)]


def test_a_changed_text_is_one_that_no_question_was_written_for(assistant: Assistant) -> None:
    with assistant.reading() as index:
        document = index.documents["departements-ess"]
    changed = replace(document, text=document.text.replace("ESS", "ESS nouvelle"))
    vector = assistant.models.encoder.queries(["À qui s'adresse le kit ?"])[0]
    known = Questions().near(Texts({"departements-ess": document}), vector)  # type: ignore[arg-type]
    assert known is not None
    assert known.known == {"departements-ess#1"}
    assert Questions().near(Texts({"departements-ess": changed}), vector) is None  # type: ignore[arg-type]


def test_a_corrected_sentence_loses_its_own_questions_alone(assistant: Assistant) -> None:
    with assistant.reading() as index:
        document = index.documents["departements-ess"]
    (section,) = document.sections
    text = recognised(document.text, section.start, section.end)
    second = text.sentences[1][0]
    # As long as before, so that the section's offsets still hold.
    words = document.text[second:].split(" ", 2)
    other = " ".join(["X" * len(words[0]), words[1], words[2]])
    changed = replace(document, text=document.text[:second] + other)
    again = recognised(changed.text, section.start, section.end)
    assert again.section == text.section == "departements-ess#1"
    assert [bool(names) for _, names in again.sentences] == [
        place != 1 for place in range(len(text.sentences))
    ]
    vector = assistant.models.encoder.queries(["À qui s'adresse le kit ?"])[0]
    before = Questions().near(Texts({"departements-ess": document}), vector)  # type: ignore[arg-type]
    after = Questions().near(Texts({"departements-ess": changed}), vector)  # type: ignore[arg-type]
    assert before
    assert after
    assert before.known == after.known
    assert ("departements-ess", second) not in after.sentences
    assert after.sentences


def test_a_line_that_stands_in_a_section_is_not_the_section(assistant: Assistant) -> None:
    with assistant.reading() as index:
        document = index.documents["departements-ess"]
    (section,) = document.sections
    spans = list(units(document.text, section.start, section.end))
    assert not recognised(document.text, *spans[0]).section
    most = spans[len(spans) // 2 + 1][1]
    assert recognised(document.text, section.start, most).section == "departements-ess#1"


def test_a_lead_in_belongs_to_the_passage_of_its_list(assistant: Assistant) -> None:
    asked = next(q for q in anticipated() if q.about == ("municipaless-2026-01#1:12",))
    with assistant.reading() as index:
        found = assistant.models.near(index, asked.question)
        assert found
        listed = index.passage("municipaless-2026-01#1.3")
        assert listed
        text = index.documents["municipaless-2026-01"].text
        assert text[: listed.start].rstrip().endswith("cumulatives :")
        assert found.passages[listed.passage_id] > 0.5


def faq(folder: Path, answers: dict[str, str]) -> None:
    """Write answers of our own by their questions, as `faq.jsonl`."""
    shared = {"theme": "autre", "updated": "2026-03-01"}
    rows = (
        shared | {"id": f"faq-{number}", "question": question, "answer": answer}
        for number, (question, answer) in enumerate(answers.items())
    )
    (folder / "faq.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")


def test_what_nothing_was_anticipated_of_keeps_its_rank(digests: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(digests, index)
    names = ("la cantine", "le gymnase", "le cinéma", "la piscine", "le théâtre")
    told = "la commune vote un budget et demande une aide à la région."
    faq(tmp_path, {f"Comment financer {n} de la commune ?": f"Pour {n}, {told}" for n in names})
    ingest([str(tmp_path / "faq.jsonl")], index, settings())
    assistant = Assistant(index, settings())
    without = replace(assistant.models, questions=None)
    for text in (
        "Comment aider un garage solidaire ?",
        "Quel budget pour un club de l'ESS ?",
        "Comment financer un lieu culturel de la commune ?",
    ):
        question = understand(text)
        with assistant.reading() as reading:
            ranks = [
                {
                    hit.document.document_id: hit.rank
                    for hit in search(reading, models, question, question.parts[0], 90)
                    if hit.document.source_kind == "faq"
                }
                for models in (assistant.models, without)
            ]
        assert len(ranks[0]) == len(names)
        assert ranks[0] == ranks[1]


def test_what_falls_below_all_known_passages_stays_below_in_its_order(tmp_path: Path) -> None:
    answers = {
        "La cantine ?": "La cantine : les enfants y mangent du pain.",
        "Le gymnase ?": "Le gymnase : le département prête ses agrès.",
        "Le théâtre ?": "Le théâtre : on y joue chaque hiver.",
    }
    faq(tmp_path, answers)
    page = Path("corpus/fiches/departements-ess.md")
    ingest([str(page), str(tmp_path / "faq.jsonl")], tmp_path / "index", settings())
    assistant = Assistant(tmp_path / "index", settings())
    without = replace(assistant.models, questions=None)
    question = understand("Quel rôle pour les départements dans l'ESS ?")
    with assistant.reading() as index:
        found, plain = (
            search(index, models, question, question.parts[0], 9)
            for models in (assistant.models, without)
        )
    order = [hit.passage.passage_id for hit in found]
    assert order == [hit.passage.passage_id for hit in plain]
    assert [hit.document.document_id for hit in found[:2]] == ["departements-ess"] * 2
    assert len({hit.score for hit in found}) == len(found)


def test_layout_and_punctuation_do_not_make_another_text(assistant: Assistant) -> None:
    with assistant.reading() as index:
        document = index.documents["departements-ess"]
    # As long as before, so that the section's offsets still hold.
    spaced = replace(document, text=document.text.replace("’", "'").replace(", ", " ;"))
    vector = assistant.models.encoder.queries(["À qui s'adresse le kit ?"])[0]
    assert Questions().near(Texts({"departements-ess": spaced}), vector)  # type: ignore[arg-type]


def test_another_encoder_or_the_setting_leaves_them_out(assistant: Assistant) -> None:
    encoder = assistant.models.encoder
    assert open_questions(Settings(), encoder)
    assert open_questions(Settings(anticipated=False), encoder) is None
    assert open_questions(Settings(), WordEncoder()) is None


@pytest.mark.parametrize("known", [True, False])
def test_the_gate_counts_them_for_the_passages_they_were_written_for(
    assistant: Assistant, known: bool
) -> None:
    question = understand("Comment aider un garage solidaire ?")
    part = question.parts[0]
    reader = assistant.models.reader
    assert reader
    with assistant.reading() as index:
        hits = search(index, assistant.models, question, part, 12)
        found = assistant.models.near(index, part.text)
        assert found
        if not known:
            found = replace(found, known=found.known - {hits[2].section.section_id})
        readings = Readings(reader, part.text)
        decided = decide(index, question, part, hits, readings, found).probability
        unread = decide(index, question, part, hits, None, found).probability
        values = evidence(index, question, part, hits)
        read = values | read_evidence(readings, hits)
    if known:
        assert decided == unread == probability_of(values | asked_evidence(found), "with_questions")
    else:
        assert decided == probability_of(read, "with_reader")
        assert unread == probability_of(values, "without_reader")


def test_what_no_near_question_is_about_is_refused(assistant: Assistant) -> None:
    question = understand("Comment aider un garage qui répare des trottinettes ?", None, None, None)
    part = question.parts[0]
    with assistant.reading() as index:
        hits = search(index, assistant.models, question, part, 12)
        found = assistant.models.near(index, part.text)
        assert found
        none, few, most = (
            decide(index, question, part, hits, None, replace(found, about=share))
            for share in (0.1, 0.6, 0.9)
        )
    assert none == few
    assert few.verdict == "refused"
    assert most != few
    assert not replace(found, about=0.94).is_of_field


@pytest.mark.parametrize(
    "text",
    [
        "Que fait le Club'ESS de Montreuil ?",
        "Comment Marseille soutient-elle l'autopartage ?",
        "Que fait-on à Strasbourg pour les garages solidaires ?",
    ],
)
def test_a_town_that_no_passage_names_is_no_nearer_for_its_like(
    assistant: Assistant, text: str
) -> None:
    without = replace(assistant.models, questions=None)
    question = understand(text)
    part = question.parts[0]
    with assistant.reading() as index:
        hits = search(index, without, question, part, 12)
        readings = Readings(without.reader, part.text) if without.reader else None
        found = assistant.models.near(index, part.text)
        decided = [decide(index, question, part, hits, readings, near) for near in (found, None)]
    assert decided[0] == decided[1]


def test_what_two_pages_answer_holds_with_either(assistant: Assistant) -> None:
    (one, *_) = (q for q in anticipated() if q.answered == "yes" and len(pages(q)) > 1)
    with assistant.reading() as index:
        documents = dict(index.documents)
        vector = assistant.models.encoder.queries([one.question])[0]
        whole = Questions().alike(index, vector)
        assert next(whole).question == one.question
        del documents[pages(one)[0]]
        left = list(Questions().alike(Texts(documents), vector))  # type: ignore[arg-type]
        assert left[0].question == one.question
        del documents[pages(one)[1]]
        left = list(Questions().alike(Texts(documents), vector))  # type: ignore[arg-type]
        assert one.question not in {alike.question for alike in left}


def pages(one: Anticipated) -> list[str]:
    return list(dict.fromkeys(name.partition("#")[0] for name in one.about))


def test_each_section_of_the_digests_was_read(assistant: Assistant) -> None:
    with assistant.reading() as index:
        assert unread(index.documents) == {}


def test_the_questions_that_ship_are_in_order(assistant: Assistant) -> None:
    with assistant.reading() as index:
        assert list(problems(anticipated(), index.documents, measured_texts())) == []


def test_none_copies_a_page(kits: Path) -> None:
    with Assistant(kits, settings()).reading() as index:
        assert list(problems(anticipated(), index.documents, measured_texts())) == []
        assert unread(index.documents) == {}


def test_what_is_read_again_keeps_its_place(assistant: Assistant) -> None:
    with assistant.reading() as index:
        document = index.documents["departements-ess"]
    (section,) = document.sections
    spans = list(units(document.text, section.start, section.end))
    sentences = [document.text[start:end] for start, end in spans]
    held = recognised(document.text, section.start, section.end)
    numbers = [int(min(names).partition(":")[2]) for _, names in held.sentences]
    known = [[text_digest(text)] for text in sentences]
    texts = {"departements-ess#1": [[] for _ in range(max(numbers) + 1)]}
    for number, digests in zip(numbers, known, strict=True):
        texts["departements-ess#1"][number] += digests
    new = [*sentences[:1], "Une phrase corrigée.", *sentences[2:], "Une phrase ajoutée."]
    text = " ".join(new)
    whole = replace(section, start=0, end=len(text))
    name, again = read_again(texts, replace(document, text=text, sections=(whole,)), whole)
    assert name == "departements-ess#1"
    assert again[-1] == [text_digest("Une phrase ajoutée.")]
    assert text_digest("Une phrase corrigée.") in again[numbers[0] + 1]


def test_a_section_of_which_most_changed_keeps_its_name_and_numbers(assistant: Assistant) -> None:
    with assistant.reading() as index:
        document = index.documents["municipaless-2026-05"]
    # The digest leaves out a section of the page: from there on its sections count one less.
    section = document.sections[1]
    known = recognised(document.text, section.start, section.end)
    assert known.section != section.section_id
    kept = document.text[section.start : section.end]
    text = "Une longue introduction toute nouvelle. " * 40 + "\n\n" + kept
    whole = replace(section, start=0, end=len(text))
    again = replace(document, text=text, sections=(whole,))
    assert not recognised(text, 0, len(text)).section
    name, sentences = read_again(known_texts(), again, whole)
    assert name == known.section
    before = known_texts()[name]
    assert [digests[: len(old)] for digests, old in zip(sentences, before, strict=False)] == before


def test_another_text_under_a_known_name_has_its_own(assistant: Assistant) -> None:
    with assistant.reading() as index:
        document = index.documents["departements-ess"]
    (section,) = document.sections
    text = "Un texte tout autre. Il ne garde rien."
    whole = replace(section, start=0, end=len(text))
    other = replace(document, text=text, sections=(whole,))
    name, sentences = read_again(known_texts(), other, whole)
    assert name == "departements-ess#2"
    assert len(sentences) == 2
    named = replace(whole, section_id="departements-ess#9")
    assert read_again(known_texts(), other, named)[0] == "departements-ess#9"


def test_sentences_are_printed_by_name(digests: Path) -> None:
    asked = ["--index", str(digests), "--sentences", "departements-ess"]
    printed = CliRunner().invoke(main, asked)
    names = [line.split("\t")[0] for line in printed.stdout.splitlines()]
    assert printed.exit_code == 0
    assert names[0] == "departements-ess#1:0"
    assert "?" not in names
    unknown = CliRunner().invoke(main, [*asked[:3], "ailleurs"])
    assert unknown.exit_code == 1
    assert "« ailleurs »" in unknown.stderr


QUESTION = Anticipated("Que peut-on y faire ?", "yes", ("departements-ess#1:0",))


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        ([QUESTION, replace(QUESTION, question="que peut on y faire")], "deux fois"),
        ([replace(QUESTION, about=("ailleurs#1:0",))], "« ailleurs#1:0 » n’est pas dans"),
        ([replace(QUESTION, about=("departements-ess#1",))], "« departements-ess#1 » n’est pas"),
        ([replace(QUESTION, answered="no")], "« departements-ess#1:0 » n’est pas dans"),
        ([replace(QUESTION, about=())], "quelle phrase"),
        ([replace(QUESTION, question="Un cas ?")], "cas d’évaluation"),
        ([replace(QUESTION, question="un deux trois quatre cinq six sept")], "7 mots de suite"),
    ],
)
def test_a_fault_is_named(questions: list[Anticipated], said: str) -> None:
    text = "Zéro, un, deux, trois, quatre, cinq, six, sept, huit."
    document = Document(
        "a", "A", "", "", None, (), "", "", "page", text, (Section("a#1", "", (), "text", 0, 9),)
    )
    (problem,) = problems(questions, {"a": document}, ["Un cas ?"])
    assert said in problem


def test_the_vectors_are_those_of_the_questions() -> None:
    vectors = anticipated_vectors()
    encoder = open_encoder(Settings())
    assert encoded_with() == encoder.name
    assert len(vectors.values) == len(anticipated())
    places = range(0, len(anticipated()), 150)
    again = encoder.queries([anticipated()[place].question for place in places])
    cosines = np.sum(again * vectors.values[list(places)], axis=1)
    assert cosines.min() > 0.99


def test_the_places_are_those_of_the_vectors() -> None:
    vectors = anticipated_vectors()
    assert len(vectors.places) == len(vectors.values)
    again = vectors.metric.places(vectors.values[::150])
    assert np.sum(again * vectors.places[::150], axis=1).min() > 0.99
