"""What the chat holds, and which event calls what."""

import logging
from typing import Any

import gradio as gr

from assistant.answer import FORGOTTEN, Assistant
from assistant.asking.pointing import says_a_place
from assistant.question import checked, understand
from assistant.reservations import settles
from assistant.types import Language
from corpus.errors import AssistantError
from ui import kept, render, scripts
from ui.queue.desk import Desk
from ui.render import Turn
from ui.replies import Unanswered
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
# Characters of a question that are kept with its answer.
_SHOWN = 500
_FAILED = (
    "La réponse n’a pas pu être composée : réessayez, et prévenez la personne qui administre "
    "l’assistant si cela se reproduit."
)

Turns = list[Turn]
# Number, question, and whether it is asked without those before it.
Asked = tuple[int, str, bool]


def make_chat(assistant: Assistant, desk: Desk | None) -> None:
    """Put the chat on the page; with a desk, what is not answered can go to the jurist."""
    turns = gr.State(list[Turn]())
    # The last question; until it is among the turns, it is under search.
    asked = gr.State(None)
    unanswered = gr.State(None)
    # Nothing is asked before what the tab kept is there: it would be lost.
    ready = gr.State(False)
    # Holds nothing: what the tab kept takes its place as the page is loaded.
    stored = gr.Textbox("", visible="hidden", label="")
    conversation = gr.HTML(
        render.conversation([]), elem_id="conversation", js_on_load=scripts.CONVERSATION
    )
    if desk:
        make_transmission(desk, unanswered)
    with gr.Row(elem_id="ask-row"):
        box = gr.Textbox(
            label="Votre question",
            placeholder=f"Exemple\u00a0: {EXAMPLES[0]}",
            max_lines=6,
            scale=5,
            interactive=False,
            elem_id="question",
        )
        send = gr.Button(
            "Poser la question", variant="primary", scale=1, elem_id="send", interactive=False
        )
    message = gr.HTML("", elem_id="ask-message", js_on_load=scripts.LIVE + scripts.REFUSED)
    if assistant.models.writer is not None:
        gr.HTML(render.sent_to(assistant.models.writer), elem_id="sent-to")
    gr.HTML("<p>Exemples de questions\u00a0:</p>", elem_id="examples-label")
    with gr.Column(elem_id="examples"):
        examples = [gr.Button(text) for text in EXAMPLES]

    def taken(
        typed: str, earlier: Turns, before: Asked | None, is_ready: bool, event: gr.EventData
    ) -> Any:
        """The page while the answer is sought; as it is while another is, or before it can be
        asked.
        """
        if not is_ready or (before and before[0] > _last(earlier)):
            return gr.skip()
        chosen, alone = _chosen(event)
        try:
            text = checked(chosen or typed)
        except AssistantError as error:
            return {message: render.failure(str(error), "question")}
        number = _last(earlier) + 1
        # The box changes here alone: what is typed from now on is another question.
        return {
            asked: (number, text, alone),
            conversation: render.conversation(
                [*earlier, Turn(number, text, render.searching(), "fr", alone)]
            ),
            send: gr.update(interactive=False),
            message: "",
        } | ({} if chosen else {box: ""})

    def answered(last: Asked, earlier: Turns) -> dict[Any, Any]:
        """The page with the answer."""
        number, text, alone = last
        before = [] if alone else _followed(earlier)
        html, language, lacking = _answer(assistant, text, before, number)
        cut = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        now = [*earlier, Turn(number, cut, html, language, alone)][-_TURNS:]
        return {
            conversation: render.conversation(now),
            turns: now,
            send: gr.update(interactive=True),
        } | ({unanswered: lacking} if lacking else {})

    def restored(text: str) -> dict[Any, Any]:
        """The page with what the tab kept, from when on it can be asked."""
        found = kept.read(text)
        last = found.turns[-_TURNS:]
        return {
            ready: True,
            conversation: render.conversation(last),
            turns: last,
            box: gr.update(value=found.draft, interactive=True),
            send: gr.update(interactive=True),
            unanswered: found.unanswered,
        }

    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    # All questions are taken at once and answered one by one: gradio lets those that wait hold none
    # of the threads that the rest of the page needs.
    chosen = [conversation.click, *(example.click for example in examples)]
    asking = [send.click, box.submit, *chosen]
    outputs = [asked, conversation, box, send, message]
    gr.on(asking, taken, [box, turns, asked, ready], outputs, concurrency_limit=None, **private)
    outputs = [conversation, turns, send, unanswered]
    asked.change(answered, [asked, turns], outputs, concurrency_limit=1, **private)
    outputs = [ready, conversation, turns, box, send, unanswered]
    gr.on(None, restored, stored, outputs, js=scripts.KEPT, **private)


def _chosen(event: gr.EventData) -> tuple[str, bool]:
    """The question that was clicked, empty where it was typed, and whether it is asked alone."""
    if isinstance(event.target, gr.HTML):
        return str(event._data.get("question", "")), event._data.get("alone") is True
    value = event.target.value if isinstance(event.target, gr.Button) else ""
    return (value if value in EXAMPLES else ""), False


def _last(turns: Turns) -> int:
    return turns[-1].number if turns else 0


def _followed(turns: Turns) -> list[str]:
    """The earlier questions that the next may follow: none before one that was asked alone, nor
    those that the assistant forgets, some at a time.
    """
    start = max((at for at, turn in enumerate(turns) if turn.alone), default=0)
    forgotten = max(0, _last(turns) // FORGOTTEN - 1) * FORGOTTEN
    return [turn.question for turn in turns[start:] if turn.number > forgotten]


def _answer(
    assistant: Assistant, asked: str, earlier: list[str], number: int
) -> tuple[str, Language, Unanswered | None]:
    """The rendered answer, its language and what is left for a jurist; a failure is a sentence."""
    try:
        # One generation for the answer and for what is shown of it.
        with assistant.reading() as index:
            value = assistant.ask_in(index, asked, earlier)
            resolver = assistant.models.resolver
            alone = understand(asked, vocabulary=index.words, resolver=resolver)
            follows = alone.understood_as != value.understood_as and not says_a_place(asked)
            html = render.answer(value, index.documents, number, assistant.today, follows)
    except AssistantError as error:
        return render.failure(str(error)), "fr", None
    except Exception:
        # The event is the program's outer edge: the log has the reason, the agent a sentence.
        log.exception("a question could not be answered")
        return render.failure(_FAILED), "fr", None
    if settles(value):
        return html, value.language, None
    understood = asked if render.is_read_as_asked(value) else value.understood_as
    return html, value.language, Unanswered(asked, understood, value.status == "refused")
