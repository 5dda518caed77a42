"""What tests share: real indexes over real encoders, and texts of our own."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from filelock import FileLock

from tests.forking import ROOT, start

os.environ["HF_HUB_OFFLINE"] = "1"
# Several processes test at once: one thread each, or they wait for each other's.
os.environ["OMP_NUM_THREADS"] = "1"

SHARED = ROOT.parent / "shared"
# The ids of the digests that ship with the program.
SHIPPED = sorted(file.stem for file in (ROOT / "corpus" / "fiches").glob("[!R]*.md"))

_FIRST = """\
Acheter autrement aide les structures locales. En 2024, 12 % des marchés de la ville de Testville \
comportaient une clause.

Plusieurs leviers d’actions possibles :

Réserver des marchés aux structures d’insertion

La loi permet de réserver un lot. Les élu.e.s de Testville en ont réservé 3 en 2023.

L’exemple de Testville (99)

Testville confie l’entretien de ses parcs à l’association Vertes Mains :

- un marché de 40 000 euros par an ;

- un suivi chaque trimestre.

Un même rappel vaut pour toutes les pages : consultez le service juridique avant de signer.
"""
_SECOND = """\
Les villages s’appuient sur des épiceries associatives.

Soutenir les épiceries de village

Un même rappel vaut pour toutes les pages : consultez le service juridique avant de signer.

Ressources pour aller plus loin :

Guide des épiceries, Réseau des villages, 2022

Cahier des commerces ruraux, 2021
"""


def exported(title: str, body: str) -> str:
    """A page in the form of the site's export: its body stands again after the field labels."""
    layout = "Version mise en page à retrouver ici"
    labels = "Catégorie\nType de ressource\nRessources RTES\nRessource privée\nNon\nRésumé"
    return f"{title}\n\n{layout}\n\n{body}\n{labels}\n\n{layout}\n\n{body}"


# Two pages in words of our own; the second shares a paragraph with the first, and ends with a
# reading list.
EXPORT = "\n".join(
    [
        "Réseau des collectivités Territoriales pour une Économie Sociale et Solidaire\n",
        exported("Kit MunicipalESS | Fiche 8 : Commande publique responsable", _FIRST),
        exported("Kit MunicipalESS | Fiche 20 : ESS et ruralité(s)", _SECOND),
    ]
)

# Each takes more than half a minute.
LONGEST = {
    *("test_answers.py", "test_queue_page.py", "test_page.py", "test_ten_questions.py"),
    *("test_smoke.py", "test_encoder.py", "test_kill.py", "test_server.py", "test_docs.py"),
    *("test_reader.py", "test_generative.py", "test_pipeline.py", "test_run.py"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: begun last, one would keep a single worker busy at the end."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


Run = Callable[..., subprocess.CompletedProcess[str]]
# Seconds: less than the time that pytest gives a test, unless long tests are asked for.
LONGEST_COMMAND = 3600 if "TEST_LONG" in os.environ else 280


@pytest.fixture(scope="session")
def run() -> Run:
    """Run `python -m ...` from the repository's root, as a user does."""

    def command(*arguments: object, stdin: str = "", **environment: str):
        words = [*map(str, arguments)]
        with (
            TemporaryFile("w+") as given,
            TemporaryFile("w+") as out,
            TemporaryFile("w+") as errors,
        ):
            given.write(stdin)
            given.seek(0)
            process = start(words, os.environ | environment, (given, out, errors))
            status = process.wait(LONGEST_COMMAND)
            out.seek(0)
            errors.seek(0)
            return subprocess.CompletedProcess(words, status, out.read(), errors.read())

    return command


Mount = Callable[..., None]


@pytest.fixture
def mount() -> Iterator[Mount]:
    """Call `mount` with these arguments, the last the folder, until the end of the test.

    Where this is not allowed the test is skipped, except where `CI` is set.
    """
    mounted: list[str] = []

    def call(*arguments: object) -> None:
        words = ["mount", *map(str, arguments)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode and "CI" not in os.environ:
            pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
        assert done.returncode == 0, done.stderr
        if words[-1] not in mounted:
            mounted.append(words[-1])

    yield call
    for folder in mounted:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture(scope="session")
def digests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the shipped digests."""
    return _ingested("digests", tmp_path_factory, [])


@pytest.fixture(scope="session")
def kits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the real export, where it is at hand."""
    return _ingested("kits", tmp_path_factory, [str(export_file())])


def export_file() -> Path:
    """The real export; the test is skipped where it is absent."""
    found = sorted(SHARED.glob("kits/*.txt"))
    if not found:
        pytest.skip("the RTES export is not beside the checkout")
    return found[0]


def _ingested(name: str, folders: pytest.TempPathFactory, sources: list[str]) -> Path:
    """An index of the sources, made by the first of the workers of this run that wants it."""
    from corpus.settings import settings
    from ingest.pipeline import ingest

    shared = folders.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    made = shared / f"made-{name}"
    with FileLock(f"{made}.lock"):
        if not made.exists():
            report = ingest(sources, shared / f"making-{name}", settings())
            assert not report.skipped
            (shared / f"making-{name}").rename(made)
    return Path(shutil.copytree(made, folders.mktemp(name), dirs_exist_ok=True))
