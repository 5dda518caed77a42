"""What a site lets programs read: its robots.txt, as RFC 9309 says."""

import httpx
from protego import Protego

from ingest.read import SourceError
from ingest.web.addresses import joined
from ingest.web.client import AGENT, Client
from ingest.web.failures import StatusError

# What RFC 9309 asks a reader to read at least.
_MOST_SIGNS = 500_000
_MOST_REDIRECTS = 5
# A site that wants minutes between two pages would keep an ingest for hours.
_LONGEST_PAUSE = 30.0


class Robots:
    """The rules of each site, asked once."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._rules: dict[str, Protego | SourceError] = {}

    def require(self, url: httpx.URL) -> None:
        """Raise SourceError where the site does not let this program read the page."""
        site = str(url.copy_with(path="/robots.txt", query=None))
        if site not in self._rules:
            try:
                self._rules[site] = self._read(httpx.URL(site))
            except SourceError as error:
                self._rules[site] = error
        rules = self._rules[site]
        if isinstance(rules, SourceError):
            raise rules
        if not rules.can_fetch(str(url), AGENT):
            raise SourceError(
                "le site demande aux programmes de ne pas lire cette page (robots.txt) : "
                "demandez-la à son auteur, ou enregistrez-la depuis un navigateur"
            )

    def _read(self, url: httpx.URL) -> Protego:
        """The rules; none where the site has none (4xx), all forbidden where it is in trouble."""
        text = ""
        host = url.host
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                answer = self._client.ask(url)
                if answer.status == httpx.codes.OK:
                    text = answer.body.decode("utf-8", "ignore")[:_MOST_SIGNS]
                    break
                url = joined(url, answer.location)
        except StatusError as error:
            # 429 tells of a site that is asked too much: it is no « no rules ».
            if error.status >= 500:
                raise SourceError(
                    f"le site ne dit pas s'il permet d'être lu (robots.txt, {error.status}) : "
                    "réessayez plus tard"
                ) from error
            if not 400 <= error.status < 500 or error.status == httpx.codes.TOO_MANY_REQUESTS:
                raise
        rules = Protego.parse(text)
        delay = rules.crawl_delay(AGENT)
        if delay is not None:
            self._client.pauses[host] = min(max(delay, 0.0), _LONGEST_PAUSE)
        return rules
