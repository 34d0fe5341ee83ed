"""Babble: the noise of people talking, made from the project's own voices."""

from __future__ import annotations

from functools import lru_cache

from voicebot.audio import noise
from voicebot.audio.noise import Loop
from voicebot.tts.engine import Voice
from voicebot.tts.pyttsx import PyttsxTts

_VOICES = {
    "zh": ("cmn+f1", "cmn+m1", "cmn+f4", "cmn+m4", "cmn+f2", "cmn+m2"),
    "en": ("en-us+f1", "en-us+m1", "en-gb+f4", "en-us+m4", "en-us+f2", "en-gb+m2"),
}
_TALK = {
    "zh": (
        "昨天晚上我们一家去河边散步，走了一个多小时才回来。",
        "这家店的面条味道还可以，就是排队的人太多了。",
        "老张说下个星期要去南方出差，问你要不要带点什么。",
        "孩子的作业写完了没有，写完了就早点睡觉吧。",
        "今年冬天特别冷，早上出门得多穿一件衣服。",
        "那个电影我看过了，前面挺好看，后面有点拖。",
        "你把窗户关上，外面施工的声音太大了。",
        "周末有没有空，咱们一起去爬山怎么样。",
        "公交车刚走，下一班估计还要等十几分钟。",
        "我妈做的红烧肉，比饭店里的好吃多了。",
        "楼下新开了一家水果店，苹果又大又甜。",
        "他说话总是那么快，我一句都没听清楚。",
    ),
    "en": (
        "We went for a walk along the river last night and got home after dark.",
        "The noodles here are all right, but the queue is far too long.",
        "He is travelling south next week and wants to know if you need anything.",
        "Have you finished your homework yet? Then go to bed early for once.",
        "It has been such a cold winter, you need another layer in the morning.",
        "I have seen that film, the first half is good and then it drags on.",
        "Could you close the window, they are digging up the road again.",
        "If you are free at the weekend we could go up into the hills.",
        "The bus has just left and the next one takes another quarter of an hour.",
        "My mother makes a better stew than any restaurant in town.",
        "There is a new fruit shop downstairs, and the apples are lovely.",
        "He always talks so fast that I never catch a single word.",
    ),
}


@lru_cache(maxsize=2)
def babble(language: str = "zh") -> Loop:
    """Six people talking at once, in `zh` or `en`, as a loop; spoken once per process."""
    tts = PyttsxTts()
    voices = _VOICES[language]
    talk = enumerate(_TALK[language])
    return noise.babble(
        [tts.speak(text, Voice(voices[n % len(voices)], rate=160 + 7 * (n % 5))).samples for n, text in talk],
        talkers=len(voices),
    )
