"""What is installed: every package of the repository."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_package_is_installed() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    found = {
        str(file.parent.relative_to(ROOT)).replace("/", ".")
        for top in ("assistant", "corpus", "evals", "ingest", "ui")
        for file in (ROOT / top).rglob("__init__.py")
    }
    assert set(listed["packages"]) == found
