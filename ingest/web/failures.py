"""What each failure of a request is called, and whether asking again may help."""

import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from ingest.read import SourceError

# A site that asks to wait longer is asked another day.
_LONGEST_WAIT = 60.0
_SAVE = "enregistrez la page depuis un navigateur et donnez le fichier"


class StatusError(SourceError):
    """A failure that the site itself answered; `status` is its HTTP status."""

    def __init__(self, reason: str, status: int) -> None:
        super().__init__(reason)
        self.status = status


class Again(StatusError):
    """A failure that may pass; `after` are the seconds that the site asks to wait, if it does."""

    def __init__(self, reason: str, status: int = 0, after: float | None = None) -> None:
        super().__init__(reason, status)
        self.after = after


def check_status(response: httpx.Response) -> None:
    """Raise what a status that is no page and no redirect means."""
    status = response.status_code
    if status == httpx.codes.OK or response.has_redirect_location:
        return
    if status == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
        reason = (
            "le site demande de ralentir (429) : réessayez dans une heure"
            if status == httpx.codes.TOO_MANY_REQUESTS
            else f"le site est en panne ({status}) : réessayez plus tard"
        )
        after = _retry_after(response.headers.get("Retry-After", ""))
        if after is not None and after > _LONGEST_WAIT:
            raise StatusError(reason, status)
        raise Again(reason, status, after)
    raise StatusError(_SENTENCES.get(status, _OTHER.format(status)), status)


_SENTENCES: dict[int, str] = {
    401: f"le site réserve cette page à ses membres (401) : {_SAVE}",
    403: f"le site refuse l'accès à cette page (403) : {_SAVE}",
    404: "la page n'existe pas (404) : vérifiez l'adresse dans un navigateur",
    410: "la page a été supprimée (410) : cherchez sur le site celle qui la remplace",
}
_OTHER = "le site ne donne pas la page ({}) : vérifiez l'adresse dans un navigateur"


def of_transport(error: Exception) -> SourceError:
    """What a failure on the way means."""
    if isinstance(error, httpx.TimeoutException):
        return SourceError("le site met trop de temps à répondre : réessayez plus tard")
    if isinstance(error, httpx.DecodingError):
        return SourceError(f"le site envoie une page abîmée : {_SAVE}")
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return SourceError(
                "le certificat du site n'est pas valable : vérifiez l'adresse, ou attendez que le "
                "site le renouvelle"
            )
        cause = cause.__cause__ or cause.__context__
    return Again("la connexion avec le site échoue : vérifiez l'accès à Internet et réessayez")


def malformed_link() -> SourceError:
    """The failure of a redirect to something that is no address."""
    return SourceError(
        "l'adresse renvoie à une adresse mal formée : vérifiez-la dans un navigateur"
    )


def too_large(size: int) -> SourceError:
    """The failure of a page of more than `size` bytes."""
    most = f"{size // 1_000_000} Mo" if size >= 1_000_000 else f"{size} octets"
    return SourceError(f"la page dépasse {most} : donnez-en une version plus légère, en fichier")


def _retry_after(value: str) -> float | None:
    """The seconds of a Retry-After header, which counts them or gives a date; None without one."""
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
