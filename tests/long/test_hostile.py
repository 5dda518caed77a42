"""Damaged and hostile files: each is read right or refused in a line, in little memory, offline.

A short form runs with the other tests; `make test-long` runs the long one.
"""

import json
import os
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pypandoc
import pytest

from tests.conftest import EXPORT, ROOT
from tests.ingest.test_pdf import made, stream

LONG = "TEST_LONG" in os.environ
# A process is begun for each variant of a kind that pandoc or PDFium reads.
SLOW = ("pdf", "docx", "odt", "zip")
MOST_MEMORY = 1_500_000_000

MARKDOWN = """\
---
title: Les ateliers de Rivebourg
updated: 2026-03-12
levels: [commune, epci]
---
# Les ateliers de Rivebourg

La commune prête un local à l’association des vélos[^a].

## Soutenir un atelier

- un loyer de 40 euros ;
- une convention de **3 ans** :
    1. signée en conseil ;
    2. affichée.

| Commune | Montant |
|---------|---------|
| Rivebourg | 12 000 euros |
| Valmont | 900 euros |

## L’exemple de Valmont

> Valmont a choisi [son école](https://valmont.example/ecole).

[^a]: Délibération du 3 mai.
"""
HTML = """\
<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Les ateliers | Rivebourg</title>
<link rel="canonical" href="https://rivebourg.example/ateliers"><style>p { color: red }</style>
<meta property="article:modified_time" content="2026-03-12T10:00:00+01:00">
<script type="application/ld+json">{"dateModified": "2026-03-12"}</script></head>
<body><nav class="menu"><ul><li><a href="/">Accueil</a></li><li><a href="/x">Plus</a></li></ul>
</nav>
<article><h1>Les ateliers de Rivebourg</h1><p>La commune prête un local<sup>1</sup> de 80 m².</p>
<h2>Soutenir un atelier</h2><ul><li>un loyer de 40&nbsp;euros</li><li>une convention<ol><li>signée
</li></ol></li></ul><table><tr><th>Commune<th>Montant<tr><td>Rivebourg<td>12 000 euros</table>
<pre>a
b</pre><p hidden>caché</p><time datetime="2026-03-12">12 mars</time><svg><text>x</text></svg>
<h3>Voir aussi</h3><p><a href="https://valmont.example/">Valmont</a><br>et<br>ailleurs</p></article>
<footer>Rivebourg, 2026</footer><script>document.write("<p>non</p>")</script></body></html>
"""
DOCUMENTS = [
    {"id": "a", "title": "Les vélos", "kit": "municipaless", "edition": "2026", "fiche": 41,
     "levels": ["commune"], "url": "https://rivebourg.example/a", "updated": "2026-03-12",
     "sections": [{"id": "a1", "heading": "Prêter", "text": "Un local.\n\n- gratuit"},
                  {"heading": "Louer", "text": "Un loyer de 40 euros."}]},
    {"id": "b", "title": "Les radios", "text": "L’atelier répare 20 radios.\n\nChaque mois."},
]  # fmt: skip
FAQ = [
    {"id": str(n), "question": f"Peut-on prêter le local {n} ?", "answer": f"Oui, {n} ans.\n- ici",
     "theme": "foncier_tiers_lieux", "updated": "2026-01-15", "valid_until": "2026-12-31"}
    for n in range(3)
]  # fmt: skip
CSV = "id;question;réponse;thème;mise à jour\n" + "".join(
    f'{n};Peut-on prêter le local {n} ?;"Oui ; {n} ans.";Élus;31/01/2026\n' for n in range(4)
)


def pdf() -> bytes:
    """Two pages with packed streams: a title, columns, a ruled table, a form, an image, a font."""
    title = b"BT /F 20 Tf 60 780 Td (Les ateliers de Rivebourg) Tj ET "
    lines = b"".join(
        b"BT /F 11 Tf %d %d Td (La commune pr\xeate un local num\xe9ro %d aux) Tj ET " % (x, y, y)
        for x in (60, 320)
        for y in range(740, 500, -14)
    )
    rules = b"".join(b"60 %d m 400 %d l S " % (y, y) for y in (300, 330, 360))
    rules += b"".join(b"%d 300 m %d 360 l S " % (x, x) for x in (60, 230, 400))
    cells = b"BT /F 11 Tf 70 340 Td [(Com) -20 (mune)] TJ 170 0 Td (900 euros) Tj ET /X Do /I Do "
    form = b"BT /G 11 Tf 60 100 Td <00010002> Tj ET"
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> "
        b"endcodespacerange 2 beginbfchar <0001> <0056> <0002> <d83dde00> endbfchar endcmap end"
    )
    fonts = b"/Resources<</Font<</F 5 0 R/G 9 0 R>>/XObject<</X 6 0 R/I 7 0 R>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R" + fonts + b">>"

    def packed(content: bytes, entries: bytes = b"") -> bytes:
        return stream(zlib.compress(content), entries + b"/Filter/FlateDecode")

    return made(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        page % 11,
        page % 12,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
        packed(form, b"/Subtype/Form/BBox[0 0 595 842]" + fonts.replace(b"/X 6 0 R", b"")),
        packed(
            bytes(64),
            b"/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray",
        ),
        packed(cmap),
        b"<</Type/Font/Subtype/Type0/BaseFont/G/Encoding/Identity-H/DescendantFonts[10 0 R]"
        b"/ToUnicode 8 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/G/CIDSystemInfo<</Registry(A)/Ordering(I)"
        b"/Supplement 0>>>>",
        packed(title + lines + rules + cells),
        packed(lines + cells),
        b"<</Title(Les ateliers)>>",
        encrypt=b"/Info 13 0 R",
    )


def json_lines(values: list[dict[str, object]]) -> bytes:
    return b"\n".join(json.dumps(value).encode() for value in values)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A valid file of each kind."""
    folder = tmp_path_factory.mktemp("samples")
    files = {
        "html": HTML.encode(),
        "pdf": pdf(),
        "md": MARKDOWN.encode(),
        "txt": EXPORT.encode(),
        "jsonl": json_lines(DOCUMENTS),
        "faq.jsonl": json_lines(FAQ),
        "csv": CSV.encode(),
    }
    found = {kind: folder / f"sample.{kind}" for kind in (*files, "docx", "odt", "zip")}
    for kind, data in files.items():
        found[kind].write_bytes(data)
    for kind in ("docx", "odt"):
        pypandoc.convert_text(MARKDOWN, kind, "markdown", outputfile=str(found[kind]))
    with zipfile.ZipFile(found["zip"], "w", zipfile.ZIP_DEFLATED) as archive:
        for kind in ("html", "md", "txt", "jsonl", "csv"):
            archive.write(found[kind], f"kit/{kind}/page.{kind}")
    return found


KINDS = ("html", "pdf", "docx", "odt", "md", "txt", "jsonl", "faq.jsonl", "csv", "zip")


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_gives_right_documents_or_one_line(
    kind: str, samples: dict[str, Path], offline: dict[str, str]
) -> None:
    count = 400 if LONG else 15 if kind in SLOW else 100
    command = [sys.executable, "-m", "tests.long.reading", kind, str(samples[kind]), "0"]
    done = subprocess.run(
        [*command, str(count)], cwd=ROOT, env=offline, capture_output=True, text=True, check=False
    )
    *lines, last = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0, f"seed {last.get('seed')} ended it: {done.stderr[-2000:]}"
    ended = [line for line in lines if "wrong" in line]
    assert [line["seed"] for line in ended] == list(range(count))
    wrong = {line["seed"]: line["wrong"] for line in ended if line["wrong"]}
    assert not wrong
    assert last["peak"] < MOST_MEMORY
    refused = [line["refused"] for line in ended]
    assert not refused[0], "the sample itself is refused"
    assert 0 < sum(refused) < count
