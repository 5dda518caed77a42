"""What RTES's view of the questions holds: figures, and the subjects that the fiches lack."""

import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

import gradio as gr

from assistant.records.lacking import lacking
from corpus.errors import AssistantError
from ui import figures, render, scripts
from ui.fields import day_field, field_of
from ui.queue.desk import Desk
from ui.queue.filters import parse_day

log = logging.getLogger(__name__)

_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_FAILED = (
    "Les sujets n’ont pas pu être regroupés : réessayez, et prévenez la personne qui administre "
    "l’assistant si cela se reproduit."
)


def make_overview(desk: Desk, tab: gr.Tab) -> None:
    """Put RTES's view on the page."""
    with gr.Row(elem_id="view-period"):
        since = day_field("Depuis le", "view-since")
        until = day_field("Jusqu’au", "view-until")
        show = gr.Button("Afficher", elem_id="view-show")
    told = scripts.READ_STEPS + scripts.REFUSED
    shown = gr.HTML("", elem_id="view-figures", elem_classes="quotes", js_on_load=told)
    gr.HTML(figures.about_gaps(), elem_classes="quotes")
    group = gr.Button("Regrouper les questions sans réponse des fiches", elem_id="view-group")
    subjects = gr.HTML("", elem_id="view-gaps", elem_classes="quotes", js_on_load=told)

    def measured(first: str, last: str) -> tuple[str, str]:
        try:
            found = desk.records.measures(*_days(first, last))
        except AssistantError as error:
            return render.failure(str(error), field_of(error)), ""
        return figures.figures(found), ""

    def grouped(first: str, last: str) -> Iterator[str]:
        yield '<p data-step="begun">Regroupement en cours…</p>'
        try:
            begin, end = _days(first, last)
            found = lacking(desk.records.queue, desk.assistant.models.encoder, begin, end)
            period = {"since": begin.isoformat() if begin else ""}
            period["until"] = end.isoformat() if end else ""
            yield figures.gaps(found, period)
        except AssistantError as error:
            yield render.failure(str(error), field_of(error))
        except Exception:
            # The event is the outer edge: the log has the reason, the reader a sentence.
            log.exception("the unanswered questions could not be grouped")
            yield render.failure(_FAILED)

    period = [since, until]
    for event in (tab.select, show.click, since.submit, until.submit):
        event(measured, period, [shown, subjects], **_PRIVATE)
    group.click(grouped, period, subjects, **_PRIVATE)


def _days(first: str, last: str) -> tuple[date | None, date | None]:
    return parse_day(first, "view-since"), parse_day(last, "view-until")
