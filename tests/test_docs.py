"""What the README and the guides say is there, and the README's commands run."""

import json
import os
import re
import shlex
import subprocess
import tomllib
import urllib.request
from importlib import import_module
from pathlib import Path

import click
import pytest

from assistant.triage import never
from assistant.triage.confidence import confidence
from assistant.triage.types import DECISIONS
from corpus.settings import Settings
from corpus.text import squeeze
from tests.conftest import ROOT, SHIPPED, Run

GUIDE = "docs/administration.md"
JURISTS = "docs/triage.md"
EVALUATION = "docs/evaluation.md"
BLOCK = re.compile(r"```(sh|text)\n(.*?)```", re.S)
# What follows a command in a line of a shell or of cron is no part of it.
COMMAND = re.compile(r"python -m (ingest|assistant|corpus|ui|evals)(?![.\w])([^;&|>\n]*)")


def test_every_python_command_of_the_readme_runs(run: Run, tmp_path: Path) -> None:
    blocks = BLOCK.findall((ROOT / "README.md").read_text("utf-8"))
    environment = {
        "ASSISTANT_INDEX": str(tmp_path / "index"),
        "ASSISTANT_RECORDS": f"sqlite:///{tmp_path / 'records.sqlite3'}",
    }
    assert run("ingest", **environment).returncode == 0
    ran = 0
    for (language, text), following in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        for command in text.splitlines() if language == "sh" else ():
            if command.startswith("printf "):
                subprocess.run(["sh", "-c", command], check=True)
            if not command.startswith("python -m "):
                continue
            words = shlex.split(command)[2:]
            # What it asks takes a minute, and tests/evals/test_smoke.py asks it.
            result = run(*words, *(["--help"] if words == ["evals.smoke"] else []), **environment)
            assert result.returncode == 0, result.stderr
            ran += 1
            if following[0] == "text":
                said = squeeze(result.stdout)
                assert all(squeeze(line) in said for line in following[1].splitlines())
    assert ran >= 6


def test_make_run_serves_the_chat(tmp_path: Path) -> None:
    environment = os.environ | {
        "ASSISTANT_INDEX": str(tmp_path / "index"),
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(
        ["make", "run", "PORT=0"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as made:
        assert made.stdout is not None
        try:
            said = next(line for line in made.stdout if "http://" in line)
            address = re.search(r"http://\S+", said)
            assert address is not None
            with urllib.request.urlopen(f"{address[0]}/readyz", timeout=30) as response:
                assert f'"documents":{len(SHIPPED)}'.encode() in response.read()
        finally:
            os.killpg(made.pid, 15)


def test_first_result_by_line_thirty() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert "```text" in lines[:30]


@pytest.mark.parametrize("name", ["README.md", GUIDE])
def test_the_make_targets_that_are_named_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = set(re.findall(r"`?make ([a-z-]+)`?", (ROOT / name).read_text("utf-8")))
    assert named - {"on"} <= targets


def test_the_guide_names_every_setting_and_no_other() -> None:
    named = set(re.findall(r"ASSISTANT_[A-Z_]*[A-Z]", (ROOT / GUIDE).read_text("utf-8")))
    assert named == {f"ASSISTANT_{name.upper()}" for name in Settings.model_fields}


def test_the_jurists_guide_calls_decisions_as_the_page_does() -> None:
    text = squeeze((ROOT / JURISTS).read_text("utf-8"))
    for decision, name in DECISIONS.items():
        assert squeeze(f"| « {name} » | `{decision}` |") in text


def test_the_jurists_guide_gives_the_figures_of_the_latest_look_at_test() -> None:
    decision = squeeze((ROOT / "docs/decisions/0014-triage.md").read_text("utf-8"))
    look = decision.rpartition("look at which nothing was chosen: ")[2].partition("**")[0]
    guide = squeeze((ROOT / JURISTS).read_text("utf-8")).partition("## Limites")[2]
    readme = squeeze((ROOT / "README.md").read_text("utf-8"))
    right, whole, partial, theme, other = re.findall(r"(\d+)(?: %)? (?:\(|instead|and|%)", look)[:5]
    (found, rows), (false, others), (alike, pairs), (wrong, of), (kept, reserved) = re.findall(
        r"(\d+) of (\d+)", look
    )
    for said in (
        f"propositions justes | {right} % ;",
        f"fiches répondent, reconnues | {whole} % ;",
        f"réponses partielles reconnues | {partial} % ;",
        f"thème juste | {theme} % ; {other} % avec",
        f"déjà posées, reconnues | {found} sur {rows}, ",
        f" ; {false} annoncée{'s' * (int(false) > 1)} à tort sur {others} |",
        f"sur {pairs} paires de questions qui se ressemblent sans demander la même chose, {alike} ",
        f"hors périmètre | {wrong} sur {of} |",
        f"transmis au juriste | {kept} sur {reserved} ;",
    ):
        assert said in guide
    assert f"{right} % of its decisions are right on `test`" in readme
    assert f"{wrong} of {of} that must not be answered are" in readme


def test_the_confidence_that_the_jurists_guide_calls_the_same_for_all_is() -> None:
    guide = squeeze((ROOT / JURISTS).read_text("utf-8"))
    (share,) = {f"{confidence('hors_perimetre', raw):.0%}" for raw in (0.5, 0.75, 0.999)}
    said = f"de {share.replace('%', ' %')} pour toute question « {DECISIONS['hors_perimetre']} »"
    assert said in guide


def test_the_subject_that_the_guide_shows_can_be_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [block] = re.findall(r"```toml\n(.*?)```", (ROOT / JURISTS).read_text("utf-8"), re.S)
    shipped = never.FILE.read_text("utf-8")
    monkeypatch.setattr(never, "FILE", tmp_path / "never.toml")
    never.FILE.write_text(f"{shipped}\n{block}", encoding="utf-8")
    never.subjects.cache_clear()
    try:
        found = never.by_words("Une coopérative funéraire peut-elle ouvrir ici ?")
        assert [one.id for one in found] == [tomllib.loads(block)["subject"][0]["id"]]
    finally:
        never.subjects.cache_clear()


@pytest.mark.parametrize(
    ("name", "least"), [("README.md", 15), (GUIDE, 20), (JURISTS, 1), (EVALUATION, 5)]
)
def test_the_commands_and_options_that_are_named_exist(name: str, least: int) -> None:
    text = (ROOT / name).read_text("utf-8")
    lines = [line for _, block in BLOCK.findall(text) for line in block.splitlines()]
    commands = COMMAND.findall("\n".join([*lines, *re.findall(r"`([^`\n]+)`", text)]))
    assert len(commands) >= least
    for module, arguments in commands:
        words = shlex.split(arguments)
        command = import_module(f"{module}.__main__").main
        if isinstance(command, click.Group):
            chosen = words.pop(0)
            assert chosen in command.commands, chosen
            command = command.commands[chosen]
        options = {option for parameter in command.params for option in parameter.opts}
        given = {word for word in words if re.match("-+[a-z]", word)}
        assert given <= options | {"--help"}, arguments


def test_the_questions_that_the_guide_shows_are_read_and_its_table_names_their_fields() -> None:
    from evals.cases import Case, parse_case, unknown_fields

    text = (ROOT / EVALUATION).read_text("utf-8")
    [block] = [body for kind, body in BLOCK.findall(text) if kind == "text"]
    rows = [json.loads(line) for line in block.splitlines()]
    assert [isinstance(parse_case(row), Case) for row in rows if "question" in row] == [True, True]
    named = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", text, re.M)
    table = {name for cell in named for name in re.findall(r"`(\w+)`", cell)}
    assert {field for row in rows if "question" in row for field in row} <= table
    assert not unknown_fields([dict.fromkeys(table)])
