"""Sound on a telephone line: samples, codecs, files, tones, noise and the channel itself."""

from voicebot.audio.pcm import FRAME, FRAME_MS, RATE, Audio, Mark, Samples, Words, silence, whole_frames

__all__ = ["FRAME", "FRAME_MS", "RATE", "Audio", "Mark", "Samples", "Words", "silence", "whole_frames"]
