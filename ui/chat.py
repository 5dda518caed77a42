"""What the chat holds, and which event calls what."""

import logging
from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.answer import Assistant
from assistant.reservations import settles
from corpus.errors import AssistantError
from ui import render, scripts
from ui.queue.desk import Desk
from ui.transmit import make_transmission

log = logging.getLogger(__name__)

EXAMPLES = (
    "Comment ma commune peut-elle soutenir les garages solidaires ?",
    "Quelle part du matériel informatique acheté doit venir du réemploi ?",
    "Une commune peut-elle entrer au capital d’une SCIC de transport ?",
    "Quelles communes doivent publier leurs données en open data ?",
    "Qu’est-ce que la médiation numérique ?",
)
# Turns kept on the page; the earlier questions of the last ones help with a follow-up.
_TURNS = 20
_FAILED = (
    "La réponse n’a pas pu être composée : réessayez, et prévenez la personne qui administre "
    "l’assistant si cela se reproduit."
)

# Number, question and rendered answer.
Turn = tuple[int, str, str]
Turns = list[Turn]
# The conversation, its turns, the emptied box, and the question that the fiches do not answer.
Shown = tuple[str, Turns, str, str]


def make_chat(assistant: Assistant, desk: Desk | None) -> None:
    """Put the chat on the page; with a desk, what is not answered can go to the jurist."""
    turns = gr.State(list[Turn]())
    unanswered = gr.State("")
    conversation = gr.HTML(
        render.conversation([]), elem_id="conversation", js_on_load=scripts.OPEN_SOURCE
    )
    offer = make_transmission(desk) if desk else None
    with gr.Row(elem_id="ask-row"):
        box = gr.Textbox(
            label="Votre question",
            placeholder=f"Exemple\u00a0: {EXAMPLES[0]}",
            max_lines=6,
            scale=5,
            elem_id="question",
        )
        send = gr.Button("Poser la question", variant="primary", scale=1, elem_id="send")
    if assistant.models.writer is not None:
        gr.HTML(render.sent_to(assistant.models.writer), elem_id="sent-to")
    gr.HTML("<p>Exemples de questions\u00a0:</p>", elem_id="examples-label")
    with gr.Column(elem_id="examples"):
        examples = [gr.Button(text) for text in EXAMPLES]

    def answered(question: str, earlier: Turns) -> Iterator[Shown]:
        yield from _answered(assistant, question, earlier)

    outputs = [conversation, turns, box, unanswered]
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    asked = [gr.on([send.click, box.submit], answered, [box, turns], outputs, **private)]
    for example in examples:
        asked.append(example.click(answered, [example, turns], outputs, **private))
    if offer:
        for event in asked:
            offer(event, unanswered)


def _answered(assistant: Assistant, question: str, earlier: Turns) -> Iterator[Shown]:
    """The page while the answer is sought, then with it; a failure is a sentence on the page."""
    asked = " ".join(question.split())
    if not asked:
        yield render.conversation([(text, html) for _, text, html in earlier]), earlier, "", ""
        return
    number = earlier[-1][0] + 1 if earlier else 1
    shown = [(text, html) for _, text, html in earlier]
    yield render.conversation([*shown, (asked[:500], render.searching())]), earlier, "", ""
    unanswered = ""
    try:
        # One generation for the answer and for what is shown of it.
        with assistant.reading() as index:
            history = [text for _, text, _ in earlier]
            value = assistant.ask_in(index, asked, history)
            html = render.answer(value, index.documents, number)
            unanswered = "" if settles(value) else asked
    except AssistantError as error:
        html = render.failure(str(error))
    except Exception:
        # The event is the program's outer edge: the log has the reason, the agent a sentence.
        log.exception("a question could not be answered")
        html = render.failure(_FAILED)
    turns = [*earlier, (number, asked[:500], html)][-_TURNS:]
    yield render.conversation([(text, html) for _, text, html in turns]), turns, "", unanswered
