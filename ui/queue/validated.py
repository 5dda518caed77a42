"""What the list of validated answers holds: publishing them, withdrawing one, its end date."""

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import gradio as gr

from assistant.records.types import ValidatedAnswer
from corpus.clock import today
from corpus.errors import AssistantError
from ui import scripts
from ui.fields import day_field, field_of
from ui.publishing import piece_of, publish, unallowed
from ui.queue import answers_render, render
from ui.queue.desk import Desk
from ui.queue.filters import parse_day
from ui.queue.panel import Updates
from ui.queue.reuse import PersonalData

log = logging.getLogger(__name__)

_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_FAILED = (
    "Les réponses n’ont pas pu être publiées : réessayez, et prévenez la personne qui administre "
    "l’assistant si cela se reproduit."
)


def make_validated(desk: Desk, who: gr.Dropdown, tab: gr.Tab) -> None:
    """Put the validated answers on the page."""
    personal = gr.CheckboxGroup(
        label="Données personnelles qui peuvent être publiées",
        visible=False,
        elem_id="answers-personal",
    )
    publishing = gr.Button("Publier les réponses validées", variant="primary", elem_id="publish")
    message = gr.HTML("", elem_id="answers-message", js_on_load=scripts.SAID + scripts.REFUSED)
    seen = gr.Textbox("", visible="hidden", label="", elem_id="answer-seen")
    with gr.Column(visible=False, elem_id="answer-open") as whole:
        head = gr.HTML("", elem_classes="quotes", js_on_load=scripts.OPENED)
        with gr.Row():
            until = day_field("Valable jusqu’au, vide si sans fin", "answer-until")
            set_end = gr.Button("Enregistrer la date de fin", elem_id="answer-end")
        with gr.Row():
            why = gr.Textbox(label="Motif du retrait", max_length=2000)
            withdraw = gr.Button("Retirer cette réponse", elem_id="answer-withdraw")
    listed = gr.HTML("", elem_id="answers", elem_classes="quotes", js_on_load=scripts.ROWS)
    answers = desk.records.answers

    def choose(event: gr.EventData) -> Updates:
        try:
            found = _found(desk, str(event._data.get("id")))
        except AssistantError as error:
            return {message: render.said(str(error), True)}
        return {
            seen: str(found.id),
            whole: gr.update(visible=True),
            head: answers_render.chosen(found),
            until: f"{found.valid_until:%d/%m/%Y}" if found.valid_until else "",
            why: "",
            message: "",
        }

    def change(act: Callable[[], object], said: str) -> Updates:
        try:
            act()
        except AssistantError as error:
            return {message: render.said(str(error), True, field_of(error))}
        done = render.said(said)
        return {message: done, listed: _listed(desk), whole: gr.update(visible=False)}

    def ended(answer_id: str, by: str, day: str) -> Updates:
        said = f"Date de fin de la réponse n° {answer_id} enregistrée."
        return change(
            lambda: answers.set_end(int(answer_id), by, parse_day(day, "answer-until")), said
        )

    def withdrawn(answer_id: str, by: str, reason: str) -> Updates:
        said = f"Réponse n° {answer_id} retirée : l’assistant ne la cite plus."
        return change(lambda: answers.withdraw(int(answer_id), by, reason), said)

    def published(by: str, ticked: list[str]) -> Iterator[Updates]:
        yield {message: render.said("Publication en cours…"), listed: _listed(desk)}
        said, left = _published(desk, by, ticked)
        box = gr.update(choices=[*left], value=[one for one in ticked if one in left])
        yield {message: said, listed: _listed(desk), personal: box | {"visible": bool(left)}}

    outputs = [seen, whole, head, until, why, message, listed]
    tab.select(lambda: _listed(desk), None, listed, **_PRIVATE)
    listed.click(choose, None, outputs, trigger_mode="multiple", **_PRIVATE)
    set_end.click(ended, [seen, who, until], outputs, **_PRIVATE)
    withdraw.click(withdrawn, [seen, who, why], outputs, **_PRIVATE)
    publishing.click(published, [who, personal], [message, listed, personal], **_PRIVATE)


def _listed(desk: Desk) -> str:
    try:
        with desk.documents() as documents:
            return answers_render.listed(desk.records.answers.all(), documents, today())
    except AssistantError as error:
        return render.said(str(error), True)


def _found(desk: Desk, answer_id: str) -> ValidatedAnswer:
    for answer in desk.records.answers.all():
        if str(answer.id) == answer_id:
            return answer
    raise AssistantError("Cette réponse n'existe pas : rechargez la page.")


def _published(desk: Desk, by: str, ticked: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Allow what was ticked and publish; what came of it, and the choices that are left."""
    try:
        for answer_id, pieces in unallowed(desk.records).items():
            if chosen := [piece for piece in pieces if piece_of(answer_id, piece) in ticked]:
                desk.records.answers.allow(answer_id, by, chosen)
        done = publish(desk.records, by, desk.index, desk.settings, desk.assistant.models.encoder)
        return render.said(answers_render.published(done)), ()
    except PersonalData as error:
        return render.said(str(error), True), error.found
    except AssistantError as error:
        return render.said(str(error), True), ticked
    except Exception:
        # The event is the outer edge: the log has the reason, the jurist a sentence.
        log.exception("the validated answers could not be published")
        return render.said(_FAILED, True), ticked
