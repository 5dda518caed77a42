"""With a Chroma server, behind a proxy that authenticates, an index works as it does without."""

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np
import pytest
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from assistant.answer import Assistant
from assistant.types import answer_json
from corpus import manifest as m
from corpus import remote
from corpus.check import check
from corpus.errors import AssistantError
from corpus.index import Index, open_manifest
from corpus.move import export_index, import_index
from corpus.place import create_store, open_store
from corpus.remove import remove
from corpus.settings import settings
from evals.bench.chroma_server import chroma_server
from ingest.pipeline import ingest
from tests.chroma_proxy import HEADERS, TOKEN, Proxy, proxy_of
from tests.conftest import EXPORT, ROOT, Run
from tests.stand_in import WordEncoder, use_word_encoder
from ui.chat import _answer

UNBUFFERED = {"PYTHONUNBUFFERED": "1"}
QUESTION = "Qui entretient les parcs de Testville ?"


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """One real server for the tests that leave it running, behind its proxy."""
    with chroma_server(tmp_path_factory.mktemp("server")) as server, proxy_of(server.address) as it:
        yield it


@pytest.fixture(autouse=True)
def _settings_read_anew(proxy: Proxy) -> Iterator[None]:
    yield
    proxy.instead, proxy.before = None, lambda path: None
    settings.cache_clear()


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Name a server in this process's settings, or none."""

    def named(address: str, headers: str = HEADERS) -> None:
        monkeypatch.setenv("ASSISTANT_CHROMA", address)
        monkeypatch.setenv("ASSISTANT_CHROMA_HEADERS", headers)
        settings.cache_clear()

    return named


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The two exported pages, to be read with the encoder of words."""
    use_word_encoder(monkeypatch)
    return edited(tmp_path, "40 000")


@pytest.fixture
def on_server(source: str, proxy: Proxy, use: Callable[..., None], tmp_path: Path) -> Path:
    """An index of the two pages, its vectors on the server."""
    use(proxy.address)
    ingest([source], tmp_path / "served", settings())
    return tmp_path / "served"


def collections(proxy: Proxy, index: Path) -> set[str]:
    """The names of an index's collections, as the server says them itself."""
    path = "api/v2/tenants/default_tenant/databases/default_database/collections?limit=1000"
    names = [one["name"] for one in httpx.get(f"{proxy.server}/{path}", trust_env=False).json()]
    prefix = (index / "collections").read_text("utf-8")
    return {name for name in names if name.startswith(prefix)}


def named(index: Path) -> set[str]:
    """The collections that the generations on disk name."""
    return {file.read_text("utf-8") for file in index.glob("generations/*/collection")}


def asked(index: Path, question: str = QUESTION) -> tuple[dict, list[tuple[str, float]]]:
    """An answer without its timings, and the hits of a search."""
    assistant = Assistant(index, settings().model_copy(update={"reader": False}))
    answer = answer_json(assistant.ask(question))
    hits = [(h.passage.passage_id, round(h.score, 4)) for h in assistant.search(question, 10)]
    with assistant.reading() as generation:
        generation.close()
    return {name: value for name, value in answer.items() if name != "timings_ms"}, hits


def edited(tmp_path: Path, amount: str) -> str:
    (tmp_path / "export.txt").write_text(EXPORT.replace("40 000", amount), "utf-8")
    return str(tmp_path / "export.txt")


def test_answers_and_hits_are_those_of_the_embedded_store(
    index: Path, on_server: Path, proxy: Proxy, use: Callable[..., None]
) -> None:
    answer, hits = asked(on_server)
    assert answer["status"] in ("answered", "partial")
    assert len(collections(proxy, on_server)) == 1
    assert not list(on_server.glob("generations/*/chroma"))
    use("")
    assert (answer, hits) == asked(index)


def test_an_index_is_checked_and_a_lost_or_changed_vector_is_seen(on_server: Path) -> None:
    assert check(on_server).ok
    store = open_store(on_server, open_manifest(on_server)[0])
    ids = store._collection.get(include=[])["ids"]
    store._collection.update(ids=ids[:1], embeddings=-np.ones((1, 257), dtype=np.float32))
    assert "--rebuild" in check(on_server).problems[0].remedy
    store._collection.delete(ids=ids[:1])
    assert "--rebuild" in check(on_server).problems[0].remedy
    store.close()
    with pytest.raises(AssistantError, match="--rebuild"):
        Index(on_server, "words")
    ingest([], on_server, settings(), rebuild=True)
    assert check(on_server).ok


def test_removal_export_and_import_work_and_two_indexes_do_not_meet(
    on_server: Path, source: str, proxy: Proxy, tmp_path: Path
) -> None:
    export_index(on_server, tmp_path / "index.zip")
    import_index(tmp_path / "index.zip", tmp_path / "other", WordEncoder())
    assert asked(tmp_path / "other") == asked(on_server)
    for _ in range(2):  # the second deletes what only the first generation used
        remove(on_server, ["municipaless-2026-20"], WordEncoder())
        ingest([source], on_server, settings())
    assert check(tmp_path / "other").ok
    assert check(on_server).ok
    assert collections(proxy, tmp_path / "other").isdisjoint(collections(proxy, on_server))
    assert len(collections(proxy, on_server)) == 2


def test_a_reader_keeps_its_generation_and_only_two_collections_stay(
    on_server: Path, proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Index(on_server, "words")
    vector = WordEncoder().queries([QUESTION])[0]
    before = reader.nearest(vector, 3)
    ingest([edited(tmp_path, "45 000")], on_server, settings())
    assert reader.nearest(vector, 3) == before
    with monkeypatch.context() as patch:
        patch.setattr("corpus.lexical.LexicalIndex.create", full_disk)
        with pytest.raises(AssistantError, match="place libre"):
            ingest([edited(tmp_path, "47 000")], on_server, settings())
    assert collections(proxy, on_server) == named(on_server)
    assert reader.nearest(vector, 3) == before
    reader.close()
    ingest([edited(tmp_path, "50 000")], on_server, settings())
    assert collections(proxy, on_server) == named(on_server)
    assert len(named(on_server)) == 2


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, "no room")


def test_a_moved_index_still_works(on_server: Path, tmp_path: Path, proxy: Proxy) -> None:
    moved = on_server.rename(tmp_path / "moved")
    ingest([edited(tmp_path, "45 000")], moved, settings())
    ingest([edited(tmp_path, "50 000")], moved, settings())
    assert check(moved).ok
    assert collections(proxy, moved) == named(moved)


def test_what_a_killed_ingest_left_is_deleted_by_the_next(
    on_server: Path, source: str, proxy: Proxy, tmp_path: Path
) -> None:
    command = ["-m", "tests.stand_in", "ingest", edited(tmp_path, "45 000"), "--index"]
    with subprocess.Popen([sys.executable, *command, str(on_server)], cwd=ROOT) as ingesting:

        def kill(path: str) -> None:
            if path.endswith("/add"):
                os.kill(ingesting.pid, signal.SIGKILL)

        proxy.before = kill
    assert ingesting.returncode == -signal.SIGKILL
    assert str(m.current_generation(on_server)).startswith("000001-")
    assert len(collections(proxy, on_server)) == 2
    proxy.before = lambda path: None
    assert check(on_server).ok
    # The new generation and the former one stay, the killed one's does not.
    assert ingest([source], on_server, settings()).updated == 1
    assert collections(proxy, on_server) == named(on_server)


def test_a_wrong_header_is_said_and_never_shown(
    on_server: Path, run: Run, use: Callable[..., None], proxy: Proxy
) -> None:
    use(proxy.address, "Authorization: Bearer autre")
    refused = run("tests.stand_in", "assistant", "search", "parcs", "--index", on_server)
    assert refused.returncode == 1
    assert "(401) : vérifiez le réglage ASSISTANT_CHROMA_HEADERS" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert "autre" not in refused.stdout + refused.stderr
    use(proxy.address, f"Authorization: Bearer {TOKEN}")  # one of the two that the proxy wants
    problem = check(on_server).problems[0]
    assert "(403)" in problem.what
    assert "ASSISTANT_CHROMA_HEADERS" in problem.remedy
    with pytest.raises(AssistantError, match=r"\(403\)") as raised:
        ingest([], on_server, settings(), rebuild=True)
    assert TOKEN not in str(raised.value)
    assert str(m.current_generation(on_server)).startswith("000001-")


def test_a_server_that_stops_in_the_middle_costs_nothing(
    source: str, use: Callable[..., None], tmp_path: Path
) -> None:
    index, folder = tmp_path / "served", tmp_path / "server"
    with chroma_server(folder) as server, proxy_of(server.address) as proxy:
        use(proxy.address)
        ingest([source], index, settings())
        before = asked(index)

        def stop(path: str) -> None:
            if path.endswith("/query"):  # all is written, the check begins
                server.process.kill()
                server.process.wait()

        proxy.before = stop
        with pytest.raises(AssistantError, match="ne répond pas : "):
            ingest([edited(tmp_path, "45 000")], index, settings())
        proxy.before = lambda path: None
        assert str(m.current_generation(index)).startswith("000001-")
        assert len(list((index / m.GENERATIONS).iterdir())) == 1
        with pytest.raises(AssistantError, match="ne répond pas : "):
            ingest([], index, settings(), rebuild=True)
        assert "ne répond pas" in check(index).problems[0].what
        port = int(server.address.rsplit(":", 1)[1])
        with chroma_server(folder, port):
            assert asked(index) == before
            assert len(collections(proxy, index)) == 2
            ingest([source], index, settings())
            assert check(index).ok
            assert collections(proxy, index) == named(index)


def test_the_chat_says_that_the_server_is_away_and_works_again_after(
    source: str, use: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, folder = tmp_path / "served", tmp_path / "server"
    monkeypatch.setenv("ASSISTANT_READER", "false")
    with chroma_server(folder) as server:
        use(server.address, "")
        ingest([source], index, settings())
        assistant = Assistant(index, settings())
        with page_of(index) as address:

            def seen() -> tuple[int, bool, str]:
                html, *_ = _answer(assistant, QUESTION, [], 1)
                ready = httpx.get(f"{address}/readyz", trust_env=False, timeout=30)
                return ready.status_code, "Vertes Mains" in html, html

            assert seen()[:2] == (200, True)
            server.process.kill()
            server.process.wait()
            status, answered, html = seen()
            assert (status, answered) == (503, False)
            assert "ne répond pas" in html
            with chroma_server(folder, int(server.address.rsplit(":", 1)[1])):
                assert seen()[:2] == (200, True)
        with assistant.reading() as generation:
            generation.close()


@contextmanager
def page_of(index: Path) -> Iterator[str]:
    """The page served by a process of its own, with these settings and the encoder of words."""
    command = [sys.executable, "-m", "tests.stand_in", "ui", "--index", str(index), "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | UNBUFFERED
    ) as page:
        assert page.stdout is not None
        try:
            said = page.stdout.readline()
            yield next(word for word in said.split() if word.startswith("http://"))
        finally:
            page.terminate()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda: HTMLResponse("<p>Bienvenue</p>"), "Chroma 1.x"),
        (lambda: RedirectResponse("https://example.org/"), "Chroma 1.x"),
        (lambda: JSONResponse("0.6.3"), "Chroma 1.x"),
        (lambda: JSONResponse({"detail": "Not Found"}, 404), "Chroma 1.x"),
        (lambda: JSONResponse({"error": "Not Found"}, 404), "Chroma 1.x"),
        (lambda: JSONResponse({"error": "NotFoundError", "message": ""}, 404), "Chroma 1.x"),
        (lambda: JSONResponse(404, 404), "Chroma 1.x"),
        (lambda: JSONResponse({"version": "1.0.0"}), "Chroma 1.x"),
        (lambda: JSONResponse({"error": "InternalError", "message": "x"}, 500), "(500)"),
        (lambda: Response(status_code=413), "(413)"),
        (lambda: Response(status_code=503), "ne répond pas"),
    ],
)
def test_what_is_no_usable_server_is_said_in_one_sentence(
    on_server: Path, proxy: Proxy, answer: Callable[[], Response], said: str
) -> None:
    proxy.instead = answer
    with pytest.raises(AssistantError) as raised:
        ingest([], on_server, settings(), rebuild=True)
    assert said in str(raised.value)
    assert " : " in str(raised.value)
    assert str(m.current_generation(on_server)).startswith("000001-")
    proxy.instead = None
    Index(on_server, "words").close()


def test_a_server_that_never_answers_is_left(
    on_server: Path, use: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    monkeypatch.setattr(remote, "_TIMEOUT", httpx.Timeout(0.3))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        use(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(AssistantError, match="à temps : "):
            Index(on_server, "words")


def test_an_index_made_elsewhere_says_so_and_rebuild_moves_it_without_embedding(
    index: Path, proxy: Proxy, use: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = asked(index)
    with monkeypatch.context() as patch:
        patch.setattr(WordEncoder, "passages", None)
        for address, said in ((proxy.address, "videz ce réglage"), ("", "rétablissez ce réglage")):
            use(address)
            with pytest.raises(AssistantError, match=rf"{said}.*--rebuild"):
                Index(index, "words")
            assert "--rebuild" in check(index).problems[0].remedy
            ingest([], index, settings(), rebuild=True)
            Index(index, "words").close()
    assert asked(index) == before


def test_vectors_go_in_requests_under_a_megabyte_from_batches_of_any_size(
    on_server: Path, proxy: Proxy
) -> None:
    random = np.random.default_rng(7).standard_normal((500, 1024)).astype(np.float32)
    vectors = random / np.linalg.norm(random, axis=1, keepdims=True)
    ids = [f"p{number}" for number in range(len(vectors))]
    cuts = [(0, 1), (1, 400), (400, 400), (400, 500)]
    (on_server / m.GENERATIONS / "000009").mkdir()
    store = create_store(on_server, "000009")
    store.write((ids[a:b], vectors[a:b]) for a, b in cuts)
    store.verify((ids[a:b], vectors[a:b]) for a, b in cuts)
    with pytest.raises(AssistantError):
        store.verify((ids[a:b], vectors[a:b]) for a, b in cuts[:2])
    assert store.search(vectors[321], 1)[0][0] == "p321"
    store.close()
    assert 500_000 < proxy.largest <= 1_000_000


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:8000",
        "ftp://127.0.0.1",
        "http://",
        "http://a:b@127.0.0.1:8000",
        "http://127.0.0.1:8000/../autre",
        "http://127.0.0.1:8000/a//b",
        "http://127.0.0.1:8000/a%2e%2e",
        "http://127.0.0.1:8000/?x=1",
        "http://127.0.0.1:8000/#x",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:0",
        "http://127.0.0.1:8000\\x",
        "http://127.0.0.1 :8000",
    ],
)
def test_a_wrong_address_is_refused(use: Callable[..., None], address: str) -> None:
    use(address)
    with pytest.raises(
        AssistantError, match=r"ASSISTANT_CHROMA n'accepte pas.* : donnez"
    ) as raised:
        settings()
    assert "a:b@" not in str(raised.value)


@pytest.mark.parametrize(
    "headers", ["Bearer secret-1", "A: b; secret-1", "A: secret-1\r\nB: c", "A b: secret-1", "A:"]
)
def test_wrong_headers_are_refused_and_not_shown(use: Callable[..., None], headers: str) -> None:
    use("", headers)
    with pytest.raises(AssistantError, match=r"CHROMA_HEADERS n'accepte pas.* : donnez") as raised:
        settings()
    assert "secret-1" not in str(raised.value)
    assert "secret-1" not in str(raised.value.__cause__)


def test_headers_are_never_shown_with_the_settings(use: Callable[..., None]) -> None:
    use("https://vecteurs.example.org/chroma/")
    assert settings().chroma == "https://vecteurs.example.org/chroma"
    assert TOKEN not in repr(settings())
    assert TOKEN not in json.dumps(settings().model_dump(mode="json"))
