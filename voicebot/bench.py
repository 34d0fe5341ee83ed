"""Where the processor time of calls goes: speech engines, understanding, line, and voicebot itself."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from voicebot.accounts import Account
from voicebot.asr.engine import AsrEngine, AsrStream, Transcript
from voicebot.asr.vad import Vad
from voicebot.audio import FRAME_MS, Audio
from voicebot.audio.channel import LineConditions
from voicebot.call import CallSpec, make_call
from voicebot.engines import Engines, World
from voicebot.line.simulated import Channel
from voicebot.nlu.meaning import Context, Meaning, Nlu
from voicebot.tts.engine import TtsEngine, Voice

T = TypeVar("T")

ENGINES = ("synthesis", "recognition")
"""The parts that are speech engines; everything else is voicebot's own time."""


class Meter:
    """Processor seconds by part of the program, all threads together."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def run(self, part: str, work: Callable[[], T]) -> T:
        started = time.process_time()
        try:
            return work()
        finally:
            self.seconds[part] += time.process_time() - started


@dataclass(frozen=True)
class _Tts:
    inner: TtsEngine
    meter: Meter

    def speak(self, text: str, voice: Voice) -> Audio:
        return self.meter.run("synthesis", lambda: self.inner.speak(text, voice))


@dataclass(frozen=True)
class _Stream:
    inner: AsrStream
    meter: Meter

    def accept(self, audio: Audio) -> None:
        self.meter.run("recognition", lambda: self.inner.accept(audio))

    def partial(self) -> str:
        return self.meter.run("recognition", self.inner.partial)

    def finish(self) -> Transcript:
        return self.meter.run("recognition", self.inner.finish)


@dataclass(frozen=True)
class _Asr:
    inner: AsrEngine
    meter: Meter

    def listen(self) -> AsrStream:
        return _Stream(self.meter.run("recognition", self.inner.listen), self.meter)


@dataclass(frozen=True)
class _Vad:
    inner: Vad
    meter: Meter

    def is_speech(self, audio: Audio) -> bool:
        return self.meter.run("voice activity", lambda: self.inner.is_speech(audio))


@dataclass(frozen=True)
class _Channel:
    inner: Channel
    meter: Meter

    def carry(self, audio: Audio) -> Audio:
        return self.meter.run("phone line", lambda: self.inner.carry(audio))


@dataclass(frozen=True)
class _Nlu:
    inner: Nlu
    meter: Meter

    def understand(self, text: str, context: Context, now: dt.datetime) -> Meaning:
        return self.meter.run("understanding", lambda: self.inner.understand(text, context, now))


def metered(engines: Engines, meter: Meter) -> Engines:
    """The same engines, each with its time taken."""

    def channel(conditions: LineConditions, rng: np.random.Generator) -> Channel:
        return _Channel(engines.channel(conditions, rng), meter)

    return replace(
        engines,
        tts=_Tts(engines.tts, meter),
        nlu=_Nlu(engines.nlu, meter),
        asr=lambda rng: _Asr(engines.asr(rng), meter),
        vad=lambda: _Vad(engines.vad(), meter),
        channel=channel,
    )


@dataclass(frozen=True, slots=True)
class Split:
    """What a number of calls cost."""

    fidelity: str
    calls: int
    talk_s: float
    """Seconds of conversation."""
    cpu_s: float
    wall_s: float
    parts: dict[str, float]
    """Processor seconds by part; `voicebot` is what no other part took."""

    @property
    def own_share(self) -> float:
        """The share of processor time outside the speech engines, 0 to 1."""
        return 1 - sum(self.parts.get(name, 0.0) for name in ENGINES) / self.cpu_s

    @property
    def own_us_per_frame(self) -> float:
        """Microseconds per 20 ms frame that are spent outside the speech engines."""
        return self.own_share * self.cpu_s * 1e6 / max(1.0, self.talk_s * 1000 / FRAME_MS)

    def as_json(self) -> dict[str, object]:
        return {
            "fidelity": self.fidelity,
            "calls": self.calls,
            "talk_s": round(self.talk_s, 1),
            "cpu_s": round(self.cpu_s, 3),
            "wall_s": round(self.wall_s, 3),
            "calls_per_s": round(self.calls / self.wall_s, 2),
            "real_time_factor": round(self.talk_s / self.cpu_s, 1),
            "own_share": round(self.own_share, 4),
            "own_us_per_frame": round(self.own_us_per_frame, 1),
            "parts": {name: round(seconds, 4) for name, seconds in self.parts.items()},
        }


def measure(
    fidelity: str, script: str, robot: str, accounts: list[Account], seed: int, answered: dt.datetime
) -> Split:
    """Carry out one answered call per account and take the time of each part, loading left out."""
    meter = Meter()
    world = World(wrap=lambda engines: metered(engines, meter))
    specs = [
        CallSpec(
            call_id=account.account_id,
            account=account,
            attempt=1,
            cell=0,
            started_at=answered,
            answered_at=answered,
            ring_ms=0,
            seed=seed,
            script=script,
            robot=robot,
            fidelity=fidelity,
        )
        for account in accounts
    ]
    make_call(specs[0], world)
    meter.seconds.clear()
    wall, cpu, talk_ms = time.perf_counter(), time.process_time(), 0
    for spec in specs:
        talk_ms += make_call(spec, world).talk_ms
    wall_s, cpu_s = time.perf_counter() - wall, time.process_time() - cpu
    parts = dict(sorted(meter.seconds.items(), key=lambda item: -item[1]))
    parts["voicebot"] = cpu_s - sum(parts.values())
    return Split(fidelity, len(specs), talk_ms / 1000, cpu_s, wall_s, parts)
