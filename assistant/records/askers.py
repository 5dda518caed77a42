"""What those who asked in the chat may do: send a question to the jurist, and read its reply."""

import hmac
import secrets
from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import select

from assistant.records import convert
from assistant.records.engine import Database
from assistant.records.models import RowRecord
from assistant.records.queue import insert
from assistant.records.types import Asker, AskerReply, Receipt
from assistant.triage.types import Triaged

_BATCH = "chat"
# More tokens than one person's browser keeps are not looked up.
_MOST = 200


class Askers:
    """The way in for who asks; only a token that was given shows a row, and no more than it may."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def submit(self, asker: Asker, triaged: Triaged, masked: str) -> Receipt:
        """Send a question to the jurist; the receipt's token alone shows the reply later."""
        token = secrets.token_urlsafe(32)
        with self._database.writing() as session:
            name = secrets.token_hex(12)
            row = insert(session, triaged, masked, asker, "chat", _BATCH, name, _hash(token))
            return Receipt(row.id, token)

    def replies(self, tokens: Iterable[str]) -> tuple[AskerReply, ...]:
        """The questions of these tokens, the newest first; a token that is none shows nothing."""
        hashes = [_hash(token) for token in tokens][:_MOST]
        with self._database.reading() as session:
            found = session.scalars(
                select(RowRecord)
                .where(RowRecord.token_hash.in_(hashes))
                .order_by(RowRecord.id.desc())
            )
            own = [
                r for r in found if any(hmac.compare_digest(r.token_hash or "", h) for h in hashes)
            ]
            return tuple(convert.asker_reply(record) for record in own)


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
