"""How good a phone line is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

Noise = Literal["white", "pink", "babble", "none"]


@dataclass(frozen=True, slots=True)
class LineConditions:
    """What happens to speech between the customer's mouth and the robot's ear."""

    codec: Literal["ulaw", "alaw"] = "ulaw"
    level_db: float = 0.0
    """Gain of the line: speech and background alike."""
    noise: Noise = "none"
    """What else is heard where the customer speaks."""
    snr_db: float = 30.0
    """Level of nominal speech above the noise, both within the line's band."""
    loss: float = 0.0
    """Share of 20 ms packets that never arrive."""
    burst: float = 1.0
    """Mean number of packets that are lost in a row."""
    delay_ms: int = 0

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    def __post_init__(self) -> None:
        for name, value, allowed in (
            ("codec", self.codec, ("ulaw", "alaw")),
            ("noise", self.noise, ("white", "pink", "babble", "none")),
        ):
            if value not in allowed:
                raise ValueError(f"{name} is '{value}'; use {', '.join(allowed)}")
        for name, number, low, high in (
            ("level_db", self.level_db, -40, 12),
            ("snr_db", self.snr_db, -10, 60),
            ("loss", self.loss, 0, 0.5),
            ("burst", self.burst, 1, 50),
            ("delay_ms", self.delay_ms, 0, 2000),
        ):
            if not low <= number <= high:
                raise ValueError(f"{name} is {number:g}; it must lie between {low:g} and {high:g}")
        # Gilbert-Elliott reaches a high loss with short bursts only if it could lose again at once.
        if self.loss / (1 - self.loss) > self.burst:
            raise ValueError(f"loss {self.loss:g} needs bursts longer than {self.burst:g}")

    @staticmethod
    def presets() -> dict[str, LineConditions]:
        """Lines by name, from the best to the worst. Their figures are plausible, not measured."""
        return dict(_PRESETS)


_PRESETS = {
    "clean": LineConditions(),
    "office": LineConditions(codec="alaw", noise="babble", snr_db=25, delay_ms=40),
    "home": LineConditions(codec="alaw", level_db=-2, noise="pink", snr_db=25, delay_ms=60),
    "mobile": LineConditions(
        codec="alaw", level_db=-3, noise="white", snr_db=22, loss=0.01, burst=1.5, delay_ms=120
    ),
    "street": LineConditions(
        codec="alaw", level_db=-3, noise="pink", snr_db=15, loss=0.01, burst=2, delay_ms=120
    ),
    "crowd": LineConditions(
        codec="alaw", level_db=-3, noise="babble", snr_db=15, loss=0.01, burst=2, delay_ms=120
    ),
    "poor": LineConditions(
        codec="alaw", level_db=-8, noise="pink", snr_db=12, loss=0.05, burst=3, delay_ms=200
    ),
}
