"""Mandarin for the recogniser: how espeak-ng reads it, how it is cut into words, and what is said."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from voicebot.persona.phrases import expand as expand_phrase
from voicebot.persona.phrases import load_phrases
from voicebot.training import nlu_zh
from voicebot.training.language import Language, Units
from voicebot.training.nlu_phrases import PHRASES, fill, read_phrases
from voicebot.training.templates import expand, read_templates
from voicebot.training.zh_slots import FILLS
from voicebot.tts import espeak

VOICE: Final = "cmn"
TONES: Final = ("55", "35", "214", "51", "11")
_TEXTS: Final = Path(__file__).parent / "zh"
_SPOKEN: Final = ("calls.txt", "calls_more.txt")
_HANZI: Final = re.compile(r"[一-鿿]+")
_NUMERAL: Final = "零一二三四五六七八九十百千万亿两幺"
_COUNTED: Final = re.compile(
    rf"^([{_NUMERAL}]+)"
    "(元|块|块钱|号|月|年|点|点钟|点半|分|分钟|分期|个|个月|天|期|次|周|折|刻|岁|日|多|遍|分之|"
    "笔|张|家|位|句|小时)?$"
)
_IDIOMS: Final = frozenset(
    re.findall(
        r"\S+",
        "一定 一起 一样 一下 一点 万一 一部分 一个 一会 十分 百分之 一共 千万 一直 一天 一边 一般 一旦 "
        "一切 一些 一次 三四 两三 百万 一家 一样的 万分",
    )
)
"""Words that only look like numbers."""
_UNSPOKEN: Final = re.compile(r"[0-9A-Za-z]")
_FILLERS: Final = (
    *("嗯", "那个", "呃", "哎", "喂", "就是", "就是说", "这个"),
    *("啊", "哦", "额", "怎么说呢", "我说"),
)
_HESITANT: Final = 0.12
"""Share of sentences that begin with a filler."""
_NOW: Final = dt.datetime(2026, 3, 2, 10)
"""Days in phrases are told from this moment; only their wording is used."""
_RANDOM_WORDS: Final = 40_000


def language() -> Language:
    return Language(
        code="zh",
        voice=VOICE,
        joiner="",
        tones=TONES,
        read=read,
        parts=tuple,
        segment=segment,
        sentences=sentences,
        texts=texts,
        frequencies=frequencies,
    )


def read(text: str) -> list[tuple[str, Units]] | None:
    """Each Hanzi with the sounds of its syllable; None where syllables and Hanzi do not match one to one.

    A syllable is onset, nucleus and coda; the nucleus carries the tone.
    """
    phonemes = espeak.phonemes(text, VOICE)
    if phonemes is None:
        return None
    sounds = [p for p in phonemes if not p.name.startswith("_") or p.name == "_|"]
    syllables: list[list[str]] = []
    current: list[str] = []
    toned = closed = False
    for place, sound in enumerate(sounds):
        if sound.name == "_|":
            closed = True
            continue
        # Inside a grouped word no boundary is marked: n, N and r close a syllable unless a vowel or glide
        # follows.
        after = sounds[place + 1] if place + 1 < len(sounds) else None
        opens = after is not None and after.name != "_|" and (bool(after.tone) or after.name in ("j", "w"))
        coda = toned and not closed and not sound.tone and sound.name in ("n", "N", "r")
        coda = coda and (sound.name == "N" or not opens)
        if current and (closed or (toned and not coda)):
            syllables.append(current)
            current, toned = [], False
        closed = False
        current.append(sound.name + sound.tone)
        toned = toned or bool(sound.tone)
    if current:
        syllables.append(current)
    hanzi = "".join(_HANZI.findall(text))
    if len(hanzi) != len(syllables) or any(sum(s[-1].isdigit() for s in one) != 1 for one in syllables):
        return None
    return [(written, tuple(said)) for written, said in zip(hanzi, syllables, strict=True)]


def segment(text: str) -> list[str]:
    """Words of the sentence; numerals are cut into single characters, so that any number is possible."""
    words: list[str] = []
    for run in _HANZI.findall(text):
        for word in _jieba().lcut(run, HMM=False):
            counted = _COUNTED.match(word) if len(word) > 1 and word not in _IDIOMS else None
            words.extend([*counted[1], *([counted[2]] if counted[2] else [])] if counted else [word])
    return words


def sentences(rng: np.random.Generator, count: int) -> list[str]:
    """Half from templates of what people say, half random words of the dictionary so that every sound
    combination occurs; a comma here and there makes the voice pause."""
    said = spoken(rng, count - count // 2, _SPOKEN)
    words = list(frequencies().items())[:_RANDOM_WORDS]
    names = [word for word, _ in words]
    weights = np.array([frequency**0.35 for _, frequency in words])
    cumulative = np.cumsum(weights / weights.sum())
    for _ in range(count // 2):
        picked = np.searchsorted(cumulative, rng.random(int(rng.integers(2, 8))))
        said.append("".join(names[int(index)] for index in picked))
    order = rng.permutation(len(said))
    return [_pause(said[int(place)], rng) for place in order]


def spoken(rng: np.random.Generator, count: int, files: Iterable[str]) -> list[str]:
    """Sentences of the files' templates, one template as likely as another."""
    templates = [template for file in files for template in read_templates(_TEXTS / file, FILLS)]
    said = []
    for _ in range(count):
        sentence = expand(templates[int(rng.integers(len(templates)))], FILLS, rng)
        if rng.random() < 0.15:
            sentence += "，" + expand(templates[int(rng.integers(len(templates)))], FILLS, rng)
        said.append(sentence)
    return said


def texts(rng: np.random.Generator, count: int) -> list[str]:
    """A third from all templates, the rest from what the understanding model learns from and from the half
    of the simulated customers' phrases that the recogniser may know; some begin with a filler word."""
    said = spoken(rng, count // 3, sorted(path.name for path in _TEXTS.glob("*.txt")))
    known = [template for template in load_phrases("zh").everything if template.known]
    # Every phrase a few times, with other days, sums and names in it.
    for copy in range(max(1, count // 3 // max(len(known), 1))):
        said += [
            expand_phrase(template, rng, _NOW)[0] for template in known if copy < 2 or "{" in template.text
        ]
    phrases = read_phrases(PHRASES / "zh", nlu_zh.FILLS)
    for copy in range(max(1, count // 3 // max(len(phrases), 1))):
        said += [fill(phrase.text, nlu_zh.FILLS, rng) for phrase in phrases if copy < 2 or "{" in phrase.text]
    # A template may say by chance what must stay unknown.
    kept = {template.text for template in load_phrases("zh").everything if not template.known}
    said = [sentence for sentence in said if sentence not in kept and not _UNSPOKEN.search(sentence)]
    fillers = rng.random(len(said))
    return [
        _FILLERS[int(rng.integers(len(_FILLERS)))] + sentence if draw < _HESITANT else sentence
        for sentence, draw in zip(said, fillers, strict=True)
    ]


@lru_cache(maxsize=1)
def frequencies() -> Mapping[str, float]:
    """Words of jieba's dictionary of up to four Hanzi, most frequent first."""
    jieba = _jieba()
    words = {
        word: float(count)
        for word, count in jieba.dt.FREQ.items()
        # espeak-ng spells 一会儿 and the like in English.
        if count > 2 and len(word) <= 4 and _HANZI.fullmatch(word) and "儿" not in word[1:]
    }
    return dict(sorted(words.items(), key=lambda item: (-item[1], item[0])))


def _pause(sentence: str, rng: np.random.Generator) -> str:
    if len(sentence) <= 6 or rng.random() > 0.25:
        return sentence
    place = int(rng.integers(3, len(sentence) - 2))
    if not _HANZI.fullmatch(sentence[place - 1 : place + 1]):
        return sentence
    return f"{sentence[:place]}，{sentence[place:]}"


@lru_cache(maxsize=1)
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    return jieba
