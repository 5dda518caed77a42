"""Which day and hour a time is for the jurists: those of Paris, wherever the program runs."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from corpus.settings import settings

PARIS = ZoneInfo("Europe/Paris")


def in_paris(moment: datetime) -> datetime:
    """A time, as a clock in Paris shows it."""
    return moment.astimezone(PARIS)


def today() -> date:
    """The day that answers count from."""
    return settings().today or datetime.now(PARIS).date()


def begins(day: date) -> datetime:
    """The time at which a day begins in Paris."""
    return datetime(day.year, day.month, day.day, tzinfo=PARIS)
