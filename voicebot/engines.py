"""Fidelity is a pair of engines: what one process has loaded to make calls with."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from voicebot.asr.engine import AsrEngine
from voicebot.asr.installed import find_model
from voicebot.asr.oracle import OracleAsr
from voicebot.asr.vad import LabelVad, Vad, WebRtcVad
from voicebot.asr.vosk import VoskAsr
from voicebot.audio import FRAME
from voicebot.audio.channel import LineConditions, PhoneChannel
from voicebot.errors import UsageError, did_you_mean
from voicebot.line.simulated import Channel, ClearChannel
from voicebot.nlu import load_nlu
from voicebot.nlu.meaning import Nlu
from voicebot.paths import data_dir
from voicebot.persona.customer import CustomerPersona
from voicebot.persona.load import load_customer, load_robot, shipped_customers, shipped_robots
from voicebot.persona.robot import RobotPersona
from voicebot.script import Script, load_script
from voicebot.tts.babble import babble
from voicebot.tts.engine import TtsEngine
from voicebot.tts.pyttsx import PyttsxTts
from voicebot.tts.silent import SilentTts

TEXT_STRIDE = 10 * FRAME
"""In text fidelity the robot offers 200 ms at a time; the customer returns early when something changes."""


def draws(seed: int, account_id: str, attempt: int, purpose: str) -> np.random.Generator:
    """The random numbers of one purpose in one call: they depend on nothing else."""
    return np.random.default_rng(
        [seed, zlib.crc32(account_id.encode()), attempt, zlib.crc32(purpose.encode())]
    )


@dataclass(frozen=True, slots=True)
class Engines:
    tts: TtsEngine
    nlu: Nlu
    asr: Callable[[np.random.Generator], AsrEngine]
    vad: Callable[[], Vad]
    channel: Callable[[LineConditions, np.random.Generator], Channel]
    stride: int
    """The most samples that the robot offers to the line at once."""
    keeps_sound: bool


def short(language: str) -> str:
    """`zh` for `zh-CN`."""
    return language.split("-")[0].lower()


def _voice(language: str, model: str | None) -> Engines:
    folder = find_model(model) if model else data_dir("models") / f"{short(language)}-phone"
    asr = VoskAsr(folder)
    return Engines(
        tts=PyttsxTts(),
        nlu=load_nlu(short(language)),
        asr=lambda rng: asr,
        vad=WebRtcVad,
        channel=lambda conditions, rng: PhoneChannel(conditions, rng, lambda: babble(short(language))),
        stride=FRAME,
        keeps_sound=True,
    )


def _text(language: str, model: str | None) -> Engines:
    return Engines(
        tts=SilentTts(),
        nlu=load_nlu(short(language)),
        asr=lambda rng: OracleAsr(rng),
        vad=LabelVad,
        channel=lambda conditions, rng: ClearChannel(),
        stride=TEXT_STRIDE,
        keeps_sound=False,
    )


FIDELITIES: dict[str, Callable[[str, str | None], Engines]] = {"voice": _voice, "text": _text}


@lru_cache(maxsize=8)
def load_engines(fidelity: str, language: str, model: str | None = None) -> Engines:
    """The engines of one fidelity for one language; loaded once per process."""
    if fidelity not in FIDELITIES:
        raise UsageError(f"fidelity '{fidelity}' is not known; use {' or '.join(FIDELITIES)}")
    return FIDELITIES[fidelity](language, model)


@dataclass
class World:
    """The scripts, personas and engines that a process has loaded, each once."""

    wrap: Callable[[Engines], Engines] = lambda engines: engines
    """Put around engines before use: the bench takes their time with it."""
    _scripts: dict[str, Script] = field(default_factory=dict)
    _robots: dict[str, RobotPersona] = field(default_factory=dict)
    _customers: dict[tuple[str, str], CustomerPersona] = field(default_factory=dict)

    def script(self, name: str) -> Script:
        if name not in self._scripts:
            self._scripts[name] = load_script(name)
        return self._scripts[name]

    def robot(self, name: str) -> RobotPersona:
        if name not in self._robots:
            self._robots[name] = load_robot(name)
        return self._robots[name]

    def default_robot(self, language: str) -> str:
        """The first shipped robot persona that speaks the language."""
        return next(robot.name for robot in shipped_robots() if short(robot.language) == short(language))

    def customer(self, name: str, language: str) -> CustomerPersona:
        key = (name, short(language))
        if key not in self._customers:
            self._customers[key] = load_customer(name, short(language))
        return self._customers[key]

    def mix(
        self, language: str, weights: tuple[tuple[str, float | None], ...] | None
    ) -> list[tuple[CustomerPersona, float | None]]:
        """The customer personas to draw from; a weight of None means the share that the persona declares."""
        if weights is None:
            return [(persona, None) for persona in shipped_customers(short(language))]
        return [(self.customer(name, language), weight) for name, weight in weights]

    def engines(self, fidelity: str, language: str, model: str | None = None) -> Engines:
        return self.wrap(load_engines(fidelity, short(language), model))

    def conditions(self, conditions: LineConditions | str) -> LineConditions:
        """Line conditions by preset name, or as they are."""
        if isinstance(conditions, LineConditions):
            return conditions
        presets = LineConditions.presets()
        if conditions not in presets:
            raise UsageError(
                f"line conditions '{conditions}' are not known; known are {', '.join(presets)}"
                f"{did_you_mean(conditions, presets)}"
            )
        return presets[conditions]
