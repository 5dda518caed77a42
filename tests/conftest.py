"""What tests share: real indexes over real encoders, and texts of our own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

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

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def run() -> Run:
    """Run `python -m ...` from the repository's root, as a user does."""

    def command(*arguments: object, stdin: str = "", **environment: str):
        return subprocess.run(
            [sys.executable, "-m", *map(str, arguments)],
            cwd=ROOT,
            env=os.environ | environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )

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
    return _ingested(tmp_path_factory.mktemp("digests"), [])


@pytest.fixture(scope="session")
def kits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the real export, where it is at hand."""
    return _ingested(tmp_path_factory.mktemp("kits"), [str(export_file())])


def export_file() -> Path:
    """The real export; the test is skipped where it is absent."""
    found = sorted(SHARED.glob("kits/*.txt"))
    if not found:
        pytest.skip("the RTES export is not beside the checkout")
    return found[0]


def _ingested(folder: Path, sources: list[str]) -> Path:
    from corpus.settings import settings
    from ingest.pipeline import ingest

    report = ingest(sources, folder, settings())
    assert not report.skipped
    return folder
