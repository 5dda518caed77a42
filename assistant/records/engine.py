"""Where the records are kept, how they are opened, and in which transactions they are used."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from filelock import FileLock, Timeout
from pydantic import SecretStr
from sqlalchemy import URL, Connection, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm import Session, sessionmaker

from corpus.errors import AssistantError

# How long one waits for what another person or process writes, in seconds.
_WAIT = 20
# What names our migrations among a server's locks: any number of our own.
_LOCK = 7_460_115
# Alembic keeps what it works on for the whole process: one thread at a time.
_MIGRATING = Lock()
_WRONG = (
    "Le réglage ASSISTANT_RECORDS ne nomme pas de base que le programme connaît : donnez "
    "sqlite:///DOSSIER/FICHIER ou postgresql+psycopg://UTILISATEUR:MOT_DE_PASSE@SERVEUR/BASE."
)
_FAILED = (
    "Les questions et réponses gardées ne peuvent pas être lues ou écrites ({where}) : vérifiez le "
    "réglage ASSISTANT_RECORDS, que la base répond, les droits d'accès et la place libre."
)


class Database:
    """The records' database, brought to the present tables when it is opened."""

    def __init__(self, address: SecretStr) -> None:
        """Open and migrate; AssistantError where the address is wrong or nothing answers there."""
        url = _url(address)
        self._where = _shown(url)
        self._is_sqlite = url.get_backend_name() == "sqlite"
        options: dict[str, Any] = {"connect_args": {"connect_timeout": _WAIT}}
        if self._is_sqlite:
            options = {"connect_args": {"timeout": _WAIT}}
        self._engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, **options)
        if self._is_sqlite:
            event.listen(self._engine, "connect", _connected)
            event.listen(self._engine, "begin", _begun)
        self._writer = self._engine.execution_options(write=True)
        try:
            with self._said(), self._alone(url):
                self._migrate()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session in which nothing is written."""
        with self._said(), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self, alone: str = "") -> Iterator[Session]:
        """A session that is one transaction: all of what is done in it is kept, or nothing.

        Transactions that are alone under the same name wait for one another.
        """
        making = sessionmaker(self._writer, expire_on_commit=False)
        with self._said(), making.begin() as session:
            if alone and not self._is_sqlite:  # SQLite has one writer at a time
                session.execute(select(func.pg_advisory_xact_lock(func.hashtext(alone))))
            yield session

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Say in one sentence that the database failed; the sentence shows no password."""
        try:
            yield
        except CommandError as error:
            raise AssistantError(
                f"La base des questions ({self._where}) a été faite par une version plus récente "
                "du programme : mettez celui-ci à jour."
            ) from error
        except (DBAPIError, NoConnectionFree, sqlite3.Error, OSError, Timeout) as error:
            raise AssistantError(_FAILED.format(where=self._where)) from error

    @contextmanager
    def _alone(self, url: URL) -> Iterator[None]:
        """Wait until no other process migrates the same SQLite file; make its folder."""
        if not self._is_sqlite:
            yield  # a server's lock is taken in the migrations' own transaction
            return
        file = Path(str(url.database))
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock", timeout=_WAIT):
            with closing(sqlite3.connect(file, timeout=_WAIT)) as opened:
                opened.execute("PRAGMA journal_mode=WAL")  # the file keeps it
            yield

    def _migrate(self) -> None:
        with _MIGRATING, self._writer.begin() as connection:
            if not self._is_sqlite:
                connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
            command.upgrade(migrations(connection), "head")


def exists(address: SecretStr) -> bool:
    """Whether there may be records at an address: a server, or a file that is there."""
    url = _url(address)
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).exists()


def migrations(connection: Connection) -> Config:
    """What Alembic is to know: the shipped migrations, and the connection that they run on."""
    config = Config()
    folder = resources.files("assistant.records").joinpath("migrations")
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _url(address: SecretStr) -> URL:
    try:
        url = make_url(address.get_secret_value())
    except (ArgumentError, ValueError):
        raise AssistantError(_WRONG) from None  # the cause would show the password
    known = {"sqlite": bool(url.database) and url.database != ":memory:"}
    known |= {"sqlite+pysqlite": known["sqlite"]}
    known |= dict.fromkeys(("postgresql", "postgresql+psycopg"), True)
    if not known.get(url.drivername):
        raise AssistantError(_WRONG)
    return url.set(drivername="postgresql+psycopg") if "postgresql" in url.drivername else url


def _shown(url: URL) -> str:
    """The database as a message may name it: a file, or a server and its database."""
    return f"« {url.database} »" + (f" sur {url.host}" if url.host else "")


def _connected(connection: Any, _record: object) -> None:
    # Transactions begin where we say so, changes of tables among them.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")


def _begun(connection: Connection) -> None:
    # Who will write waits for the lock at once: one who reads first and writes then would be
    # refused it.
    writes = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
