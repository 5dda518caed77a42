"""A table's rows are read in any common form, one by one; a broken one costs no other."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from assistant.triage.columns import MOST_SIGNS, BrokenRow, Row
from assistant.triage.table import read_rows
from corpus.errors import AssistantError


def rows(path: Path, data: bytes | str) -> list[Row | BrokenRow]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_rows(path))


def sheet(path: Path, *lines: list[object]) -> list[Row | BrokenRow]:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    book.save(path)
    return list(read_rows(path))


def refusal(path: Path, data: bytes | str) -> str:
    with pytest.raises(AssistantError) as caught:
        rows(path, data)
    said = str(caught.value)
    assert " : " in said
    assert said.endswith(".")
    assert "\n" not in said
    return said


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_in_any_delimiter_and_encoding(
    tmp_path: Path, mark: str, encoding: str
) -> None:
    lines = [
        ["Date", "N°", "Collectivité", "Question", "Niveau", "Thème", "Fonction"],
        [
            "12/03/2026",
            "007",
            "Ville d’Orée",
            '"Peut-on ""prêter"" ?\r\nMerci"',
            "Région",
            "",
            "élu",
        ],
        ["", "", "", "", "", "", ""],
        ["", "8", "CC du Gué", "À quel âge ?", "", "Commande publique", ""],
    ]
    text = "\r\n".join(mark.join(line) for line in lines)
    first, second = rows(tmp_path / "q.csv", text.encode(encoding))
    assert isinstance(first, Row)
    assert (first.id, first.question) == ("007", 'Peut-on "prêter" ?\nMerci')
    assert (first.level, first.theme, first.number) == ("region", None, 2)
    assert first.columns["Date"] == "12/03/2026"
    assert (first.columns["Niveau"], first.columns["Fonction"]) == ("Région", "élu")
    assert isinstance(second, Row)
    assert (second.id, second.level, second.theme) == ("8", "epci", "commande_publique")
    assert second.number == 4


def test_a_long_file_is_decoded_by_its_first_stretch_that_is_no_utf_8(tmp_path: Path) -> None:
    plain = "question\n" + "Que dit la loi ?\n" * 100_000
    found = rows(tmp_path / "q.csv", (plain + "Où va l’été ?\n").encode("cp1252"))
    assert isinstance(found[-1], Row)
    assert found[-1].question == "Où va l’été ?"


def test_a_row_without_an_id_takes_none_that_another_row_has(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    ids = ["", "3", "", "ligne 3", "ligne 3-2", "2"]
    path.write_text("".join(f'{{"id": "{one}", "question": "Qui ?"}}\n' for one in ids), "utf-8")
    found = [row.id for row in read_rows(path) if isinstance(row, Row)]
    assert found == ["1", "3", "ligne 3-3", "ligne 3", "ligne 3-2", "2"]


def test_a_row_without_an_id_takes_its_number(tmp_path: Path) -> None:
    found = rows(tmp_path / "q.csv", "question\nQui ?\nQuoi ?\n")
    assert [(row.id, row.number) for row in found if isinstance(row, Row)] == [("2", 2), ("3", 3)]
    (one,) = rows(tmp_path / "q.jsonl", '\n{"question": "Qui ?"}')
    assert isinstance(one, Row)
    assert one.id == "2"


def test_json_lines_carry_what_else_they_hold(tmp_path: Path) -> None:
    line = {"id": 7, "question": "Qui ?", "level": "epci", "tags": ["a", 1], "vu": None}
    (row,) = rows(tmp_path / "q.jsonl", json.dumps(line))
    carried = {"level": "epci", "tags": ["a", 1], "vu": None}
    assert row == Row(1, "7", "Qui ?", "epci", None, carried)


def test_a_sheet_is_read_as_it_is_shown(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["FAQ juridique"])
    book.active.append(["Identifiant", "Votre question", "Date", "Nombre", "Vrai"])
    book.active.append(["007", "Qui ?", date(2026, 3, 12), 3.0, True])
    book.active.append([8, "Quoi ?", None, 1.5, None])
    book.active["A4"].number_format = "000"
    book.save(tmp_path / "q.xlsx")
    first, second = read_rows(tmp_path / "q.xlsx")
    carried = {"Date": "2026-03-12", "Nombre": "3", "Vrai": "VRAI"}
    assert first == Row(3, "007", "Qui ?", columns=carried)
    assert isinstance(second, Row)
    assert (second.id, second.columns["Nombre"]) == ("008", "1.5")


def test_the_sheet_read_is_the_one_that_has_questions(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Mode d'emploi"])
    book.create_sheet("Suivi").append(["Question"])
    book["Suivi"].append(["Qui ?"])
    book.save(tmp_path / "q.xlsx")
    assert [row.question for row in read_rows(tmp_path / "q.xlsx") if isinstance(row, Row)] == [
        "Qui ?"
    ]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("b;;commune", "question manque"),
        ("b", "pas assez de cellules"),
        ("b;Quoi ; où ?;commune;x", "plus de cellules"),
        ('b;"Le "prêt" ?";commune', "guillemet"),
        ('b;"Jamais fermé ?;commune', "guillemet"),
        (f"b;{'q' * (MOST_SIGNS + 1)};commune", f"{MOST_SIGNS} signes"),
        (f"b;{'q' * 200_000};commune", "131 072"),
        (f"b;{'q' * 1_200_000};commune", "pas assez de cellules"),
    ],
)
def test_a_broken_row_of_a_csv_costs_no_other(tmp_path: Path, line: str, word: str) -> None:
    text = f"id;question;niveau\na;Qui ?;commune\n{line}\nc;Où ?;epci\n"
    found = rows(tmp_path / "q.csv", text)
    assert [row.id for row in found if isinstance(row, Row)] == ["a", "c"]
    broken = [row for row in found if isinstance(row, BrokenRow)]
    assert any(word in row.error and f"ligne {row.line}" in row.error for row in broken)


def test_a_broken_row_is_named_by_its_id_and_its_number_in_a_spreadsheet(tmp_path: Path) -> None:
    lines = ["id;question", 'a;"Bonjour,', "Qui ?", 'Merci"', "", "010;", ";", "7;"]
    found = rows(tmp_path / "q.csv", "\n".join(lines))
    broken = [row for row in found if isinstance(row, BrokenRow)]
    assert [row.line for row in broken] == [4, 6]
    assert broken[0].error.startswith("À la ligne 4 (n° 010), la question manque : ")
    (own,) = rows(tmp_path / "q.jsonl", '{"id": 12, "question": ""}')
    assert isinstance(own, BrokenRow)
    assert own.error.startswith("À la ligne 1 (n° 12), la question manque : ")


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "b", "question": "Qui',
        '{"id": "b"}',
        '{"id": "b", "question": 3}',
        '{"id": ["b"], "question": "Qui ?"}',
        "3",
        "[" * 100_000,
        '{"question": "' + "q" * 1_200_000 + '"}',
    ],
)
def test_a_broken_line_of_json_costs_no_other(tmp_path: Path, line: str) -> None:
    text = f'{{"question": "Qui ?"}}\n{line}\n{{"question": "Où ?"}}\n'
    first, broken, last = rows(tmp_path / "q.jsonl", text)
    assert isinstance(first, Row)
    assert isinstance(broken, BrokenRow)
    assert isinstance(last, Row)
    assert (first.number, broken.line, last.number) == (1, 2, 3)
    assert broken.error.startswith(("À la ligne 2, ", "À la ligne 2 (n° b), ", "La ligne 2 "))
    assert " : " in broken.error


def test_what_holds_no_questions_is_refused_in_one_sentence(tmp_path: Path) -> None:
    assert "vide" in refusal(tmp_path / "q.csv", "")
    assert "question" in refusal(tmp_path / "q.csv", "id;demandeur\n1;Moi\n")
    assert "binaire" in refusal(tmp_path / "q.csv", b"id;question\n1;\x00\x01\n")
    assert "classeur" in refusal(tmp_path / "q.xlsx", b"PK\x03\x04 cut")
    assert ".csv, .xlsx ou .jsonl" in refusal(tmp_path / "q.docx", "Qui ?")
    with pytest.raises(AssistantError, match="vérifiez qu'il existe"):
        list(read_rows(tmp_path / "none.csv"))
    with pytest.raises(AssistantError, match="question"):
        sheet(tmp_path / "q.xlsx", ["id", "demandeur"], [1, "Moi"])


def test_a_sheet_that_unpacks_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.triage.sheet._MOST_BYTES", 1000)
    with pytest.raises(AssistantError, match="trop lourd"):
        sheet(tmp_path / "q.xlsx", ["question"], ["Qui ?"])


def test_the_cached_value_of_a_formula_is_read_and_never_the_formula(tmp_path: Path) -> None:
    found = sheet(tmp_path / "q.xlsx", ["question", "total"], ["Qui ?", "=1+1"])
    assert load_workbook(tmp_path / "q.xlsx").active["B2"].data_type == "f"
    assert [row.columns for row in found if isinstance(row, Row)] == [{"total": ""}]


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("COMMUNES", "commune"),
        ("Échelon communal", "commune"),
        ("Ville (moins de 3 500 hab.)", "commune"),
        ("municipalité", "commune"),
        ("Département", "departement"),
        ("Conseil Départemental du Gué", "departement"),
        ("CD 35", "departement"),
        ("Régions", "region"),
        ("conseil régional", "region"),
        ("Communauté de communes", "epci"),
        ("communautés d’agglomération", "epci"),
        ("Communauté urbaine (EPCI)", "epci"),
        ("Métropole", "epci"),
        ("Intercommunalités", "epci"),
        ("EPCI à fiscalité propre", "epci"),
    ],
)
def test_a_level_is_read_in_the_words_that_people_use(
    tmp_path: Path, said: str, level: str
) -> None:
    (row,) = rows(tmp_path / "q.jsonl", json.dumps({"question": "Qui ?", "niveau": said}))
    assert isinstance(row, Row)
    assert (row.level, row.note, row.columns) == (level, "", {"niveau": said})


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("canton", "n’est pas connu"),
        ("bloc communal", "n’est pas connu"),
        (3, "n’est pas connu"),
        ("Commune et EPCI", "nomme plusieurs niveaux"),
        ("département / région", "nomme plusieurs niveaux"),
    ],
)
def test_a_row_goes_on_without_a_level_that_is_none_and_says_why(
    tmp_path: Path, said: object, why: str
) -> None:
    record = {"question": "Qui ?", "niveau": said, "collectivité": "Ville d'Orée"}
    (row,) = rows(tmp_path / "q.jsonl", json.dumps(record))
    assert isinstance(row, Row)
    assert row.columns["niveau"] == said
    assert row.note == f"Le niveau « {said} » {why} : il n’en est pas tenu compte."


TITLE = "Questions reçues en mars"


HEADERS = [
    (["N°", "Question", "Niveau"], ["7", "Qui ?", "epci"]),
    (["Date", "Votre question", "Ville"], ["1/3", "Qui ?", "Orée"]),
    (["Reçue le", "Questions des adhérents", "Ville"], ["1/3", "Qui ?", "Orée"]),
    (["Question"], ["Qui ?"]),
]
TITLES = [[[TITLE]], [["RTES"], [TITLE], []], []]


@pytest.mark.parametrize(
    ("above", "header", "first"),
    [(above, *below) for above in TITLES for below in HEADERS]
    + [([["Questions"]], *below) for below in HEADERS[:2]],
)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_title_that_speaks_of_questions_is_no_header(
    tmp_path: Path, above: list[list[str]], header: list[str], first: list[str], form: str
) -> None:
    path = tmp_path / f"q.{form}"
    lines = [*above, header, first]
    if form == "xlsx":
        found = sheet(path, *lines)
    else:
        cells = ([*line, *[""] * (len(header) - len(line))] for line in lines)
        found = rows(path, "\n".join(map(";".join, cells)))
    (row,) = found
    assert isinstance(row, Row)
    assert (row.question, row.number) == ("Qui ?", len(above) + 2)


@pytest.mark.parametrize(
    "title", ["Questions de mars 2026", "Questions, mars 2026", "RTES | FAQ ; export", "FAQ\n"]
)
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
@pytest.mark.parametrize(("header", "first"), HEADERS)
def test_a_title_of_its_own_line_does_not_hide_the_delimiter(
    tmp_path: Path, title: str, mark: str, header: list[str], first: list[str]
) -> None:
    lines = [title, mark.join(header), mark.join(first)]
    (row,) = rows(tmp_path / "q.csv", "\n".join(lines))
    assert isinstance(row, Row)
    assert row.question == "Qui ?"


def test_a_title_on_another_sheet_is_no_table(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Posez votre question dans la feuille suivante"])
    book.create_sheet("Suivi").append(["Question"])
    book["Suivi"].append(["Qui ?"])
    book.save(tmp_path / "q.xlsx")
    (row,) = read_rows(tmp_path / "q.xlsx")
    assert isinstance(row, Row)
    assert row.question == "Qui ?"


pieces = st.sampled_from(
    [
        b'"',
        b";",
        b",",
        b"\n",
        b"\r",
        b"a",
        b"\xe9",
        b"\x00",
        b'{"question":',
        b'"q"}',
        b"null",
        b"[]",
    ]
)
starts = st.sampled_from(
    [b"id;question\n", b"\xff\xfe", b"\xef\xbb\xbf", b"sep=,\n", b"PK\x03\x04", b""]
)


def test_a_number_that_json_has_not_breaks_its_row_alone(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": 1, "question": "Q ?", "x": NaN}\n{"id": 2, "question": "Q ?"}\n')
    broken, row = read_rows(path)
    assert isinstance(broken, BrokenRow)
    assert isinstance(row, Row)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(starts, st.lists(pieces, max_size=20), st.sampled_from([".csv", ".jsonl", ".xlsx"]))
def test_whatever_a_file_holds_its_rows_or_one_sentence_come_of_it(
    tmp_path: Path, start: bytes, parts: list[bytes], form: str
) -> None:
    path = tmp_path / f"q{form}"
    path.write_bytes(start + b"".join(parts))
    try:
        said = [row.error for row in read_rows(path) if isinstance(row, BrokenRow)]
    except AssistantError as error:
        said = [str(error)]
    assert all(" : " in one and one.endswith(".") for one in said)
