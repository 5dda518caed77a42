"""How long each stage of an answer took."""

import time


class Clock:
    """The milliseconds of each stage."""

    def __init__(self) -> None:
        self._started = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """End a stage."""
        now = time.perf_counter()
        self._laps[stage] = round(self._laps.get(stage, 0.0) + (now - self._last) * 1000, 1)
        self._last = now

    def timings(self) -> dict[str, float]:
        """The milliseconds since the beginning, and of each stage."""
        return {"total": round((time.perf_counter() - self._started) * 1000, 1)} | self._laps
