"""Ingest adds, updates and keeps; bad input is named, and the index stays as it was."""

import json
import os
from pathlib import Path

import pytest

from corpus import manifest as m
from corpus.encoder import EmbeddedEncoder
from corpus.index import open_documents, open_manifest
from corpus.settings import settings
from ingest.pipeline import Report, ingest, shipped_fiches
from ingest.read import Page, read_bytes, read_source
from tests.conftest import EXPORT, SHIPPED, Run, export_file


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "export.txt"
    path.write_text(EXPORT, "utf-8")
    return path


def into(index: Path, *sources: object, **options: bool) -> Report:
    return ingest([str(s) for s in sources], index, settings(), **options)


def jsonl(path: Path, *lines: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return path


def jsonl_line(**fields: str) -> bytes:
    return json.dumps({"id": "a", "title": "T", "text": "Texte."} | fields).encode()


def test_a_second_ingest_changes_nothing_and_writes_no_generation(
    source: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    first = into(index, source)
    assert (first.documents, first.added, first.skipped) == (2, 2, ())
    assert first.exact_duplicates > 10
    assert first.boilerplate_lines > 10
    generation = m.current_generation(index)
    second = into(index, source)
    assert (second.added, second.updated, second.unchanged) == (0, 0, 2)
    assert m.current_generation(index) == generation


def test_a_text_shared_by_two_pages_is_embedded_once(tmp_path: Path) -> None:
    lines = [
        {"id": name, "title": f"Titre {name}", "text": "Le même texte vaut ici et là."}
        for name in ("a", "b")
    ]
    shared = into(tmp_path / "other", jsonl(tmp_path / "s.jsonl", *lines))
    assert (shared.documents, shared.passages, shared.exact_duplicates) == (2, 1, 1)
    _, manifest = open_manifest(tmp_path / "other")
    assert [p.also_in for p in manifest.passages] == [("b",), ("a",)]


def test_near_duplicates_are_tied_only_where_their_figures_agree(tmp_path: Path) -> None:
    words = " ".join(f"mot{n % 7}texte{n}" for n in range(60)).translate(
        str.maketrans("0123456789", "abcdefghij")
    )
    same = jsonl(
        tmp_path / "same.jsonl",
        {"id": "a", "title": "A", "text": f"{words} aide de 500 euros."},
        {"id": "b", "title": "B", "text": f"{words} aide de 500 euros !"},
    )
    assert into(tmp_path / "1", same).near_duplicates == 1
    other = jsonl(
        tmp_path / "other.jsonl",
        {"id": "a", "title": "A", "text": f"{words} aide de 500 euros."},
        {"id": "b", "title": "B", "text": f"{words} aide de 900 euros."},
    )
    assert into(tmp_path / "2", other).near_duplicates == 0


def test_declared_ids_keep_documents_of_one_title_apart(tmp_path: Path) -> None:
    lines = [{"id": n, "title": "Un titre", "text": f"Texte {n}."} for n in ("x", "y")]
    assert into(tmp_path / "i", jsonl(tmp_path / "s.jsonl", *lines)).documents == 2


def test_a_real_page_replaces_its_digest_and_never_the_reverse(tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert into(index, shipped_fiches()).documents == len(SHIPPED)
    page = tmp_path / "page.txt"
    page.write_text(
        "Kit MunicipalESS | Fiche 11 : ESS & accès à une mobilité durable\n\nLe vrai texte.\n",
        "utf-8",
    )
    report = into(index, page)
    assert report.replaced_digests == ("municipaless-2026-11",)
    report = into(index, shipped_fiches())
    assert report.kept_over_digests == ("municipaless-2026-11",)
    _, manifest = open_manifest(index)
    assert open_documents(index, manifest)["municipaless-2026-11"].source_kind == "fiche"


def test_section_ids_that_stand_in_two_documents_are_told_apart(tmp_path: Path) -> None:
    lines = [
        {"id": n, "title": f"T {n}", "sections": [{"id": "intro", "text": f"Texte {n}."}]}
        for n in ("a", "b")
    ]
    source = jsonl(tmp_path / "s.jsonl", *lines)
    assert into(tmp_path / "i", source).passages == 2
    _, manifest = open_manifest(tmp_path / "i")
    assert [p.section_id for p in manifest.passages] == ["intro", "b#intro"]
    assert into(tmp_path / "i", source).unchanged == 2


def test_a_page_that_takes_over_a_document_is_kept_by_prune(tmp_path: Path) -> None:
    line = {"id": "x", "title": "T", "kit": "municipaless", "edition": "2026", "fiche": 11}
    into(tmp_path / "i", jsonl(tmp_path / "s.jsonl", line | {"text": "Texte."}))
    page = tmp_path / "page.txt"
    page.write_text("Kit MunicipalESS | Fiche 11 : ESS & mobilité durable\n\nLe texte.\n", "utf-8")
    report = into(tmp_path / "i", page, prune=True)
    assert (report.documents, report.updated, report.removed) == (1, 1, 0)
    _, manifest = open_manifest(tmp_path / "i")
    assert [e.document_id for e in manifest.documents] == ["municipaless-2026-11"]


def test_near_duplicates_of_other_names_stay_apart(tmp_path: Path) -> None:
    words = " ".join(f"mot{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(80))
    lines = [{"id": n, "title": n, "text": f"{words} à {n}."} for n in ("Lyon", "Paris")]
    assert into(tmp_path / "i", jsonl(tmp_path / "s.jsonl", *lines)).near_duplicates == 0


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("La ville peut agir.", "La ville ne peut pas agir.", 0),
        ("La ville peut agir.", "La ville n’a aucun droit d’agir.", 0),
        ("La ville peut agir.", "La ville doit agir.", 0),
        ("Elle agit avec accord.", "Elle agit sauf accord.", 0),
        ("Elle agit deux ans.", "Elle agit trois ans.", 0),
        ("Elle aide non Lyon, mais Paris.", "Elle aide Lyon, mais non Paris.", 0),
        ("Elle peut agir encore.", "Elle peut agir aussi.", 1),
    ],
)
def test_near_duplicates_that_say_the_contrary_or_another_number_stay_apart(
    tmp_path: Path, one: str, other: str, near: int
) -> None:
    words = " ".join(f"mot{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(80))
    lines = [
        {"id": n, "title": n, "text": f"{words}. {end}"} for n, end in (("a", one), ("b", other))
    ]
    assert into(tmp_path / "i", jsonl(tmp_path / "s.jsonl", *lines)).near_duplicates == near


def test_a_kit_and_an_address_are_kept_as_they_are_given(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(jsonl_line(kit="regional", url="HTTPS://rtes.fr/à côté".replace(" ", "-")))
    (page,) = read_source(str(file))
    assert isinstance(page, Page)
    assert (page.document.kit, page.document.url) == ("regional", "HTTPS://rtes.fr/à-côté")


def test_absent_fields_may_be_null(tmp_path: Path) -> None:
    line = {"id": "a", "title": "T", "url": None, "kit": None, "levels": None, "text": "Texte."}
    assert into(tmp_path / "i", jsonl(tmp_path / "s.jsonl", line)).documents == 1


def test_prune_removes_what_a_source_no_longer_holds(tmp_path: Path) -> None:
    lines = [{"id": n, "title": f"T {n}", "text": f"Texte {n}."} for n in ("x", "y")]
    source = jsonl(tmp_path / "s.jsonl", *lines)
    into(tmp_path / "i", source)
    jsonl(source, lines[0])
    assert into(tmp_path / "i", source).documents == 2
    pruned = into(tmp_path / "i", source, prune=True)
    assert (pruned.documents, pruned.removed) == (1, 1)


def test_prune_follows_a_folder_and_spares_what_could_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("x", "y"):
        line = {"id": name, "title": f"T {name}", "text": f"Texte {name}."}
        jsonl(folder / f"{name}.jsonl", line)
    assert into(tmp_path / "i", folder).documents == 2
    (folder / "x.jsonl").write_text("broken", "utf-8")
    assert into(tmp_path / "i", folder, prune=True).removed == 0
    (folder / "x.jsonl").unlink()
    monkeypatch.chdir(tmp_path)
    assert into(tmp_path / "i", "folder", prune=True).removed == 1


def test_a_folder_names_the_documents_it_could_not_read(tmp_path: Path, source: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    os.replace(source, folder / "export.txt")
    (folder / "layout.pdf").write_bytes(b"%PDF-1.7")
    (folder / "photo.png").write_bytes(b"PNG")
    report = into(tmp_path / "index", folder)
    assert report.documents == 2
    assert [Path(s.source).name for s in report.skipped] == ["layout.pdf"]
    (tmp_path / "empty").mkdir()
    assert "aucun document" in into(tmp_path / "index", tmp_path / "empty").skipped[0].reason


def test_rebuild_embeds_nothing_and_drops_nothing(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    before = into(index, source)

    def embedded(*_: object) -> None:
        raise AssertionError("a kept vector was made anew")

    monkeypatch.setattr(EmbeddedEncoder, "passages", embedded)
    report = into(index, rebuild=True)
    assert (report.documents, report.passages) == (before.documents, before.passages)
    assert str(m.current_generation(index)).startswith("000002-")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "vide"),
        ("binary.txt", bytes(range(256)), "UTF-8"),
        ("nul.txt", b"a\x00b", "binaire"),
        ("broken.jsonl", b'{"id": "a"', "ligne 1"),
        ("field.jsonl", b'{"id": "a", "title": "t", "fiche": "x", "text": "y"}', "fiche"),
        ("questions.jsonl", b'{"id": "a", "question": "q"}', "réponse"),
        ("yaml.md", b"---\ntitle: [\n---\ntexte", "YAML"),
        ("untitled.md", b"texte seul", "titre"),
        ("photo.png", b"\x89PNG", "format"),
        ("deep.jsonl", b"[" * 100_000, "ligne 1"),
        ("kit.jsonl", jsonl_line(kit="communes"), "écrivez municipaless, departements, regional"),
        (
            "day.jsonl",
            jsonl_line(updated="2026-13-45"),
            "« updated » est mal formé (« 2026-13-45 »)",
        ),
        ("month.md", b"---\nupdated: 2026-13\n---\n# T\n\nTexte.", "formé (« 2026-13 ») : écrivez"),
        ("url.jsonl", jsonl_line(url="javascript:alert(1)"), "ligne 1, le champ « url »"),
        ("url.md", b"---\nurl: data:text/html,x\n---\n# T\n\nTexte.", "écrivez une adresse"),
    ],
)
def test_a_source_that_cannot_be_read_is_named_and_the_others_go_in(
    run: Run, source: Path, tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(data)
    result = run("ingest", bad, source, "--index", tmp_path / "index", "--json")
    report = json.loads(result.stdout)
    assert result.returncode == 1
    assert report["documents"] == 2
    assert [s["source"] for s in report["skipped"]] == [str(bad)]
    assert reason in report["skipped"][0]["reason"]
    assert "Traceback" not in result.stderr


def test_a_missing_path_alone_makes_no_index(run: Run, tmp_path: Path) -> None:
    result = run("ingest", tmp_path / "nowhere.txt", "--index", tmp_path / "index")
    assert result.returncode == 1
    assert "n'existe pas" in result.stderr
    assert f"Aucun index n'a été fait dans « {tmp_path / 'index'} »" in result.stderr
    assert not (tmp_path / "index").exists()


def test_a_name_too_long_for_the_system_is_a_source_not_read(tmp_path: Path) -> None:
    report = into(tmp_path / "index", "x" * 300 + ".txt")
    assert "ne peut pas être ouvert" in report.skipped[0].reason


def test_a_pipe_or_a_device_is_not_read(tmp_path: Path, source: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    os.mkfifo(folder / "x.md")
    report = into(tmp_path / "index", folder, "/dev/zero", source)
    assert report.documents == 2
    assert [s.source for s in report.skipped] == [str(folder / "x.md"), "/dev/zero"]
    assert all("fichier ordinaire" in s.reason for s in report.skipped)


def test_no_more_is_read_than_the_bound(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: Path
) -> None:
    monkeypatch.setattr("ingest.read.MOST_BYTES", 100)
    assert "dépasse" in into(tmp_path / "index", source).skipped[0].reason


def test_an_unwritable_folder_is_said_in_one_sentence(
    run: Run, source: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file stands where the folder should")
    result = run("ingest", source, "--index", blocked / "index")
    assert result.returncode == 1
    assert "--index" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_is_read_without_its_readme(tmp_path: Path, source: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    os.replace(source, folder / "export.txt")
    (folder / "README.md").write_text("# À lire", "utf-8")
    assert into(tmp_path / "index", folder).documents == 2


def test_the_real_export_goes_in_whole_and_once(run: Run, tmp_path: Path) -> None:
    arguments = ("ingest", export_file(), "--index", tmp_path / "index", "--json")
    first = json.loads(run(*arguments).stdout)
    assert (first["documents"], first["added"], first["skipped"]) == (10, 10, [])
    assert first["exact_duplicates"] > 200
    second = json.loads(run(*arguments).stdout)
    assert (second["added"], second["updated"], second["unchanged"]) == (0, 0, 10)


def test_the_kit_and_the_number_before_a_title_are_fields_whatever_declares_it() -> None:
    title = "Kit MunicipalESS | Fiche 8 : Commande publique responsable"
    for text in (f'---\ntitle: "{title}"\n---\n\nUn texte.\n', f"# {title}\n\nUn texte.\n"):
        (page,) = read_bytes("fiche.md", text.encode())
        assert isinstance(page, Page)
        made = page.document
        assert (made.document_id, made.kit, made.fiche) == (
            "municipaless-2026-08",
            "municipaless",
            8,
        )
        assert made.title == "Commande publique responsable"
