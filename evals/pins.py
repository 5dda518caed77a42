"""Remake the pin files from pyproject.toml: `make pins`."""

import re
import subprocess
from pathlib import Path

# torch and what its builds bring differ by machine: they are installed from a range.
_LEFT_OUT = re.compile(r"^(torch|triton|nvidia-|cuda-)")
_RESOLVE = [
    "uv",
    "pip",
    "compile",
    "pyproject.toml",
    "--universal",
    "--python-version",
    "3.11",
    "--no-annotate",
    "--no-header",
    "-q",
]


def main() -> None:
    """Write requirements.txt and requirements-dev.txt, the latter without the former's lines."""
    everything = _resolved("--extra", "dev")
    constraints = Path(".venv/constraints.txt")
    constraints.write_text("\n".join(everything), "utf-8")
    runtime = _resolved("-c", str(constraints))
    _write("requirements.txt", runtime)
    _write("requirements-dev.txt", [line for line in everything if line not in runtime])


def _resolved(*options: str) -> list[str]:
    lines = subprocess.run(
        [*_RESOLVE, *options], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    return [line for line in lines if not _LEFT_OUT.match(line)]


def _write(name: str, lines: list[str]) -> None:
    Path(name).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
