"""Which machines may be connected to: a name is resolved once, and what was checked is used."""

import ipaddress
import socket
import time
from collections.abc import Iterable
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

from ingest.read import SourceError

# IPv4 addresses written in IPv6 by a gateway (RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public Internet's, whatever it is written in."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip in _NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip.sixtofour is not None or ip.teredo is not None or ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def checked_addresses(host: str, port: int, *, private: bool) -> list[str]:
    """The IP addresses of a host, all of them public unless private ones are allowed.

    A host with one private address among others is refused: that is how a guard is got round.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError(
            "le site est introuvable : vérifiez l'adresse et l'accès à Internet"
        ) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not private and not all(map(is_public, addresses)):
        raise SourceError(
            "l'adresse mène à une machine du réseau interne : donnez une adresse publique, ou "
            "permettez-le par ASSISTANT_PRIVATE_ADDRESSES=true"
        )
    return addresses


class GuardedTransport(httpx.HTTPTransport):
    """httpx's own transport over connections to checked addresses, one a request.

    TLS is made with the host's name, as ever, so that its certificate is still that of the name.
    A connection is not used again: the deadline of a page is its connection's.
    """

    def __init__(self, *, private: bool, deadline: float) -> None:
        # SSL_CERT_FILE is followed, as httpx does: some town halls have an authority of their own.
        context = httpx.create_ssl_context()
        super().__init__(verify=context)
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_keepalive_connections=0,
            network_backend=_Network(private=private, deadline=deadline),
        )


class _Network(httpcore.NetworkBackend):
    def __init__(self, *, private: bool, deadline: float) -> None:
        self._private = private
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        end = time.monotonic() + self._deadline
        *others, last = checked_addresses(host, port, private=self._private)
        for address in others:
            try:
                stream = self._plain.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
                return _Bounded(stream, end)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # a machine without IPv6 reaches the next one
        stream = self._plain.connect_tcp(last, port, timeout, local_address, socket_options)
        return _Bounded(stream, end)


class _Bounded(httpcore.NetworkStream):
    """A connection that ends at a moment, however slowly the other side keeps talking."""

    def __init__(self, stream: httpcore.NetworkStream, end: float) -> None:
        self._stream = stream
        self._end = end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        made = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _Bounded(made, self._end)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _left(self, timeout: float | None) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(timeout, left)
