"""What the list of validated answers holds: publishing them, withdrawing one, its end date."""

import logging
from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.records.answers import today
from corpus.errors import AssistantError
from ui import scripts
from ui.publishing import publish
from ui.queue import answers_render, render
from ui.queue.desk import Desk
from ui.queue.filters import parse_day
from ui.queue.panel import Updates

log = logging.getLogger(__name__)

_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_FAILED = (
    "Les réponses n’ont pas pu être publiées : réessayez, et prévenez la personne qui administre "
    "l’assistant si cela se reproduit."
)


def make_validated(desk: Desk, who: gr.Dropdown, tab: gr.Tab) -> None:
    """Put the validated answers on the page."""
    publishing = gr.Button("Publier les réponses validées", variant="primary", elem_id="publish")
    message = gr.HTML("", elem_id="answers-message", js_on_load=scripts.LIVE)
    seen = gr.Textbox("", visible="hidden", label="", elem_id="answer-seen")
    with gr.Column(visible=False, elem_id="answer-open") as whole:
        head = gr.HTML("", elem_classes="quotes", js_on_load=scripts.OPENED)
        with gr.Row():
            until = gr.Textbox(
                label="Valable jusqu’au (vide : sans fin)", placeholder="31/12/2026", max_length=20
            )
            set_end = gr.Button("Enregistrer la date de fin", elem_id="answer-end")
        with gr.Row():
            why = gr.Textbox(label="Motif du retrait", max_length=2000)
            withdraw = gr.Button("Retirer cette réponse", elem_id="answer-withdraw")
    listed = gr.HTML("", elem_id="answers", elem_classes="quotes", js_on_load=scripts.ROWS)

    def all_answers() -> str:
        return answers_render.listed(desk.records.answers.all(), today())

    def choose(event: gr.EventData) -> Updates:
        answer_id = str(event._data.get("id"))
        found = [a for a in desk.records.answers.all() if str(a.id) == answer_id]
        if not found:
            return {message: render.said("Cette réponse n'existe pas : rechargez la page.", True)}
        end = found[0].valid_until
        return {
            seen: answer_id,
            whole: gr.update(visible=True),
            head: answers_render.chosen(found[0].id),
            until: f"{end:%d/%m/%Y}" if end else "",
            why: "",
            message: "",
        }

    def change(act: Any, said: str) -> Updates:
        try:
            act()
            return {
                message: render.said(said),
                listed: all_answers(),
                whole: gr.update(visible=False),
            }
        except AssistantError as error:
            return {message: render.said(str(error), True)}

    def ended(answer_id: str, by: str, day: str) -> Updates:
        answers = desk.records.answers
        said = f"Date de fin de la réponse n° {answer_id} enregistrée."
        return change(lambda: answers.set_end(int(answer_id), by, parse_day(day)), said)

    def withdrawn(answer_id: str, by: str, reason: str) -> Updates:
        said = f"Réponse n° {answer_id} retirée : l’assistant ne la cite plus."
        return change(lambda: desk.records.answers.withdraw(int(answer_id), by, reason), said)

    def published() -> Iterator[tuple[str, str]]:
        yield render.said("Publication en cours…"), all_answers()
        try:
            encoder = desk.assistant.models.encoder
            done = publish(desk.records, desk.index, desk.settings, encoder)
            said = render.said(answers_render.published(done))
        except AssistantError as error:
            said = render.said(str(error), True)
        except Exception:
            # The event is the outer edge: the log has the reason, the jurist a sentence.
            log.exception("the validated answers could not be published")
            said = render.said(_FAILED, True)
        yield said, all_answers()

    outputs = [seen, whole, head, until, why, message, listed]
    tab.select(all_answers, None, listed, **_PRIVATE)
    listed.click(choose, None, outputs, **_PRIVATE)
    set_end.click(ended, [seen, who, until], outputs, **_PRIVATE)
    withdraw.click(withdrawn, [seen, who, why], outputs, **_PRIVATE)
    publishing.click(published, None, [message, listed], **_PRIVATE)
