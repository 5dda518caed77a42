"""No private machine is reached, however its address is written or hidden behind a name."""

import datetime
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from corpus.settings import Settings, settings
from ingest.read import SourceError
from ingest.web import guard
from ingest.web.client import Client
from ingest.web.fetch import Fetched, fetch
from ingest.web.robots import Robots
from tests.ingest.web.conftest import SHORT
from tests.ingest.web.site import Handler, Server, Site, page, redirect, serving

Get = Callable[[str], Fetched]
PRIVATE = "réseau interne"


@pytest.fixture
def guarded(tmp_path: Path) -> Any:
    """Fetch addresses with the guard as it is by default."""
    with Client(tmp_path / "index", settings(), SHORT, lambda _: None) as client:
        robots = Robots(client)
        yield lambda address: fetch(address, client, robots)


def name_leads_to(patch: pytest.MonkeyPatch, name: str, *answers: list[str]) -> list[str]:
    """Make a name resolve to these addresses, one answer after the other; returns what is asked."""
    left, asked, real = list(answers), [], socket.getaddrinfo

    def resolve(host: Any, port: Any, *args: Any, **options: Any) -> Any:
        if host != name:
            return real(host, port, *args, **options)
        asked.append(host)
        found = left.pop(0) if len(left) > 1 else left[0]
        return [entry for ip in found for entry in real(ip, port, *args, **options)]

    patch.setattr(socket, "getaddrinfo", resolve)
    return asked


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "192.0.2.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%lo",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
    ],
)
def test_addresses_that_are_not_the_public_internets(address: str) -> None:
    assert not guard.is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_public_internet(address: str) -> None:
    assert guard.is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
        "10.0.0.1",
        "192.168.0.1",
        "224.0.0.1",
    ],
)
def test_no_spelling_of_a_private_address_is_asked(site: Site, guarded: Get, host: str) -> None:
    with pytest.raises(SourceError, match=PRIVATE):
        guarded(site.url("/", host))
    assert site.asked == []


def test_a_name_that_leads_to_this_machine_is_refused(
    site: Site, guarded: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_leads_to(monkeypatch, "fiches.test", ["127.0.0.1"])
    with pytest.raises(SourceError, match=PRIVATE):
        guarded(site.url("/", "fiches.test"))
    name_leads_to(monkeypatch, "deux.test", ["93.184.215.14", "127.0.0.1"])
    with pytest.raises(SourceError, match=PRIVATE):
        guarded(site.url("/", "deux.test"))
    assert site.asked == []


def test_a_setting_allows_private_addresses(site: Site, get: Get) -> None:
    site.pages["/"] = page("<html><h1>Intranet</h1><p>Un texte.")
    assert b"Intranet" in get(site.url()).data


def test_a_redirect_to_a_private_address_is_refused(
    site: Site, guarded: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.1")
    with serving(host="127.0.0.2") as inside:
        site.pages["/"] = redirect(inside.url("/", "127.0.0.2"))
        with pytest.raises(SourceError, match=PRIVATE):
            guarded(site.url())
        assert inside.asked == []
    assert site.paths == ["/robots.txt", "/"]


def test_the_connection_goes_to_the_address_that_was_checked(
    site: Site, guarded: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A name that is resolved again after its check would lead to 127.0.0.2.
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.1")
    site.pages["/"] = page("<html><h1>Dehors</h1><p>Un texte.")
    with serving({"/": page("<html><h1>Dedans")}, "127.0.0.2", site.port) as inside:
        turns = ["127.0.0.1"], ["127.0.0.1"], ["127.0.0.2"]
        asked = name_leads_to(monkeypatch, "change.test", *turns)
        assert b"Dehors" in guarded(site.url("/", "change.test")).data
        assert len(asked) == 2  # robots.txt and the page
        with pytest.raises(SourceError, match=PRIVATE):
            guarded(site.url("/autre", "change.test"))
        assert inside.asked == []


def test_the_next_address_of_a_host_is_tried_where_one_does_not_answer(
    site: Site, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_leads_to(monkeypatch, "deux.test", ["127.0.0.3", "127.0.0.1"])
    site.pages["/"] = page("<html><h1>Titre</h1><p>Un texte.")
    assert get(site.url("/", "deux.test")).address == site.url("/", "deux.test")
    assert site.asked[-1].headers["host"] == f"deux.test:{site.port}"


def certified(folder: Path, name: str) -> tuple[Path, Path]:
    """The files of a certificate for a name, which is its own authority, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "cert.pem", folder / "key.pem"


def test_tls_names_and_verifies_the_host_and_not_the_address(
    tmp_path: Path, local: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = certified(tmp_path, "fiches.test")
    named: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.sni_callback = lambda _socket, name, _context: named.append(name)
    name_leads_to(monkeypatch, "fiches.test", ["127.0.0.1"])
    name_leads_to(monkeypatch, "autre.test", ["127.0.0.1"])
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    site = Site({"/": page("<html><h1>Titre</h1><p>Un texte.")})
    with Server(("127.0.0.1", 0), Handler) as server:
        server.site, server.daemon_threads = site, True
        server.socket = context.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        with Client(tmp_path / "index", local, SHORT, lambda _: None) as client:
            port = server.server_address[1]
            got = fetch(f"https://fiches.test:{port}/", client, Robots(client))
            assert b"Titre" in got.data
            assert set(named) == {"fiches.test"}
            for host in ("autre.test", "127.0.0.1"):
                with pytest.raises(SourceError, match="certificat"):
                    fetch(f"https://{host}:{port}/", client, Robots(client))
        server.shutdown()
    assert site.paths == ["/robots.txt", "/"]
