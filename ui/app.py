"""What the web application serves: the page with its tabs, files, and whether it is ready."""

from collections.abc import Collection
from html import escape
from importlib import resources
from typing import Any

import gradio as gr
from fastapi import FastAPI, Response

from assistant.answer import Assistant
from corpus.errors import AssistantError
from ui import render, scripts
from ui.chat import make_chat
from ui.files import add_files
from ui.french import FrenchPage
from ui.hosts import KnownHosts
from ui.overview import make_overview
from ui.queue.desk import Desk
from ui.queue.page import make_jurist

TITLE = "Assistant des kits ESS"


def build(assistant: Assistant, desk: Desk | None = None, hosts: Collection[str] = ()) -> FastAPI:
    """The web application: the chat at `/`, the jurists' tabs where there is a desk.

    `hosts` are the names, besides this machine's own, under which it may be asked for.
    """
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

    if desk:
        add_files(app, desk)
    style = resources.files("ui").joinpath("theme/style.css").read_text(encoding="utf-8")
    gr.mount_gradio_app(
        app,
        _page(assistant, desk),
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
    app.add_middleware(KnownHosts, names=hosts)
    return app


def _page(assistant: Assistant, desk: Desk | None) -> gr.Blocks:
    page = gr.Blocks(title=TITLE, analytics_enabled=False)
    with page:
        gr.HTML(
            f"{render.skip()}<h1>{escape(TITLE)}</h1><p>{escape(render.NOTICE)}</p><p>{escape(render.HELP)}</p>",
            elem_id="page-head",
            js_on_load=scripts.SKIP,
        )
        if desk is None:
            make_chat(assistant, None)
            return page
        with gr.Tabs(elem_id="tabs", overflow_behavior="wrap"):
            with gr.Tab("Poser une question"):
                make_chat(assistant, desk)
            with gr.Tab("File du juriste") as queue:
                make_jurist(desk, queue)
            with gr.Tab("Vue d’ensemble") as overview:
                make_overview(desk, overview)
    return page
