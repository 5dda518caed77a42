"""A page is fetched politely and within bounds, and every failure is said in one sentence."""

import gzip
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from corpus.settings import Settings
from ingest.read import SourceError, read_bytes
from ingest.web.client import KEPT, Client, Limits
from ingest.web.fetch import Fetched, fetch
from ingest.web.robots import Robots
from tests.ingest.web.conftest import SHORT
from tests.ingest.web.site import (
    Behaviour,
    Site,
    drip,
    endless,
    hang_up,
    in_turn,
    page,
    redirect,
    serving,
    silence,
    status,
)

Get = Callable[[str], Fetched]
GOOD = page("<html><h1>Un titre</h1><p>Un texte.")


def refusal(get: Get, address: str) -> str:
    with pytest.raises(SourceError) as error:
        get(address)
    what, _, remedy = str(error.value).partition(" : ")
    assert what
    assert remedy
    return str(error.value)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://127.0.0.1/fiche", "https://"),
        ("file:///etc/passwd", "https://"),
        ("http:///fiche", "https://"),
        ("http://moi:secret@127.0.0.1/", "mot de passe"),
        ("http://[::1/", "mal formée"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(get: Get, address: str, said: str) -> None:
    assert said in refusal(get, address)


def test_a_name_that_no_machine_bears_is_said(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "introuvable" in refusal(get, "http://nulle-part.invalid/")


@pytest.mark.parametrize(
    ("behaviour", "said", "asked"),
    [
        (status(404), "404", 1),
        (status(410), "410", 1),
        (status(401), "401", 1),
        (status(403), "403", 1),
        (status(400), "400", 1),
        (status(204), "204", 1),
        (status(302), "302", 1),  # to nowhere
        (status(503), "panne (503)", 3),
        (status(429), "ralentir", 3),
        (hang_up, "connexion", 3),
        (silence, "trop de temps", 1),
        (drip, "trop de temps", 1),
        (endless, "300000 octets", 1),
        (page("x" * 400_000), "300000 octets", 1),
        (page(gzip.compress(bytes(400_000)), Content_Encoding="gzip"), "300000 octets", 1),
        (page(b"not gzip", Content_Encoding="gzip"), "abîmée", 1),
        (page(b"x", Content_Encoding="br"), "compression", 1),
        (page(gzip.compress(b"x"), Content_Encoding="gzip, gzip"), "compression", 1),
        (page(b"\x89PNG", "image/png"), "image/png", 1),
        (page("a { }", "text/css"), "text/css", 1),
    ],
)
def test_a_failure_is_said_and_tried_again_only_where_it_may_help(
    site: Site, get: Get, behaviour: Behaviour, said: str, asked: int
) -> None:
    site.pages["/fiche"] = behaviour
    assert said in refusal(get, site.url("/fiche"))
    assert site.paths.count("/fiche") == asked


@pytest.mark.parametrize("bad", [status(500), status(429), hang_up])
def test_a_failure_that_passes_is_got_over(site: Site, get: Get, bad: Behaviour) -> None:
    site.pages["/fiche"] = in_turn(bad, GOOD)
    assert b"Un texte" in get(site.url("/fiche")).data


def test_a_site_that_is_not_there_is_tried_three_times(get: Get, slept: list[float]) -> None:
    with serving() as site:
        address = site.url()
    assert "connexion" in refusal(get, address)
    assert slept == [1, 2]


def test_what_the_site_asks_to_wait_is_waited(site: Site, get: Get, slept: list[float]) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    site.pages["/fiche"] = in_turn(
        status(429, Retry_After="7"), status(503, Retry_After=later), GOOD
    )
    get(site.url("/fiche"))
    assert slept[0] == 7
    assert 20 < slept[1] <= 30


def test_a_site_that_asks_to_wait_for_long_is_asked_nothing_more(
    site: Site, get: Get, slept: list[float]
) -> None:
    site.pages |= {"/1": status(429, Retry_After="3600"), "/2": GOOD}
    assert "ralentir" in refusal(get, site.url("/1"))
    assert "ralentir" in refusal(get, site.url("/2"))
    assert site.paths == ["/robots.txt", "/1"]
    assert slept == []


def test_requests_to_a_site_are_spaced_as_it_asks(site: Site, get: Get, slept: list[float]) -> None:
    site.pages["/robots.txt"] = page("User-agent: *\nCrawl-delay: 12\n", "text/plain")
    site.pages["/fiche"] = GOOD
    get(site.url("/fiche"))
    assert len(slept) == 1
    assert 11 < slept[0] <= 12
    site.pages["/robots.txt"] = page("User-agent: *\nCrawl-delay: 4000\n", "text/plain")
    get(site.url("/fiche", "localhost"))
    assert 29 < slept[-1] <= 30


def test_requests_are_spaced_where_the_site_asks_for_nothing(
    site: Site, tmp_path: Path, local: Settings
) -> None:
    slept: list[float] = []
    site.pages |= {"/robots.txt": status(404), "/fiche": GOOD}
    with Client(tmp_path / "index", local, Limits(), slept.append) as client:
        fetch(site.url("/fiche"), client, Robots(client))
    assert len(slept) == 1
    assert 0.5 < slept[0] <= Limits().pause


def test_requests_name_the_program_and_carry_no_secret(
    site: Site, get: Get, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login moi password secret")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    site.pages |= {"/1": page("<html>", Set_Cookie="a=b; Path=/"), "/2": GOOD}
    get(site.url("/1"))
    get(site.url("/2"))
    last = site.asked[-1].headers
    assert last["user-agent"].startswith("assistant-kits-ess ")
    assert not {"cookie", "authorization"} & set(last)


def test_an_unchanged_page_is_not_sent_again(site: Site, tmp_path: Path, local: Settings) -> None:
    site.pages["/fiche"] = page(
        gzip.compress(b"<html><h1>Un titre</h1>"),
        Content_Encoding="gzip",
        Cache_Control="must-revalidate, no-cache, private",
    )
    found = []
    for _ in range(2):
        with Client(tmp_path / "index", local, SHORT) as client:
            found.append(fetch(site.url("/fiche"), client, Robots(client)))
    assert found[0] == found[1]
    assert site.statuses("/fiche") == [200, 304]
    site.pages["/fiche"] = page("<html><h1>Nouveau</h1>", Cache_Control="max-age=3600")
    for _ in range(2):
        with Client(tmp_path / "index", local, SHORT) as client:
            assert b"Nouveau" in fetch(site.url("/fiche"), client, Robots(client)).data
    assert site.statuses("/fiche") == [200, 304, 200, 304]


def test_an_etag_that_no_header_can_hold_is_not_sent_back(
    site: Site, tmp_path: Path, local: Settings
) -> None:
    site.pages["/fiche"] = page("<html><h1>Un titre</h1>", ETag='"é"')
    for _ in range(2):
        with Client(tmp_path / "index", local, SHORT) as client:
            fetch(site.url("/fiche"), client, Robots(client))
    assert site.statuses("/fiche") == [200, 200]


def test_a_page_without_etag_is_asked_for_by_its_date(
    site: Site, tmp_path: Path, local: Settings
) -> None:
    dated = status(200, "<html><h1>Un titre</h1>", Last_Modified="Mon, 02 Mar 2026 10:00:00 GMT")
    site.pages["/fiche"] = in_turn(dated, status(304))
    for _ in range(2):
        with Client(tmp_path / "index", local, SHORT) as client:
            assert b"Un titre" in fetch(site.url("/fiche"), client, Robots(client)).data
    assert site.asked[-1].headers["if-modified-since"] == "Mon, 02 Mar 2026 10:00:00 GMT"


@pytest.mark.parametrize("damage", [b"not a database" * 500, None])
def test_kept_pages_that_cannot_be_used_are_only_fetched_again(
    site: Site, tmp_path: Path, local: Settings, damage: bytes | None
) -> None:
    site.pages["/fiche"] = GOOD
    index = tmp_path / "index"
    if damage is None:
        index.write_text("a file stands where the folder should")
    else:
        index.mkdir()
        (index / KEPT).write_bytes(damage)
    with Client(index, local, SHORT) as client:
        assert b"Un texte" in fetch(site.url("/fiche"), client, Robots(client)).data


def test_what_a_site_forbids_to_keep_is_not_kept(
    site: Site, tmp_path: Path, local: Settings
) -> None:
    site.pages |= {"/robots.txt": status(404), "/fiche": page("<html>", Cache_Control="no-store")}
    with Client(tmp_path / "index", local, SHORT) as client:
        fetch(site.url("/fiche"), client, Robots(client))
    assert not (tmp_path / "index").exists()


def test_a_redirect_gives_the_final_address(site: Site, get: Get) -> None:
    site.pages |= {"/a": redirect("/b?utm_source=x#haut"), "/b": GOOD}
    got = get(site.url("/a#bas"))
    assert (got.address, got.moved) == (site.url("/b"), False)


def test_redirects_without_end_are_refused(site: Site, get: Get) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}
    assert "sans fin" in refusal(get, site.url("/a"))
    assert len(site.asked) == 7


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("file:///etc/passwd", "https://"),
        ("javascript:alert(1)", "mal formée"),
        ("http://moi:secret@127.0.0.1/", "mot de passe"),
        ("http:///[", "404"),
    ],
)
def test_a_redirect_is_checked_as_an_address_is(site: Site, get: Get, to: str, said: str) -> None:
    site.pages["/a"] = redirect(to)
    assert said in refusal(get, site.url("/a"))


def test_a_redirect_to_another_host_is_followed_if_that_host_permits(site: Site, get: Get) -> None:
    with serving({"/fiche": GOOD, "/secret": GOOD}) as other:
        other.pages["/robots.txt"] = page("User-agent: *\nDisallow: /secret\n", "text/plain")
        site.pages |= {
            "/a": redirect(other.url("/fiche")),
            "/b": redirect(other.url("/secret")),
        }
        assert get(site.url("/a")).address == other.url("/fiche")
        assert "robots.txt" in refusal(get, site.url("/b"))
        assert other.paths == ["/robots.txt", "/fiche"]


@pytest.mark.parametrize(
    ("robots", "said"),
    [
        (page("User-agent: *\nDisallow: /fiche\n", "text/plain"), "robots.txt"),
        (page("User-agent: assistant-kits-ess\nDisallow: /\n", "text/plain"), "robots.txt"),
        (status(503), "ne dit pas s'il permet"),
        (status(429), "ralentir"),
        (silence, "trop de temps"),
        (redirect("/robots.txt"), ""),
        (page("User-agent: autre\nDisallow: /\n", "text/plain"), ""),
        (page("User-agent: *\nDisallow: /\nAllow: /fiche\n", "text/plain"), ""),
        (status(403), ""),
        (status(404), ""),
        (page(b"\xff\x00<html>", "text/html"), ""),
    ],
)
def test_robots_txt_is_obeyed_and_asked_once(
    site: Site, get: Get, robots: Behaviour, said: str
) -> None:
    site.pages |= {"/robots.txt": robots, "/fiche": GOOD}
    for _ in range(2):
        if said:
            assert said in refusal(get, site.url("/fiche"))
        else:
            get(site.url("/fiche"))
    assert site.paths.count("/fiche") == (0 if said else 2)
    first = site.paths.index("/fiche") if "/fiche" in site.paths else len(site.paths)
    assert "/robots.txt" not in site.paths[first:]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("À l’œuvre : 5 €".encode("cp1252"), "text/html; charset=ISO-8859-1"),
        ("À l’œuvre : 5 €".encode("cp1252"), "text/html; charset=windows-1252"),
        ("À l'œuvre : 5 €".encode("iso-8859-15"), 'text/html; charset="iso-8859-15"'),
        ("<html>À l'œuvre : 5 €".encode("utf-16-le"), "text/html; charset=utf-16le"),
        ("À l'œuvre : 5 €".encode(), "text/html; charset=iso-8859-15"),
        ("À l'œuvre : 5 €".encode(), "text/html; charset=idna"),
    ],
)
def test_the_declared_encoding_is_followed_where_bytes_would_be_misread(
    site: Site, get: Get, data: bytes, kind: str
) -> None:
    site.pages["/fiche"] = page(data, kind)
    got = get(site.url("/fiche"))
    (read,) = read_bytes(got.name, got.data)
    assert read.document.text.replace("’", "'") == "À l'œuvre : 5 €"
