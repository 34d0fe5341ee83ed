"""Robot personas: who the robot says it is, how it sounds and in which tone it speaks."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from voicebot.tts.engine import Voice


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RobotVoice(_Strict):
    """The voice of a robot persona."""

    id: str = Field(min_length=1)
    """An engine's voice name: `cmn+f2`."""
    rate: int = Field(180, ge=80, le=450)
    """Words a minute as the engine counts them."""
    pitch: int = Field(50, ge=0, le=99)
    volume: int = Field(100, ge=0, le=100)
    """Percent."""


class RobotPersona(_Strict):
    """A robot persona."""

    name: str = Field(min_length=1, pattern=r"^[A-Za-z0-9_-]+$")
    """Its name in files and reports."""
    description: str
    """In one sentence."""
    language: str = Field("zh-CN", pattern=r"^[a-z]{2}(-[A-Z]{2})?$")
    called: str = Field(min_length=1)
    """What it calls itself on the phone: `robot.name` in wording."""
    company: str = Field(min_length=1)
    """The institution that it calls for."""
    hotline: str = Field(pattern=r"^\+?[0-9][0-9 -]{2,18}[0-9]$")
    """The institution's published number, for customers who want to be sure."""
    gender: Literal["female", "male"]
    tone: Literal["warm", "firm", "brisk", "patient"]
    """Which wording of a script it uses."""
    style: str = ""
    """Notes for those who write wording for it."""
    sound: RobotVoice = Field(alias="voice")

    @property
    def voice(self) -> Voice:
        """How the speech engine is to sound."""
        return Voice(self.sound.id, self.sound.rate, self.sound.pitch, self.sound.volume)
