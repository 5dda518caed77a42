"""What is said where a Chroma server does not answer as it should: one sentence for each cause."""

import json
from typing import Any
from urllib.parse import urlsplit

import httpx

from corpus.address import is_loopback
from corpus.errors import AssistantError

# A server that has just been started reads a collection from its disk before it answers.
_TIMEOUT = httpx.Timeout(60.0, connect=5.0)
# Statuses of a proxy whose server is away, and of a server that stops.
_AWAY = (502, 503, 504)


class Session(httpx.Client):
    """HTTP requests to one server that give a usable answer or raise AssistantError.

    The values of the headers are in no error and in no log.
    """

    def __init__(self, address: str, headers: dict[str, str]) -> None:
        # A proxy of the environment leads away from this machine.
        outside = not is_loopback(urlsplit(address).hostname or "")
        super().__init__(
            headers={"Content-Type": "application/json"} | headers,
            timeout=_TIMEOUT,
            trust_env=outside,
        )
        self._server = f"Le serveur Chroma « {address} »"
        secured = address.startswith("https")
        self._perhaps = ", ou son certificat n'est pas reconnu" if secured else ""

    def request(self, *args: Any, **options: Any) -> httpx.Response:
        """The answer to a request: its JSON, or Chroma's own word that something is not there."""
        try:
            response = super().request(*args, **options)
        except httpx.TimeoutException as error:
            raise AssistantError(
                f"{self._server} n'a pas répondu à temps : vérifiez son état, puis recommencez."
            ) from error
        except httpx.HTTPError as error:
            raise AssistantError(self._away) from error
        if not response.is_success:
            self._refuse(response)
        if not _is_json(response):
            raise AssistantError(self.strange)
        return response

    def _refuse(self, response: httpx.Response) -> None:
        """Raise what a status means; return where Chroma says that something is not there."""
        status = response.status_code
        if status in (401, 403, 407):
            raise AssistantError(
                f"{self._server} refuse l'accès ({status}) : vérifiez le réglage "
                "ASSISTANT_CHROMA_HEADERS."
            )
        if status in _AWAY:
            raise AssistantError(self._away)
        if status == 413:
            raise AssistantError(
                f"{self._server} ou ce qui le protège refuse une requête de 1 Mo ({status}) : "
                "relevez cette limite."
            )
        if status == 404 and _names_nothing(response):
            return
        if status < 400 or status in (404, 405, 410):
            raise AssistantError(self.strange)
        raise AssistantError(
            f"{self._server} a échoué ({status}) : consultez son journal et la place libre de son "
            "disque, puis recommencez."
        )

    @property
    def _away(self) -> str:
        return (
            f"{self._server} ne répond pas{self._perhaps} : démarrez-le ou corrigez le réglage "
            "ASSISTANT_CHROMA, puis recommencez."
        )

    @property
    def strange(self) -> str:
        """What is said of a server that is not Chroma, or of another version."""
        return (
            f"{self._server} ne parle pas le protocole de Chroma 1.x : corrigez le réglage "
            "ASSISTANT_CHROMA ou installez cette version."
        )


def _names_nothing(response: httpx.Response) -> bool:
    body = response.json() if _is_json(response) else None
    return isinstance(body, dict) and body.get("error") == "NotFoundError" and "message" in body


def _is_json(response: httpx.Response) -> bool:
    try:
        json.loads(response.content)
    except ValueError:
        return False
    return True
