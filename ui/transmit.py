"""How who asks in the chat sends a question to the jurist, and finds the reply again."""

import json
import logging
import re
from typing import Any

import gradio as gr

from assistant.records.types import Asker
from corpus.errors import AssistantError
from ui import replies, scripts
from ui.fields import RefusedField, field_of
from ui.queue.desk import Desk
from ui.replies import Unanswered

log = logging.getLogger(__name__)

# Seconds between two looks for replies.
_TICK = 15
_LONGEST = 5000
_MOST = 100
_FAILED = (
    "La question n’a pas pu être transmise : réessayez, et prévenez la personne qui administre "
    "l’assistant si cela se reproduit."
)
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}

# The number of each question sent from this browser, with the secret that shows its reply.
Receipts = list[tuple[int, str]]
# What components become, by component.
Updates = dict[Any, Any]


def make_transmission(desk: Desk, unanswered: gr.State) -> None:
    """Put on the page the form for the last question that was not answered, and those sent."""
    # Only the browser keeps the receipts; each event reads them there, as another tab may add some.
    kept = gr.Textbox("", visible="hidden", label="")
    received = gr.Textbox("", visible="hidden", label="")
    # The last question that was not answered, for the script that keeps the conversation.
    offer = gr.Textbox("", visible="hidden", label="", elem_id="unanswered")
    # What the open form is about; later questions do not close it.
    about = gr.State(None)
    with gr.Column(visible=False, elem_id="transmit") as offered:
        named = gr.HTML("", elem_classes="quotes")
        start = gr.Button("Transmettre au juriste", elem_id="transmit-open")
    message = gr.HTML("", elem_id="transmit-message", js_on_load=scripts.TOLD)
    with gr.Column(visible=False, elem_id="transmit-form") as form:
        question = gr.Textbox(
            label="Votre question au juriste (obligatoire)",
            info="Complétez-la au besoin\u00a0: le juriste ne lit pas le reste de la conversation.",
            lines=3,
            max_length=_LONGEST,
            elem_id="transmit-question",
        )
        organisation = gr.Textbox(
            label="Votre collectivité (obligatoire)",
            max_lines=1,
            max_length=200,
            elem_id="transmit-organisation",
            html_attributes=gr.InputHTMLAttributes(autocomplete="organization"),
        )
        function = gr.Textbox(
            label="Votre fonction (facultatif)",
            max_lines=1,
            max_length=200,
            html_attributes=gr.InputHTMLAttributes(autocomplete="organization-title"),
        )
        email = gr.Textbox(
            label="Votre adresse e-mail (facultatif), par exemple nom@commune.fr",
            type="email",
            max_length=200,
            elem_id="transmit-email",
            html_attributes=gr.InputHTMLAttributes(autocomplete="email"),
        )
        gr.HTML(replies.kept(), elem_classes="quotes")
        with gr.Row():
            send = gr.Button("Envoyer au juriste", variant="primary", elem_id="transmit-send")
            cancel = gr.Button("Annuler")
    sent = gr.HTML("", elem_id="sent", elem_classes="quotes", js_on_load=scripts.SENT)
    timer = gr.Timer(_TICK, active=False)

    def drawn(last: Unanswered | None, open_for: Unanswered | None) -> Updates:
        is_offered = last is not None and open_for is None
        return {
            offered: gr.update(visible=is_offered),
            form: gr.update(visible=open_for is not None),
            named: replies.offer(last) if last else "",
            offer: json.dumps(last) if last else "",
        }

    def shown(stored: str) -> tuple[str, Any]:
        receipts = _receipts(stored)
        return _sent(desk, receipts), gr.Timer(active=bool(receipts))

    def submit(
        stored: str, last: Unanswered | None, open_for: Unanswered | None, *typed: str
    ) -> Updates:
        try:
            asked, asker = _checked(*typed)
            receipt = desk.incoming.submit(asked, asker)
        except AssistantError as error:
            return {received: "", message: replies.said(str(error), True, field_of(error))}
        except Exception:
            # The event is the outer edge: the log has the reason, who asks a sentence.
            log.exception("a question could not be sent to the jurist")
            return {received: "", message: replies.said(_FAILED, is_wrong=True)}
        own = receipt.id, receipt.token
        return {
            received: json.dumps(own),
            sent: _sent(desk, [*_receipts(stored), own]),
            timer: gr.Timer(active=True),
            message: replies.said(
                f"Question transmise au juriste sous le n° {receipt.id} : sa réponse s’affichera "
                "ici, dans « Vos questions transmises »."
            ),
            about: None,
            unanswered: None if last == open_for else last,
        }

    both = [unanswered, about]
    gr.on([unanswered.change, about.change], drawn, both, [offered, form, named, offer], **_PRIVATE)
    opened = start.click(
        lambda last: (last, last.understood, ""), unanswered, [about, question, message], **_PRIVATE
    )
    opened.then(None, js=scripts.focus("#transmit-question textarea"))
    closed = cancel.click(lambda: (None, ""), None, [about, message], **_PRIVATE)
    closed.then(None, js=scripts.focus("#transmit-open"))
    fields = [question, organisation, function, email]
    outputs = [received, sent, timer, message, *both]
    done = send.click(submit, [kept, *both, *fields], outputs, js=scripts.RECEIPTS, **_PRIVATE)
    done.then(None, received, None, js=scripts.KEEP_RECEIPT)
    timer.tick(shown, kept, [sent, timer], js=scripts.RECEIPTS, **_PRIVATE)
    gr.on(None, shown, kept, [sent, timer], js=scripts.RECEIPTS, **_PRIVATE)


def _receipts(text: str) -> Receipts:
    """What the browser kept, as far as it is what was once put there."""
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if not isinstance(stored, list):
        return []
    pairs = [one for one in stored if isinstance(one, list | tuple) and len(one) == 2]
    return [(i, t) for i, t in pairs if isinstance(i, int) and isinstance(t, str)][-_MOST:]


def _sent(desk: Desk, receipts: Receipts) -> str:
    """The questions sent from this browser, with the replies that came."""
    if not receipts:
        return ""
    try:
        found = desk.records.askers.replies(token for _, token in receipts)
    except AssistantError as error:
        return replies.said(str(error), is_wrong=True)
    with desk.documents() as documents:
        return replies.transmitted(found, dict(receipts), documents)


def _checked(question: str, organisation: str, function: str, email: str) -> tuple[str, Asker]:
    """What is sent; AssistantError where something needed is missing."""
    asked, body, role, address = (
        text.strip()[:_LONGEST] for text in (question, organisation, function, email)
    )
    if not asked:
        raise RefusedField(
            "La question est vide : écrivez-la avant de l’envoyer.", "transmit-question"
        )
    if not body:
        raise RefusedField(
            "La collectivité manque : dites pour laquelle vous demandez.", "transmit-organisation"
        )
    if address and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", address):
        raise RefusedField(
            f"L’adresse « {address[:80]} » n’est pas une adresse e-mail : corrigez-la ou "
            "laissez-la vide.",
            "transmit-email",
        )
    return asked, Asker(body, role, address)
