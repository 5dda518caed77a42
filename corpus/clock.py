"""Which time it is, and which day that is for everyone: the day in Paris, wherever this runs."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from corpus.settings import settings

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The present time in UTC."""
    return datetime.now(UTC)


def in_paris(moment: datetime) -> datetime:
    """A time, as a clock in Paris shows it."""
    return moment.astimezone(PARIS)


def today(given: date | None = None) -> date:
    """The day that answers count from: the one given or set, else the present one in Paris."""
    return given or settings().today or in_paris(now()).date()


def begins(day: date) -> datetime:
    """The time at which a day begins in Paris."""
    return datetime(day.year, day.month, day.day, tzinfo=PARIS)
