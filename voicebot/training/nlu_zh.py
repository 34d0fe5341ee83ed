"""What training adds to Mandarin phrases: spoken figures, fillers, homophones, the sounds of characters."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from voicebot.training.nlu_phrases import Fill

_DIGITS = "零一二三四五六七八九"
# None of these says yes, no, hello or goodbye: a filler must not change what is meant.
FILLERS_BEFORE = (
    "嗯",
    "呃",
    "那个",
    "啊",
    "哎",
    "哦",
    "就是",
    "这个",
    "我跟你说",
    "那",
    "额",
    "诶",
    "哎呀",
    "就是说",
    "其实",
    "唉",
)
FILLERS_AFTER = ("啊", "吧", "呢", "嘛", "呀", "了", "哈", "知道吗", "啦", "哦", "真的", "我跟你说")
FILLERS_WITHIN = ("嗯", "呃", "那个", "就是", "这个", "啊")
SOUNDS_OF_THOUGHT = ("嗯", "呃", "啊", "哦", "额", "诶")
NEGATIONS = "不没别未无非甭莫"
"""Characters that turn the meaning round: they are never lost, doubled or misheard in training."""
CORRECTIONS = ("不", "不对", "不是", "哦不", "不不", "说错了", "呃不对", "还是")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = (
    "伟",
    "芳",
    "建国",
    "丽",
    "敏",
    "小军",
    "静",
    "磊",
    "秀英",
    "志强",
    "洋",
    "艳",
    "晓东",
    "婷婷",
    "浩",
    "雪梅",
)


def small_number(value: int) -> str:
    """1 to 99 in Hanzi."""
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def _pick(rng: np.random.Generator, options: tuple[str, ...] | str) -> str:
    return options[int(rng.integers(len(options)))]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_NEAR = _words("明天 后天 大后天 今天 今晚 明天下午 明天上午 明儿 今天晚上 后天下午 明天中午 明天早上")
_WEEKS = _words("周 星期 礼拜 下周 这周 下个星期 下礼拜 这个星期 本周")
_WEEKENDS = _words("周日 星期天 礼拜天 周末 这周末 下周日")
_EDGES = _words("月底 这个月底 下个月初 月初 月中 年底 下月初 下个月底 本月底")
_SPANS = _words(
    "两天后 三天以后 三天之内 五天内 一个星期之内 半个月后 一周内 十天之后 过两天 过三天 一个月以后"
)
_GONE = _words("昨天 前天 大前天 昨晚 昨天下午 昨儿 前天晚上 今天早上 今天上午 上个月底 今早 昨天夜里")


def _day(rng: np.random.Generator, last: int) -> str:
    return small_number(int(rng.integers(1, last + 1))) + "号"


def _date(rng: np.random.Generator) -> str:
    ways: tuple[Callable[[], str], ...] = (
        lambda: _pick(rng, _NEAR),
        lambda: _pick(rng, _WEEKS) + _pick(rng, "一二三四五六"),
        lambda: _pick(rng, _WEEKENDS),
        lambda: _day(rng, 31),
        lambda: _day(rng, 31),
        lambda: _pick(rng, ("这个月", "下个月", "下月", "本月")) + _day(rng, 30),
        lambda: _pick(rng, ("十二月", "一月", "二月", "三月")) + _day(rng, 28),
        lambda: _pick(rng, _EDGES),
        lambda: _pick(rng, _SPANS),
    )
    said = ways[int(rng.integers(len(ways)))]()
    # People correct themselves: 明天 不对 后天.
    return said + _pick(rng, CORRECTIONS) + ways[0]() if rng.random() < 0.03 else said


def _past_date(rng: np.random.Generator) -> str:
    ways: tuple[Callable[[], str], ...] = (
        lambda: _pick(rng, _GONE),
        lambda: _pick(rng, _GONE),
        lambda: _pick(rng, ("上周", "上个星期", "上礼拜", "周", "星期")) + _pick(rng, "一二三四五六"),
        lambda: _day(rng, 31),
        lambda: _pick(rng, ("这个月", "上个月", "上月", "本月")) + _day(rng, 30),
        lambda: _pick(rng, ("十一月", "十月", "九月")) + _day(rng, 30),
    )
    return ways[int(rng.integers(len(ways)))]()


def _time(rng: np.random.Generator) -> str:
    part = _pick(rng, ("", "", "上午", "下午", "晚上", "早上", "中午", "明天下午", "明天上午", "今天晚上"))
    hour = {"上午": (8, 12), "早上": (7, 10), "下午": (1, 7), "晚上": (6, 10), "中午": (11, 14)}.get(
        part[-2:], (1, 13)
    )
    clock = small_number(int(rng.integers(*hour))).replace("二", "两") if rng.random() < 0.2 else ""
    value = int(rng.integers(*hour))
    clock = "两" if value == 2 else small_number(value)
    return part + clock + _pick(rng, ("点", "点", "点", "点半", "点钟", "点左右", "点多", "点一刻"))


def _amount(rng: np.random.Generator) -> str:
    value = int(rng.integers(1, 10))
    digit = "两" if value == 2 else _DIGITS[value]
    next_digit = _DIGITS[int(rng.integers(1, 10))]
    return _pick(
        rng,
        (
            f"{digit}百",
            f"{digit}百块",
            f"{digit}百块钱",
            f"{digit}千",
            f"{digit}千块",
            f"{digit}千{next_digit}",
            f"{digit}百{next_digit}",
            f"{digit}万",
            f"{digit}万{next_digit}",
            f"{digit}百五十块",
            f"{digit}千五百块",
            f"{digit}百多",
            f"{digit}百来块",
            f"{digit}十块",
            "一千块钱",
            "五百",
            "一千",
            "两千",
            "千把块",
            f"{digit}千{next_digit}百元",
            f"{digit}百{next_digit}十{next_digit}块",
        ),
    )


def _name(rng: np.random.Generator) -> str:
    surname = _pick(rng, _SURNAMES)
    return _pick(
        rng,
        (
            surname + _pick(rng, _GIVEN),
            surname + _pick(rng, ("先生", "女士")),
            "小" + surname,
            surname + _pick(rng, _GIVEN),
        ),
    )


FILLS: Mapping[str, Fill] = {
    "date": _date,
    "past_date": _past_date,
    "time": _time,
    "amount": _amount,
    "name": _name,
}

_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"))


def merged(syllable: str) -> str:
    """A toneless syllable with what a telephone blurs made equal: zh/z, ch/c, sh/s, ing/in, eng/en."""
    for wide, narrow in _MERGED:
        if syllable.startswith(wide):
            syllable = narrow + syllable[len(wide) :]
            break
    return syllable[:-1] if syllable.endswith(("ing", "eng")) else syllable


def sounds() -> dict[str, str]:
    """The merged, toneless sound of every common character (GB 2312)."""
    from pypinyin import Style, pinyin

    characters = []
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                characters.append(bytes((high, low)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    spoken = pinyin(characters, style=Style.NORMAL, heteronym=False)
    return {character: merged(syllables[0]) for character, syllables in zip(characters, spoken, strict=True)}
