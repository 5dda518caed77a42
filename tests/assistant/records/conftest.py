"""What the tests of the records share: a fresh database of each kind, and rows of our own words."""

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from assistant.records.records import Records
from assistant.records.types import Asker
from assistant.triage.types import Triaged
from assistant.types import Answer, Citation, Statement

PASSWORD = "Mot-2-Passe"
_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, up to the database's name."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    found = shutil.which("pg_ctl") or (str(folders[-1]) if folders else "")
    if not found:
        assert "CI" not in os.environ, "PostgreSQL is not installed"
        pytest.skip("PostgreSQL is not installed")
    programs = Path(found).parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="records-"))
    # PostgreSQL refuses to run as root.
    as_postgres = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}

    def call(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(folder / "data"), *arguments]
        # Its output goes to no pipe: the server would keep it open.
        done = subprocess.run(
            command,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **as_postgres,
        )
        assert done.returncode == 0, (
            (folder / "log").read_text() if (folder / "log").exists() else command
        )

    (folder / "password").write_text(PASSWORD)
    if as_postgres:
        for path in (folder, folder / "password"):
            shutil.chown(path, "postgres", "postgres")
    try:
        pwfile = f"--pwfile={folder / 'password'}"
        call(
            "initdb",
            "-U",
            "tester",
            "-A",
            "scram-sha-256",
            pwfile,
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        options = f"-p {port} -h 127.0.0.1 -k {folder} -F"
        call("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://tester:{PASSWORD}@127.0.0.1:{port}/"
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> SecretStr:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return SecretStr(f"sqlite:///{tmp_path}/new/records.sqlite3")
    server: str = request.getfixturevalue("postgres")
    name = f"records{next(_NUMBERS)}"
    with psycopg.connect(f"{server}postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return SecretStr(f"{server}{name}".replace("postgresql:", "postgresql+psycopg:"))


Opener = Callable[[], Records]


@pytest.fixture
def opened(address: SecretStr, tmp_path: Path) -> Iterator[Opener]:
    """Open the same records once more, as another process would."""
    every: list[Records] = []

    def open_again() -> Records:
        every.append(Records(address, tmp_path / "index"))
        return every[-1]

    yield open_again
    for one in every:
        one.close()


@pytest.fixture
def records(opened: Opener) -> Records:
    return opened()


CITATION = Citation(
    number=1,
    document_id="municipaless-2026-20",
    source_kind="digest",
    kit="municipaless",
    edition="2026",
    fiche=20,
    title="ESS et ruralité(s)",
    heading="Soutenir les épiceries",
    section_id="s1",
    passage_id="p1",
    quote="Les villages s’appuient sur des épiceries.",
    start=3,
    end=44,
    url="https://exemple.test/fiche",
    updated="2026-01-02",
    also_in=("autre",),
)
ANSWER = Answer(
    question="Comment aider une épicerie ?",
    understood_as="Comment aider une épicerie ?",
    language="fr",
    mode="extractive",
    status="answered",
    text="Les villages s’appuient sur des épiceries. [1]",
    statements=(Statement(CITATION.quote, "other", (1,)),),
    citations=(CITATION,),
    closest=(),
    missing=(),
    warnings=(),
    confidence=0.8,
    model="extractive",
    timings_ms={"total": 1.5},
)
HELPFUL = replace(CITATION, document_id="departements-ess", start=50, end=60, quote="un passage")
DRAFTED = Triaged(
    id="1",
    question="Étude : comment Mme Ravel peut-elle aider une épicerie ?",
    decision="reponse_fiche",
    theme="subventions",
    level="commune",
    confidence=0.8,
    reasons=("Une fiche répond.",),
    answer=ANSWER,
    for_jurist=(HELPFUL,),
    duplicates=(),
)
HARD = replace(
    DRAFTED,
    question="Sommes-nous responsables de l’accident ?",
    decision="juriste",
    theme="autre",
    level=None,
    confidence=0.6,
    answer=None,
)
MASKED = "Comment [nom] peut-elle aider une épicerie ?"


def row_of(records: Records, triaged: Triaged = DRAFTED, name: str = "1") -> int:
    """Add one row of this kind; its number."""
    records.queue.add([(replace(triaged, id=name), MASKED, Asker("Testville", "DGS"))], "lot")
    return next(r.id for r in records.queue.rows(size=1000).rows if r.external_id == name)
