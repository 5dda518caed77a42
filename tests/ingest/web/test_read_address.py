"""A hub's address becomes its fiches; what moved, went or failed is named and nothing is lost."""

import json
from pathlib import Path

import pytest

from corpus import manifest as m
from corpus.index import open_documents, open_manifest
from corpus.settings import Settings
from corpus.types import Document
from ingest.pipeline import Report, ingest
from tests.conftest import Run
from tests.ingest.test_pdf import sheet
from tests.ingest.web.site import Site, hang_up, page, redirect, serving, status
from tests.stand_in import use_word_encoder

HUB = "/kit-municipaless"
SUBJECTS = {
    8: ("Commande publique responsable", "La ville réserve 3 lots aux structures d’insertion."),
    13: ("ESS et culture", "La salle associative de Testville ouvre 40 soirs par an."),
    20: ("ESS et ruralité(s)", "L’épicerie du village est tenue par 12 bénévoles."),
}
# Stands in the page's own part; the menu around it leads elsewhere.
AROUND = (
    "<!doctype html><html><head></head><body><nav><a href='/contact'>Contact</a></nav>"
    "<main>{}</main></body></html>"
)


def fiche(number: int) -> str:
    title, text = SUBJECTS[number]
    heading = f"Kit MunicipalESS | Fiche {number} : {title}"
    return AROUND.format(f"<h1>{heading}</h1><h2>Soutenir les projets</h2><p>{text}</p>")


def address(number: int) -> str:
    return f"{HUB}-fiche-{number}-sujet"


def hub(*addresses: str) -> str:
    links = "".join(f"<li><a href='{link}'>Lire la suite</a></li>" for link in addresses)
    return AROUND.format(f"<h1>Kit MunicipalESS</h1><p>Des fiches pour agir.</p><ul>{links}</ul>")


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    use_word_encoder(monkeypatch)


@pytest.fixture
def kit(site: Site) -> Site:
    """A hub of three fiches."""
    site.pages[HUB] = page(hub(*map(address, SUBJECTS)))
    site.pages |= {address(number): page(fiche(number)) for number in SUBJECTS}
    return site


@pytest.fixture
def into(tmp_path: Path, local: Settings):
    def read(*addresses: str, **options: bool) -> Report:
        return ingest(list(addresses), tmp_path / "index", local, **options)

    return read


def stored(index: Path) -> dict[str, tuple[Document, str]]:
    """The documents by id, each with its source."""
    _, manifest = open_manifest(index)
    documents = open_documents(index, manifest)
    return {e.document_id: (documents[e.document_id], e.source) for e in manifest.documents}


def test_the_command_reads_a_hub_and_the_second_time_sends_for_nothing(
    run: Run, kit: Site, tmp_path: Path
) -> None:
    kit.pages[HUB] = page(hub(*map(address, SUBJECTS), "/guide.pdf"))
    text = b"BT /F 11 Tf 60 700 Td (Le village a une \xe9picerie associative.) Tj ET"
    kit.pages["/guide.pdf"] = page(sheet(text), "application/pdf")
    command = ("tests.stand_in", "ingest", kit.url(HUB), "--index", tmp_path / "index", "--json")
    done = run(*command, ASSISTANT_PRIVATE_ADDRESSES="true")
    assert done.returncode == 0, done.stderr
    first = json.loads(done.stdout)
    assert (first["documents"], first["added"], first["skipped"]) == (4, 4, [])
    found = stored(tmp_path / "index")
    assert set(found) == {f"municipaless-2026-{n:02d}" for n in SUBJECTS} | {"guide"}
    culture, source = found["municipaless-2026-13"]
    assert culture.url == source == kit.url(address(13))
    assert culture.text.endswith(SUBJECTS[13][1])
    assert found["guide"][0].url == kit.url("/guide.pdf")
    asked = len(kit.asked)
    second = json.loads(run(*command, ASSISTANT_PRIVATE_ADDRESSES="true").stdout)
    assert (second["added"], second["updated"], second["unchanged"]) == (0, 0, 4)
    again = kit.asked[asked:]
    assert [request.status for request in again] == [304] * 6
    assert sum(request.sent for request in again) == 0
    assert str(m.current_generation(tmp_path / "index")).startswith("000001-")


def test_the_command_refuses_a_private_address_and_makes_no_index(
    run: Run, kit: Site, tmp_path: Path
) -> None:
    secret = kit.url(HUB).replace("//", "//moi:secret@")
    done = run("tests.stand_in", "ingest", kit.url(HUB), secret, "--index", tmp_path / "index")
    assert done.returncode == 1
    assert "réseau interne" in done.stderr
    assert "mot de passe" in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
    assert kit.asked == []
    assert not (tmp_path / "index").exists()


def test_a_fiche_or_a_document_is_read_alone(kit: Site, into) -> None:
    assert into(kit.url(address(8))).documents == 1
    assert kit.paths == ["/robots.txt", address(8)]


def test_a_page_gives_its_own_address_as_canonical(kit: Site, into, tmp_path: Path) -> None:
    own = fiche(8).replace("</head>", "<link rel='canonical' href='/fiche-huit'></head>")
    other = fiche(13).replace("</head>", "<link rel='canonical' href='https://x.fr/13'></head>")
    kit.pages |= {address(8): page(own), address(13): page(other)}
    into(kit.url(HUB))
    found = stored(tmp_path / "index")
    assert found["municipaless-2026-08"][0].url == kit.url("/fiche-huit")
    assert found["municipaless-2026-13"][0].url == kit.url(address(13))


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (redirect("/archives", 301), "déplacée vers"),
        (redirect("/"), "déplacée vers"),
        (redirect(HUB), "déplacée vers"),
        (status(404), "404"),
        (status(410), "410"),
        (status(403), "403"),
        (page(b"\x00\x01" * 50, "application/octet-stream"), "binaire"),
        (page("<html><body>"), "texte"),
    ],
)
def test_a_page_that_cannot_be_read_leaves_what_is_stored_and_the_others_go_in(
    kit: Site, into, tmp_path: Path, behaviour, said: str
) -> None:
    into(kit.url(HUB))
    home = page(AROUND.format("<h1>Accueil</h1><p>Bienvenue sur le site.</p>"))
    kit.pages |= {"/": home, "/archives": home}
    before = stored(tmp_path / "index")
    changed = fiche(8).replace("3 lots", "5 lots")
    kit.pages |= {address(13): behaviour, address(8): page(changed)}
    report = into(kit.url(HUB))
    (skipped,) = report.skipped
    assert skipped.source == kit.url(address(13))
    assert said in skipped.reason
    assert (report.documents, report.updated, report.unchanged) == (3, 1, 1)
    after = stored(tmp_path / "index")
    assert after["municipaless-2026-13"] == before["municipaless-2026-13"]
    assert "5 lots" in after["municipaless-2026-08"][0].text


def test_a_list_that_a_hub_links_to_is_no_document(kit: Site, into) -> None:
    other = f"{HUB}/fiches-des-autres-kits"
    kit.pages[HUB] = page(hub(address(8), address(13), other))
    kit.pages[other] = page(hub("/kit-a.pdf", "/kit-b.pdf", "/kit-c.pdf", "/kit-d.pdf"))
    report = into(kit.url(HUB))
    assert report.documents == 2
    assert [(s.source, "liste" in s.reason) for s in report.skipped] == [(kit.url(other), True)]


def test_a_fiche_renamed_under_its_hub_is_followed(kit: Site, into, tmp_path: Path) -> None:
    into(kit.url(HUB))
    kit.pages |= {
        address(13): redirect(f"{HUB}-fiche-13-la-culture", 301),
        f"{HUB}-fiche-13-la-culture": page(fiche(13)),
    }
    report = into(kit.url(HUB), prune=True)
    assert (report.skipped, report.updated, report.removed) == ((), 1, 0)
    found, source = stored(tmp_path / "index")["municipaless-2026-13"]
    assert found.url == source == kit.url(f"{HUB}-fiche-13-la-culture")


def test_a_hub_that_cannot_be_reached_leaves_the_index_as_it_was(kit: Site, into) -> None:
    into(kit.url(HUB))
    for failure in (status(404), status(403)):
        kit.pages[HUB] = failure
        report = into(kit.url(HUB), prune=True)
        assert [skipped.source for skipped in report.skipped] == [kit.url(HUB)]
        assert (report.documents, report.removed) == (3, 0)


def test_prune_removes_what_the_hub_no_longer_links_and_what_is_gone(kit: Site, into) -> None:
    into(kit.url(HUB))
    kit.pages[HUB] = page(hub(address(8), address(13)))
    assert into(kit.url(HUB)).documents == 3
    assert into(kit.url(HUB), prune=True).removed == 1
    kit.pages[HUB] = page(hub(*map(address, SUBJECTS)))
    kit.pages[address(8)] = status(404)
    report = into(kit.url(HUB), prune=True)
    assert (report.added, report.removed, report.documents) == (1, 1, 2)
    assert [skipped.source for skipped in report.skipped] == [kit.url(address(8))]


def test_a_dead_link_is_reported_each_time_and_fails_the_run_that_removes_its_fiche(
    run: Run, kit: Site, into, tmp_path: Path
) -> None:
    (tmp_path / "autre.md").write_text("# Un autre texte\n\nIl vient d’un fichier.\n", "utf-8")
    into(str(tmp_path / "autre.md"))

    def status_of(*options: str) -> int:
        command = (
            "tests.stand_in",
            "ingest",
            kit.url(HUB),
            *options,
            "--index",
            tmp_path / "index",
        )
        done = run(*command, ASSISTANT_PRIVATE_ADDRESSES="true")
        assert done.stderr.count("(404)") == sum(not kit.pages.get(address(n)) for n in SUBJECTS)
        return done.returncode

    assert status_of() == 0
    del kit.pages[address(8)]
    assert status_of() == 1
    assert status_of("--prune") == 1
    assert status_of("--prune") == 0
    del kit.pages[address(13)], kit.pages[address(20)]
    assert [status_of("--prune"), status_of("--prune")] == [1, 1]


def test_prune_removes_nothing_while_a_page_could_not_be_read(kit: Site, into) -> None:
    into(kit.url(HUB))
    kit.pages[HUB] = page(hub(address(8), address(13), address(20) + "-bis"))
    kit.pages |= {address(8): status(404), address(20) + "-bis": status(403)}
    assert into(kit.url(HUB), prune=True).removed == 0


def test_prune_leaves_other_sources_and_a_hub_that_lists_nothing_for_a_day(
    kit: Site, into, tmp_path: Path
) -> None:
    other = tmp_path / "autre.md"
    other.write_text("# Un autre texte\n\nIl vient d’un fichier.\n", "utf-8")
    into(kit.url(HUB), str(other))
    kit.pages[HUB] = page(AROUND.format("<h1>Kit MunicipalESS</h1><p>Bientôt de retour.</p>"))
    assert into(kit.url(HUB), prune=True).removed == 0
    kit.pages[HUB] = page(hub(address(8), address(13)))
    into(kit.url(HUB), prune=True)
    assert set(stored(tmp_path / "index")) == {
        "municipaless-2026-08",
        "municipaless-2026-13",
        "un-autre-texte",
    }


def test_the_number_of_pages_has_a_limit(kit: Site, tmp_path: Path, local: Settings) -> None:
    few = local.model_copy(update={"most_pages": 3})
    report = ingest([kit.url(HUB)], tmp_path / "index", few)
    assert report.documents == 2
    assert "ASSISTANT_MOST_PAGES" in report.skipped[0].reason
    assert kit.paths == ["/robots.txt", HUB, address(8), address(13)]


def test_robots_txt_may_forbid_one_page(kit: Site, into) -> None:
    rules = f"User-agent: *\nCrawl-delay: 0\nDisallow: {address(13)}\n"
    kit.pages["/robots.txt"] = page(rules, "text/plain")
    report = into(kit.url(HUB))
    assert report.documents == 2
    assert [(s.source, "robots.txt" in s.reason) for s in report.skipped] == [
        (kit.url(address(13)), True)
    ]
    assert address(13) not in kit.paths


def test_a_page_linked_under_two_addresses_is_read_once(kit: Site, into) -> None:
    kit.pages[HUB] = page(hub(address(8), address(13), f"{HUB}-fiche-8"))
    kit.pages[f"{HUB}-fiche-8"] = redirect(address(8))
    report = into(kit.url(HUB))
    assert (report.documents, report.added, report.updated) == (2, 2, 0)


def test_an_old_page_in_windows_1252_is_read(kit: Site, into, tmp_path: Path) -> None:
    kit.pages[address(8)] = page(fiche(8).encode("cp1252"), "text/html; charset=windows-1252")
    assert into(kit.url(HUB)).skipped == ()
    assert stored(tmp_path / "index")["municipaless-2026-08"][0].text.endswith(SUBJECTS[8][1])


def test_a_page_whose_connection_breaks_is_named_and_the_others_go_in(kit: Site, into) -> None:
    kit.pages[address(8)] = hang_up
    report = into(kit.url(HUB))
    assert report.documents == 2
    assert "connexion" in report.skipped[0].reason
    assert kit.paths.count(address(8)) == 3


def test_an_address_that_leads_to_the_home_page_is_no_document(kit: Site, into) -> None:
    kit.pages |= {"/": page(fiche(8)), "/disparue": redirect("/", 301)}
    assert "déplacée" in into(kit.url("/disparue")).skipped[0].reason
    assert into(kit.url("/")).documents == 1


def test_a_page_under_a_temporary_address_is_read(kit: Site, into) -> None:
    kit.pages |= {address(8): redirect("/ailleurs/8"), "/ailleurs/8": page(fiche(8))}
    assert into(kit.url(HUB)).documents == 3


def test_an_address_that_leads_to_another_site_is_read_there(into) -> None:
    with serving() as old, serving({"/fiche": page(fiche(8))}) as new:
        old.pages["/a"] = redirect(new.url("/fiche"), 301)
        assert into(old.url("/a")).documents == 1


@pytest.mark.parametrize("canonical", [HUB, "/", address(8)])
def test_pages_that_all_give_one_address_by_mistake_are_read_each(
    kit: Site, into, tmp_path: Path, canonical: str
) -> None:
    link = f"<head><link rel='canonical' href='{canonical}'></head>"
    for number in SUBJECTS:
        kit.pages[address(number)] = page(fiche(number).replace("<head></head>", link))
    report = into(kit.url(HUB))
    assert (report.documents, report.skipped) == (3, ())
    documents = stored(tmp_path / "index")
    assert {d.url for d, _ in documents.values()} == {kit.url(address(n)) for n in SUBJECTS}


def test_an_empty_hub_removes_nothing_though_its_fiches_are_given_too(
    kit: Site, into, tmp_path: Path
) -> None:
    into(kit.url(HUB))
    kit.pages[HUB] = page(AROUND.format("<h1>Kit MunicipalESS</h1><p>Bientôt de retour.</p>"))
    given = [kit.url(path) for path in (HUB, address(8), address(13))]
    assert into(*given, prune=True).removed == 0
    assert "municipaless-2026-20" in stored(tmp_path / "index")
