"""Which files the jurist's pages send and take, at addresses of their own."""

from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.concurrency import run_in_threadpool

from assistant.records.lacking import lacking
from assistant.records.letter import letter_docx
from corpus.errors import AssistantError
from corpus.text import typeset
from ui.figures import name_of
from ui.queue import outgoing
from ui.queue.desk import Desk
from ui.queue.filters import of_query, parse_day
from ui.queue.sent import MOST

_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def add_files(app: FastAPI, desk: Desk) -> None:
    """Add the addresses of files to the application."""
    app.add_exception_handler(AssistantError, lambda _, error: PlainTextResponse(str(error), 400))
    _add_batch(app, desk)
    _add_tables(app, desk)

    @app.post("/reponse.docx")
    def reply(token: Annotated[str, Form()]) -> Response:
        found = desk.records.askers.replies([token])
        if not found:
            return PlainTextResponse("Aucune question ne correspond : rechargez la page.", 404)
        return _file(f"reponse-{found[0].id}.docx", letter_docx(found[0]))


def _add_batch(app: FastAPI, desk: Desk) -> None:
    """The address that a batch of questions is sent to."""

    @app.post("/lots")
    async def batch(request: Request, nom: str = "") -> Response:
        # Another site's page can send no such content without the browser asking first.
        if request.headers.get("content-type") != "application/octet-stream":
            return JSONResponse({"said": "Ce contenu n’est pas un lot de questions."}, 415)
        data = bytearray()
        async for part in request.stream():
            data += part
            if len(data) > MOST:
                break
        try:
            await run_in_threadpool(desk.incoming.start, nom, bytes(data))
        except AssistantError as error:
            return JSONResponse({"said": typeset(str(error))}, 400)
        return JSONResponse({"said": ""})


def _add_tables(app: FastAPI, desk: Desk) -> None:
    """The addresses of the queue, the validated answers and the subjects that lack, as tables."""

    @app.get("/file.csv")
    @app.get("/file.xlsx")
    def queue(request: Request) -> Response:
        name = Path(request.url.path).name
        asked = of_query(dict(request.query_params))
        data = outgoing.queue_file(desk, asked, Path(name).suffix)
        return _file(name, data)

    @app.get("/reponses.csv")
    def answers() -> Response:
        return _file("reponses.csv", outgoing.answers_file(desk))

    @app.get("/sujets.csv")
    def subjects(since: str = "", until: str = "") -> Response:
        encoder = desk.assistant.models.encoder
        found = lacking(desk.records.queue, encoder, parse_day(since), parse_day(until))
        rows = [(name_of(gap), len(gap.questions), text) for gap in found for text in gap.questions]
        return _file("sujets.csv", outgoing.table(("sujet", "questions", "question"), rows))


def _file(name: str, data: bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=_TYPES[Path(name).suffix], headers=headers)
