"""What is on the page, and which event calls what."""

import logging
from collections.abc import Iterator
from html import escape
from importlib import resources
from typing import Any

import gradio as gr
from fastapi import FastAPI, Response

from assistant.answer import Assistant
from corpus.errors import AssistantError
from ui import render
from ui.french import FrenchPage

log = logging.getLogger(__name__)

TITLE = "Assistant des kits ESS"
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

# A mark [1] opens its source; without a script it only leads there.
_OPEN_SOURCE = """
element.addEventListener('click', event => {
  const mark = event.target.closest('a.mark');
  const source = mark && element.querySelector(mark.getAttribute('href'));
  if (!source) return;
  event.preventDefault();
  source.open = true;
  source.scrollIntoView({block: 'center'});
  source.querySelector('summary').focus({preventScroll: true});
});
"""

# Number, question and rendered answer.
Turn = tuple[int, str, str]
Turns = list[Turn]


def build(assistant: Assistant) -> FastAPI:
    """The web application: the chat at `/`, and whether it is alive and ready."""
    app = FastAPI(title=TITLE, docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def alive() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz")
    def ready(response: Response) -> dict[str, Any]:
        try:
            with assistant.reading() as index:
                index.require_vectors()
                return {"status": "ok", "documents": len(index.documents)}
        except AssistantError as error:
            response.status_code = 503
            return {"status": "unavailable", "detail": str(error)}

    style = resources.files("ui").joinpath("theme/style.css").read_text(encoding="utf-8")
    gr.mount_gradio_app(
        app,
        _page(assistant),
        path="/",
        footer_links=[],
        allowed_paths=[],
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        theme=gr.themes.Base(font=["Arial", "sans-serif"], font_mono=["monospace"]),
        css=style,
    )
    app.add_middleware(FrenchPage)
    return app


def _page(assistant: Assistant) -> gr.Blocks:
    page = gr.Blocks(title=TITLE, analytics_enabled=False)
    with page:
        gr.HTML(f"<h1>{escape(TITLE)}</h1><p>{escape(render.NOTICE)}</p>", elem_id="page-head")
        turns = gr.State(list[Turn]())
        conversation = gr.HTML(
            render.conversation([]), elem_id="conversation", js_on_load=_OPEN_SOURCE
        )
        with gr.Row(elem_id="ask-row"):
            box = gr.Textbox(
                label="Votre question",
                placeholder=f"Exemple : {EXAMPLES[0]}",
                max_lines=6,
                scale=5,
                elem_id="question",
            )
            send = gr.Button("Poser la question", variant="primary", scale=1, elem_id="send")
        if assistant.models.writer is not None:
            gr.HTML(render.sent_to(assistant.models.writer), elem_id="sent-to")
        gr.HTML("<p>Exemples de questions :</p>", elem_id="examples-label")
        with gr.Column(elem_id="examples"):
            examples = [gr.Button(text) for text in EXAMPLES]

        def answered(question: str, earlier: Turns) -> Iterator[tuple[str, Turns, str]]:
            yield from _answered(assistant, question, earlier)

        outputs = [conversation, turns, box]
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        gr.on([send.click, box.submit], answered, [box, turns], outputs, **private)
        for example in examples:
            example.click(answered, [example, turns], outputs, **private)
    return page


def _answered(
    assistant: Assistant, question: str, earlier: Turns
) -> Iterator[tuple[str, Turns, str]]:
    """The page while the answer is sought, then with it; a failure is a sentence on the page."""
    asked = " ".join(question.split())
    if not asked:
        yield render.conversation([(text, html) for _, text, html in earlier]), earlier, ""
        return
    number = earlier[-1][0] + 1 if earlier else 1
    shown = [(text, html) for _, text, html in earlier]
    yield render.conversation([*shown, (asked[:500], render.searching())]), earlier, ""
    try:
        # One generation for the answer and for what is shown of it.
        with assistant.reading() as index:
            history = [text for _, text, _ in earlier]
            value = assistant.ask_in(index, asked, history)
            html = render.answer(value, index.documents, number)
    except AssistantError as error:
        html = render.failure(str(error))
    except Exception:
        # The event is the program's outer edge: the log has the reason, the agent a sentence.
        log.exception("a question could not be answered")
        html = render.failure(_FAILED)
    turns = [*earlier, (number, asked[:500], html)][-_TURNS:]
    yield render.conversation([(text, html) for _, text, html in turns]), turns, ""
