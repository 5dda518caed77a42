"""The tables are those of the models, whoever opens first; a wrong address is one sentence."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import create_engine, inspect

from assistant.records.engine import Database, migrations
from assistant.records.listing import Filter
from assistant.records.models import Base
from assistant.records.records import Records
from assistant.records.types import Asker
from corpus.errors import AssistantError
from corpus.settings import Settings
from tests.assistant.records.conftest import HARD, PASSWORD, Opener, row_of
from tests.conftest import ROOT


def test_the_migrations_make_the_tables_of_the_models_and_undo_them(address: SecretStr) -> None:
    Database(address).close()
    engine = create_engine(address.get_secret_value())
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        command.downgrade(migrations(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        command.upgrade(migrations(connection), "head")
        assert set(inspect(connection).get_table_names()) > set(Base.metadata.tables)
    engine.dispose()


def test_rows_of_an_older_version_are_found_by_who_asks_and_by_their_number(
    address: SecretStr, opened: Opener
) -> None:
    row_of(opened(), name="2026-003")
    chat = opened().askers.submit(Asker("Région Été"), HARD, "").id
    engine = create_engine(address.get_secret_value())
    with engine.begin() as connection:
        command.downgrade(migrations(connection), "0003")
    engine.dispose()
    rows = opened().queue.rows
    assert rows(Filter(text="testville")).total == rows(Filter(text="2026-003")).total == 1
    assert [row.id for row in rows(Filter(text="REGION ete")).rows] == [chat]
    chat_name = rows(Filter(source="chat")).rows[0].external_id
    assert rows(Filter(text=chat_name)).total == 0


def test_processes_that_open_a_new_database_at_once_all_find_it_made(address: SecretStr) -> None:
    code = (
        "import sys; from pathlib import Path; from pydantic import SecretStr; "
        "from assistant.records.records import Records; "
        "print(Records(SecretStr(sys.stdin.read()), Path('none')).queue.newest())"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in started:
        assert process.stdin
        process.stdin.write(address.get_secret_value())
        process.stdin.close()
        process.stdin = None
    for process in started:
        said, failed = process.communicate(timeout=100)
        assert said == "Newest(rows=0, events=0)\n", failed


def test_a_database_opened_again_keeps_what_it_holds(opened: Opener) -> None:
    number = row_of(opened())
    assert opened().queue.row(number)[0].external_id == "1"


def test_a_database_of_a_newer_version_is_left_alone(address: SecretStr) -> None:
    Database(address).close()
    engine = create_engine(address.get_secret_value())
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'later'")
    engine.dispose()
    with pytest.raises(AssistantError, match="version plus récente"):
        Database(address)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "n'importe quoi",
        "sqlite://",
        "sqlite:///:memory:",
        f"mysql://moi:{PASSWORD}@serveur/base",
        f"postgresql+psycopg2://moi:{PASSWORD}@serveur/base",
        f"postgresql+psycopg://moi:{PASSWORD}@serveur:port/base",
        f"postgresql+psycopg://moi:{PASSWORD}@127.0.0.1:1/base",
        "sqlite:////proc/none/records.sqlite3",
        f"sqlite:///{Path(__file__)}",
    ],
)
def test_a_wrong_address_is_one_sentence_without_the_password(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(AssistantError) as caught:
        Records(SecretStr(wrong), tmp_path)
    assert "ASSISTANT_RECORDS" in str(caught.value)
    assert PASSWORD not in str(caught.value)
    assert str(caught.value).count(" : ") == 1
    assert str(caught.value).endswith(".")


def test_the_jurists_names_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().jurists == ()
    monkeypatch.setenv("ASSISTANT_JURISTS", " Claire  Vidal, Ali Roche,, ")
    assert Settings().jurists == ("Claire Vidal", "Ali Roche")


def test_a_wrong_password_is_one_sentence_without_it(postgres: str, tmp_path: Path) -> None:
    wrong = postgres.replace(PASSWORD, f"{PASSWORD}x")
    with pytest.raises(AssistantError) as caught:
        Records(SecretStr(f"{wrong}postgres"), tmp_path)
    assert "« postgres » sur 127.0.0.1" in str(caught.value)
    assert PASSWORD not in str(caught.value)
