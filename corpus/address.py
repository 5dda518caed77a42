"""Which texts are the address of a server or headers for it, and which address is local."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import SecretStr

# No name and password, no parameters, no « .. »: what is asked of the server follows it.
_ADDRESS = re.compile(
    r"https?://(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?(/[\w~-][\w.~-]*)*/?", re.ASCII | re.I
)
_HEADER = re.compile(r"([\w!#$%&'*+.^`|~-]+):[ \t]*([!-~](?:[ -~]*[!-~])?)", re.ASCII)


def parse_address(text: str) -> str:
    """An http or https address without its last slash; ValueError, in French, for other text."""
    try:
        if _ADDRESS.fullmatch(text) and urlsplit(text).port != 0:
            return text.rstrip("/")
    except ValueError:
        pass  # a port above 65535, or brackets around what is no address
    raise ValueError(
        "donnez l'adresse du serveur, comme http://127.0.0.1:8000, sans identifiants "
        "(ASSISTANT_CHROMA_HEADERS les envoie) ni paramètres"
    )


def parse_headers(given: SecretStr) -> dict[str, str]:
    """HTTP headers by name; ValueError, in French and without them, for other text."""
    lines = [line.strip() for line in given.get_secret_value().split(";") if line.strip()]
    found = [match for line in lines if (match := _HEADER.fullmatch(line))]
    if len(found) < len(lines):
        raise ValueError(
            "donnez des en-têtes « Nom: valeur », comme « Authorization: Bearer JETON », séparés "
            "par « ; »"
        )
    return {match[1]: match[2] for match in found}


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
