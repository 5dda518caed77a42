"""What the jurists' pages show is escaped, and their fields are read as a person writes them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qsl

import pytest

from assistant.answer import Assistant
from assistant.records.asked import asked_of
from assistant.records.batches import Unfinished
from assistant.records.lacking import Gap, gaps
from assistant.records.listing import Filter, Page
from assistant.records.measures import Measured
from assistant.records.types import Asker, AskerReply, Event, QueueRow, Reuse, ValidatedAnswer
from assistant.triage import personal
from assistant.triage.personal import masked
from assistant.triage.types import Duplicate
from assistant.types import Answer
from corpus.encoder import open_encoder
from corpus.errors import AssistantError
from corpus.settings import settings
from corpus.types import Document
from ui import figures, replies, words
from ui.fields import field_of
from ui.publishing import Published
from ui.queue import answers_render, citing, filters, progress, question, render, reuse, sent

EVIL = '<img src=x onerror="alert(1)">'
NOW = datetime(2026, 3, 12, 9, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    return assistant.ask("Comment ma commune peut-elle soutenir les garages solidaires ?")


@pytest.fixture(scope="module")
def row(answer: Answer) -> QueueRow:
    return QueueRow(
        id=7,
        external_id="q7",
        batch="lot.csv",
        source="batch",
        asker=Asker("Commune de Vallombre", "Élue"),
        question="Peut-on aider un garage ?",
        masked="Peut-on aider un garage ?",
        decision="reponse_partielle",
        theme="mobilite",
        level="commune",
        confidence=0.62,
        reasons=("Une fiche en traite.",),
        answer=answer,
        for_jurist=answer.citations[:1],
        duplicates=(),
        created_at=NOW,
        changed_at=NOW,
        state="a_traiter",
        assigned_to="",
        reply="",
        reply_citations=(),
        replied_by="",
        replied_at=None,
        edited=None,
        answer_id=None,
        duplicate_of=None,
        version=1,
    )


def test_a_row_is_told_in_french_and_opens_its_question(row: QueueRow) -> None:
    shown = render.rows(Page((row,), 30, 1, 25))
    for said in (
        "N° 7, 12 mars 2026",
        "Commune de Vallombre",
        "Réponse partielle",
        "Mobilité",
        "62",
    ):
        assert said in shown
    assert 'data-id="7"' in shown
    assert "par le lot «\u00a0lot.csv\u00a0», numéro q7" in question.whole(row, [], {}, {})
    assert "page 1 sur 2" in render.place(Page((row,), 30, 1, 25), "")


def test_everything_of_a_question_is_escaped(
    row: QueueRow, answer: Answer, assistant: Assistant
) -> None:
    cited = tuple(replace(c, title=EVIL, heading=EVIL, quote=EVIL) for c in answer.citations)
    drafted = replace(answer, text=EVIL, citations=cited, missing=(EVIL,))
    hostile = replace(
        row,
        batch=EVIL,
        asker=Asker(EVIL, EVIL, EVIL),
        question=EVIL,
        reasons=(EVIL,),
        answer=drafted,
        for_jurist=cited,
        duplicates=(Duplicate(EVIL, EVIL, 0.9, (EVIL,)), Duplicate("jurist-1", EVIL, 0.8)),
        assigned_to=EVIL,
        reply=EVIL,
        reply_citations=cited,
        replied_by=EVIL,
        replied_at=NOW,
    )
    event = Event(1, 7, NOW, EVIL, "assign", EVIL, {"assigned_to": ("", EVIL)})
    validated = ValidatedAnswer(
        1, EVIL, EVIL, "autre", None, EVIL, NOW.date(), None, NOW, EVIL, EVIL, cited, ()
    )
    reply = AskerReply(7, EVIL, NOW, "validee", EVIL, cited, NOW)
    counts = {"autre": 1}
    measured = Measured(1, 0, 0, counts, {"": 1}, {"2026-03": 1}, 1, *[0] * 7, None, None)
    documents = assistant._newest.documents
    pages = [
        question.whole(hostile, [event], documents, {"jurist-1": validated}),
        render.rows(Page((hostile,), 1, 1, 25)),
        render.said(EVIL, wrong=True),
        answers_render.listed([validated], {}, NOW.date()),
        answers_render.chosen(validated),
        replies.transmitted([reply], {7: EVIL}, documents),
        replies.said(EVIL),
        replies.offer(replies.Unanswered(EVIL, EVIL, True)),
        figures.figures(measured),
        figures.gaps([Gap((EVIL,), EVIL, (EVIL, EVIL))], {"since": EVIL}),
    ]
    for page in pages:
        assert "<img" not in page
    assert sum("&lt;img" in page for page in pages) == 9


def test_a_quote_of_a_document_that_has_changed_is_shown_by_itself(
    row: QueueRow, assistant: Assistant
) -> None:
    def shown(documents: dict[str, Document]) -> str:
        return question.whole(replace(row, answer=None), [], documents, {})

    documents = dict(assistant._newest.documents)
    before = shown(documents)
    name = row.for_jurist[0].document_id
    documents[name] = replace(documents[name], text="Autre texte.\n" + documents[name].text)
    for other in (documents, {}):
        assert "<mark>" in shown(other)
        assert len(shown(other)) < len(before)


def test_who_waits_is_told_to_wait_and_who_was_rejected_so_and_why() -> None:
    waiting = AskerReply(7, "Puis-je ?", NOW, "doublon", "", (), None)
    assert "En attente" in replies.transmitted([waiting], {7: "a"}, {})
    rejected = AskerReply(8, "Et là ?", NOW, "rejetee", "Voyez le préfet.", (), NOW)
    shown = replies.transmitted([rejected], {8: "b"}, {})
    assert "n’a pas retenu votre question, le 12 mars 2026" in shown
    assert "La raison qu’il donne</h4><p>Voyez le préfet.</p>" in shown
    assert "Réponse" not in shown
    without = replies.transmitted([replace(rejected, reply="")], {8: "b"}, {})
    assert "pas donné la raison" in without


def test_an_offer_says_whether_the_fiches_answer_in_part() -> None:
    asked = "Et pour nous ? " * 20
    offered = replies.offer(replies.Unanswered(asked, "", is_refused=True))
    assert "Les fiches ne répondent pas\u00a0:" in offered
    assert "…\u00a0»" in offered
    partly = replies.offer(replies.Unanswered(asked, "", is_refused=False))
    assert "Les fiches ne répondent peut-être pas entièrement\u00a0:" in partly


def test_a_rejected_question_is_not_said_to_be_answered(row: QueueRow) -> None:
    rejected = replace(row, state="rejetee", replied_by="Camille Essai", replied_at=NOW)
    for reply in ("", "Voyez le préfet."):
        shown = question.whole(replace(rejected, reply=reply), [], {}, {})
        assert "Question rejetée par Camille Essai" in shown
        assert "Réponse donnée" not in shown
    measured = Measured(
        3, 1, 1, {"autre": 3}, {"": 3}, {"2026-03": 3}, 3, *[0] * 4, 1, 0, 0, 2.0, 2.0
    )
    assert "dont 1 avec une réponse et 1\u00a0rejetée." in figures.figures(measured)


def test_each_table_of_the_overview_names_its_whole_and_sums_to_it() -> None:
    numbers = (2, 4, 1, 0, 1, 0, 1, 1)
    measured = Measured(8, 3, 0, {"autre": 8}, {"": 8}, {"2026-03": 8}, *numbers, 2.0, 5.0)
    shown = figures.figures(measured).replace("\u00a0", " ")
    arrived, answered = shown.split("<h2>")[1:3]
    assert "Sur 8 questions arrivées" in arrived
    assert re.findall(r"(\d+) %", arrived) == ["25", "50", "13", "0", "12"]
    assert "Sur 3 questions avec une réponse" in answered
    assert re.findall(r">(\d+)<", answered) == ["0", "1", "1", "1"]
    assert sum(map(int, re.findall(r"(\d+) %", answered))) == 100


def test_an_answer_that_the_assistant_does_not_cite_yet_is_said_to_wait(
    assistant: Assistant,
) -> None:
    waiting = ValidatedAnswer(
        3, "Qui paie ?", "Lui.", "autre", None, "Paul", NOW.date(), None, None, "", "", (), ()
    )
    shown = answers_render.listed([waiting], {}, NOW.date()).replace("\u00a0", " ")
    assert '<span class="tag doublon">À publier, sans date de fin</span>' in shown
    assert "1 réponse est à publier : l’assistant ne la cite pas encore. Cliquez sur" in shown
    stored = replace(next(iter(assistant._newest.documents.values())), source_kind="jurist")
    cited = {waiting.document_id: replace(stored, valid_until="")}
    shown = answers_render.listed([waiting], cited, NOW.date())
    assert '<span class="tag reponse_fiche">En vigueur, sans date de fin</span>' in shown
    assert "à publier" not in shown
    # Its end was put off after it had passed.
    ended = {waiting.document_id: replace(stored, valid_until="2026-03-01")}
    assert answers_render.state_of(waiting, ended, NOW.date()) == "a_publier"
    past = replace(waiting, valid_until=date(2026, 3, 1))
    assert answers_render.state_of(past, {}, NOW.date()) == "echue"


@pytest.mark.parametrize(
    ("header", "said", "day"),
    [
        ("Reçue le", "03/02/2026", date(2026, 2, 3)),
        ("Horodateur", "3/2/2026 14:05:10", date(2026, 2, 3)),
        ("Date d’envoi", "2026-02-03 00:00:00", date(2026, 2, 3)),
        ("date_de_réception", "2026-02-03T09:00:00Z", date(2026, 2, 3)),
        ("Date", "2026/02/03 10:11:12", date(2026, 2, 3)),
        ("Date", "03/02/2026, 10:11", date(2026, 2, 3)),
        ("Date", "03/02/26", date(2026, 2, 3)),
        ("Date", "3.2.26 10:11", date(2026, 2, 3)),
        ("Date", "03/02/62", None),
        ("Date", "03/02/2", None),
        ("Date", "hier", None),
        ("Date", "31/02/2026", None),
        ("Date", "03/02/2062", None),
        ("Date", "0001-01-01", None),
        ("Échéance", "03/02/2026", None),
    ],
)
def test_the_day_on_which_a_question_was_received_is_read_from_its_column(
    header: str, said: str, day: date | None
) -> None:
    received, note = sent.received_on({"Collectivité": "Ville de Port-Clair", header: said})
    assert received == day
    assert (f"« {said} »" in note) == (day is None and header != "Échéance")


def test_a_time_is_that_of_paris_in_winter_and_summer() -> None:
    late = datetime(2026, 7, 31, 22, 30, tzinfo=UTC)
    assert words.day(late) == "1er août 2026"
    assert words.moment(late).replace("\u00a0", " ") == "1er août 2026 à 0 h 30"
    assert words.day(datetime(2026, 12, 31, 22, 30, tzinfo=UTC)) == "31 décembre 2026"


MAIL = """Bonjour,

Notre commune prête un minibus à Mme Odette Vauquelin. Quelle assurance faut-il souscrire ?

Vous pouvez me joindre au 01 99 00 12 34.

Cordialement,
Firmin Delacour
Mairie de Montfleury
"""


def test_what_is_published_of_a_mail_is_what_it_asks_without_personal_data() -> None:
    asked = asked_of(MAIL, masked(MAIL))
    assert "Quelle assurance faut-il souscrire ?" in asked
    for left in ("Bonjour", "Cordialement", "Vauquelin", "Delacour", "01 99"):
        assert left not in asked
    assert asked_of("Qui paie ?", "Qui paie ?") == "Qui paie ?"


def test_personal_data_is_published_only_where_each_piece_was_allowed() -> None:
    def kept(text: str, *allowed: str) -> Reuse | None:
        return reuse.reuse_of(True, "Écrivez à l.roy@exemple.test.", "Qui ?", text, "", allowed)

    with pytest.raises(reuse.PersonalData) as caught:
        kept("")
    assert caught.value.found == ("l.roy@exemple.test (courriel)",)
    assert str(caught.value).count(" : ") == 1
    allowed = caught.value.found
    assert kept("", *allowed, "Paul Riou (nom)") == Reuse("Qui ?", "", allowed=allowed)
    assert kept("Écrivez au service.") == Reuse("Qui ?", "Écrivez au service.")
    with pytest.raises(reuse.PersonalData, match="Odette Vauquelin"):
        kept("Voyez Mme Odette Vauquelin.", *caught.value.found)
    assert reuse.reuse_of(False, "Voyez Mme Odette Vauquelin.", "", "", "", ()) is None


@pytest.mark.parametrize("mark", [*personal._MARKS.values(), "[Nom]"])
def test_a_mark_of_masked_data_is_not_published(mark: str) -> None:
    for asked, text in ((f"Que doit {mark} ?", ""), ("Qui ?", f"Voyez {mark}.")):
        with pytest.raises(AssistantError, match=r"de données masquées \(") as said:
            reuse.reuse_of(True, "Oui.", asked, text, "", ())
        assert mark.casefold() in str(said.value).casefold()
        assert str(said.value).count(" : ") == 1
    assert reuse.reuse_of(True, f"Bonjour {mark}, oui.", "Qui ? [1]", "Oui [1].", "", ())


@pytest.mark.parametrize(
    ("text", "day"),
    [("31/12/2026", date(2026, 12, 31)), ("2026-03-01", date(2026, 3, 1)), (" ", None)],
)
def test_a_day_is_read_as_it_is_written(text: str, day: date | None) -> None:
    assert filters.parse_day(text) == day


@pytest.mark.parametrize("text", ["31/02/2026", "demain", "12/2026"])
def test_a_wrong_day_is_said(text: str) -> None:
    with pytest.raises(AssistantError, match=r"31/12/2026") as said:
        filters.parse_day(text, "view-since")
    assert field_of(said.value) == "view-since"


def test_a_filter_survives_its_way_through_an_address() -> None:
    asked = filters.wanted("vélo & bus", "a_traiter", "", "mobilite", "low", "", "01/03/2026", "")
    assert asked == Filter(
        text="vélo & bus",
        state="a_traiter",
        theme="mobilite",
        since=date(2026, 3, 1),
        most_confidence=0.5,
    )
    assert filters.of_query(dict(parse_qsl(filters.to_query(asked)))) == asked
    with pytest.raises(AssistantError):
        filters.of_query({"theme": "inconnu"})


def test_who_asks_is_read_from_the_columns_of_a_table() -> None:
    columns = {"Collectivité ": "Ville de Port-Clair", "FONCTION": "Élue", "autre": 3}
    assert sent.asker_of(columns) == Asker("Ville de Port-Clair", "Élue")


def test_rows_of_one_id_in_a_batch_are_told_apart() -> None:
    found = sent.rows_of("lot.csv", b"id;question\n1;Qui paie ?\n1;Qui signe ?\n1;\n")
    assert [getattr(row, "id", None) for row in found] == ["1", "1 (ligne 3)", None]


def test_a_batch_tells_what_came_of_it() -> None:
    job = progress.Job("lot.csv", 4, done=4, added=2, broken=["À la ligne 3, rien."], over=True)
    assert progress.told(job).text.replace("\u00a0", " ") == (
        "Lot « lot.csv » trié : 2 questions de plus dans la file, 1 autre y était déjà. "
        "1 ligne écartée. À la ligne 3, rien."
    )


def test_a_batch_is_read_aloud_at_each_quarter_and_at_its_end() -> None:
    def step(done: int, over: bool = False) -> str:
        job = progress.Job("lot.csv", 8, done=done, over=over)
        return render.batch(progress.told(job)).split('data-step="')[1].split('"')[0]

    assert [step(done) for done in (0, 1, 2, 3, 8)] == ["0", "0", "1", "1", "4"]
    assert "trié" in step(8, over=True)


def test_a_batch_that_failed_or_was_stopped_looks_so_and_one_that_is_over_can_be_closed() -> None:
    def shown(over: bool, failure: str = "", left: Sequence[Unfinished] = ()) -> tuple[bool, bool]:
        job = progress.Job("lot.csv", 8, failure=failure, over=over)
        html = render.batch(progress.told(job, left))
        return 'class="failure"' in html, "Fermer" in html

    assert shown(False) == (False, False)
    assert shown(True) == (False, True)
    assert shown(True, "Le disque est plein.") == (True, True)
    assert shown(False, left=[Unfinished("b", "autre.csv", 3, 1, NOW)]) == (True, False)


def test_passages_to_cite_are_numbered_as_they_are_shown(row: QueueRow, answer: Answer) -> None:
    choices, drafted = citing.cited_choices(row)
    last = len(answer.citations) + 1
    assert drafted == [f"Passage n° {n}" for n in range(1, last)]
    assert [name for _, name in choices] == [*drafted, f"Passage n° {last}"]
    assert choices[0][0].startswith("[1] Kit")
    assert choices[-1][0].startswith(f"[{last}] Passage pour le juriste\u00a0: Kit")
    shown = question.whole(row, [], {}, {}).split("Passages pour le juriste seul")[1]
    assert f'<span class="number">[{last}]</span>' in shown
    assert citing.cited_choices(row, f"Oui. [{last}]")[1] == [f"Passage n° {last}"]


def test_a_reply_goes_out_only_with_the_passages_that_it_marks(row: QueueRow) -> None:
    def said(text: str, *numbers: int) -> str:
        with pytest.raises(AssistantError, match=r"^[^:]* : [^:]*\.$") as refused:
            citing.cited(row, text, [f"Passage n° {number}" for number in numbers])
        assert "rien n'a été envoyé" in str(refused.value)
        return str(refused.value)

    assert "n'est coché pour [1] et [9], rien" in said("Voir [1] et [9].")
    assert "n'est coché pour [9], rien" in said("Voir [1] et [9].", 1)
    assert "ne cite pas [2], pourtant" in said("Oui. [1]", 1, 2)
    assert "ne cite pas [1], [2] et [3], pourtant" in said("Oui.", 1, 2, 3)
    kept = citing.cited(row, "Oui [2][1], encore [1].", ["Passage n° 2", "Passage n° 1"])
    assert [citation.number for citation in kept] == [1, 2]
    assert citing.cited(row, "Oui, article [1234].", []) == []


def test_a_publication_is_told_in_one_sentence() -> None:
    report = SimpleNamespace(added=1, updated=0, unchanged=2)
    said: Callable[..., str] = answers_render.published
    assert said(Published(3, report, ("jurist-9",))).replace("\u00a0", " ") == (  # type: ignore[arg-type]
        "3 réponses publiées : 1 nouvelle, 0 mise à jour, 2 inchangées, 1 retirée."
    )
    assert "0 retirée" in said(Published(0, None, ())).replace("\u00a0", " ")


def test_questions_of_one_subject_are_grouped_under_its_words() -> None:
    encoder = open_encoder(settings())
    asked = [
        "Quelle assurance souscrire quand la commune prête son minibus à une association ?",
        "Bonjour,\nQuelle assurance faut-il pour prêter un minibus communal à une association ?",
        "Combien de temps garder les archives des marchés publics ?",
        "Un élu peut-il se faire rembourser ses repas ?",
    ]
    numbers = [
        "À partir de 50 000 habitants, un SPASER est-il obligatoire ?",
        "Le SPASER est-il obligatoire pour une ville de 60 000 habitants ?",
    ]
    assert [gap.words for gap in gaps([*numbers, *asked[2:]], encoder)] == [("SPASER",)]
    (gap,) = gaps(asked, encoder)
    assert len(gap.questions) == 2
    assert "minibus" in gap.words
    assert gaps(asked[2:], encoder) == ()
    assert gaps(asked[:1], encoder) == ()
