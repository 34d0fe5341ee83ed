"""What fills the slots of Mandarin templates: amounts, days, times, names, places; Hanzi, never figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from voicebot.training.templates import Fill


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


DIGITS: Final = "零一二三四五六七八九"
SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙马胡朱郭何罗高林郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔"
    "向汤"
)
GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文玉兰志红梅海燕晓东小云峰鑫宇浩然子涵雨欣佳"
    "怡思远嘉俊婷雪倩琳慧颖莉波辉鹏飞龙斌亮健凯旭阳林春生福德宝庆荣贵成永光天玲轩"
)
BANKS: Final = _words(
    "工商银行 建设银行 农业银行 中国银行 招商银行 交通银行 平安银行 浦发银行 民生银行 光大银行 "
    "中信银行 兴业银行 邮政银行 广发银行 华夏银行 北京银行 上海银行 微众银行 工行 建行 农行 招行 "
    "信用社 邮储"
)
COMPANIES: Final = _words(
    "消费金融 小额贷款公司 信用卡中心 招联金融 马上消费 京东金融 花呗 借呗 白条 美团借钱 分期乐 "
    "普惠金融 示例金融 中银消费 度小满 网贷平台 贷款公司 银行客服 保险公司 物业公司 快递公司 "
    "移动客服"
)
CITIES: Final = _words(
    "北京 上海 广州 深圳 杭州 成都 重庆 武汉 西安 南京 天津 苏州 长沙 郑州 东莞 青岛 沈阳 宁波 昆明 "
    "大连 厦门 合肥 佛山 福州 哈尔滨 济南 温州 长春 石家庄 贵阳 南宁 太原 南昌 兰州 新疆 内蒙古 "
    "海南"
)
_NEAR_DAYS: Final = _words(
    "明天 后天 今天 今晚 下周 下个月 月底 月初 这个月底 下个礼拜 周末 大后天 过几天 年底 明天上午 "
    "明天下午 明天晚上 今天下午 今天晚上 下个月初 下月底 明早 这两天 过两天 过完年 国庆之后 春节前"
)
_PAST_DAYS: Final = _words(
    "昨天 前天 上周 上个月 今天早上 刚才 昨晚 昨天下午 前几天 上个礼拜 今天上午 刚刚 月初 前天晚上"
)


def number(value: int) -> str:
    """A whole number below a hundred million as it is read: 2030 gives 二千零三十."""
    if value < 10:
        return DIGITS[value]
    if value < 20:
        return "十" + (DIGITS[value % 10] if value % 10 else "")
    said, gap = "", False
    for worth, unit in ((10000, "万"), (1000, "千"), (100, "百"), (10, "十")):
        count, value = divmod(value, worth)
        if count:
            said += ("零" if gap and said else "") + (number(count) if count > 9 else DIGITS[count]) + unit
            gap = False
        elif said:
            gap = True
    return said + ("零" if gap else "") + DIGITS[value] if value else said


def _pick(rng: np.random.Generator, choices: Sequence[str]) -> str:
    return choices[int(rng.integers(len(choices)))]


def _between(rng: np.random.Generator, low: int, high: int) -> int:
    return int(rng.integers(low, high + 1))


def _digits(rng: np.random.Generator, count: int) -> str:
    said = "".join(_pick(rng, DIGITS) for _ in range(count))
    return said.replace("一", "幺") if rng.random() < 0.3 else said


def _money(rng: np.random.Generator) -> str:
    kind = _between(rng, 0, 6)
    value = (
        _between(rng, 1, 99) * 100,
        _between(rng, 1, 20) * 1000,
        _between(rng, 100, 9999),
        _between(rng, 1, 30) * 10000,
        _between(rng, 10, 99),
        _between(rng, 1000, 99999),
        _between(rng, 1, 19) * 50,
    )[kind]
    said = number(value)
    if 1000 <= value < 10000 and value % 1000 and not value % 100 and rng.random() < 0.5:
        said = said.removesuffix("百")
    if said.startswith("二") and value >= 1000 and rng.random() < 0.8:
        said = "两" + said[1:]
    if rng.random() < 0.3:
        said = said.replace("二百", "两百").replace("二千", "两千").replace("二万", "两万")
    return said + _pick(rng, ("块", "元", "块钱", "块钱", "元", ""))


def _weekday(rng: np.random.Generator) -> str:
    return _pick(rng, "一二三四五六日天")


def _daynum(rng: np.random.Generator) -> str:
    return number(_between(rng, 1, 31))


def _month(rng: np.random.Generator) -> str:
    return number(_between(rng, 1, 12)) + "月"


def _when(rng: np.random.Generator) -> str:
    kind = _between(rng, 0, 5)
    if kind < 2:
        return _pick(rng, _NEAR_DAYS)
    if kind == 2:
        return _pick(rng, ("下周", "这周", "周", "星期", "下个星期", "礼拜", "下下周")) + _weekday(rng)
    return (_daynum(rng), _month(rng) + _daynum(rng), "下个月" + _daynum(rng))[kind - 3] + "号"


def _when_past(rng: np.random.Generator) -> str:
    kind = _between(rng, 0, 4)
    if kind < 2:
        return _pick(rng, _PAST_DAYS)
    return (f"上周{_weekday(rng)}", f"{_month(rng)}{_daynum(rng)}号", f"{_daynum(rng)}号")[kind - 2]


def _days(rng: np.random.Generator) -> str:
    count = _pick(rng, ("两", "三", "五", "几", number(_between(rng, 3, 30))))
    return count + _pick(rng, ("天", "天", "天", "个月", "个星期", "周", "个小时"))


def _time(rng: np.random.Generator) -> str:
    part = _pick(rng, ("", "上午", "下午", "晚上", "早上", "中午", "傍晚"))
    hour = _pick(rng, ("两", number(_between(rng, 1, 12)), number(_between(rng, 1, 12))))
    return (
        part
        + hour
        + "点"
        + _pick(rng, ("", "", "半", "钟", number(_between(rng, 10, 59)) + "分", "一刻", "多"))
    )


def _year(rng: np.random.Generator) -> str:
    if rng.random() < 0.3:
        return number(_between(rng, 10, 26)) + "年"
    return _pick(rng, ("一九", "二零")) + _pick(rng, DIGITS) + _pick(rng, DIGITS) + "年"


def _name(rng: np.random.Generator) -> str:
    ending = _pick(
        rng, (_pick(rng, GIVEN), *(_pick(rng, GIVEN) + _pick(rng, GIVEN) for _ in range(3)), "先生", "女士")
    )
    return _pick(rng, SURNAMES) + ending


def _phone(rng: np.random.Generator) -> str:
    return _pick(rng, "一幺") + _pick(rng, "三五八七九") + _digits(rng, 9)


FILLS: Final[dict[str, Fill]] = {
    "money": _money,
    "when": _when,
    "when_past": _when_past,
    "weekday": _weekday,
    "month": _month,
    "daynum": _daynum,
    "num": lambda rng: _pick(
        rng, (number(_between(rng, 2, 12)), "两", "三", "六", "十二", number(_between(rng, 1, 60)))
    ),
    "days": _days,
    "time": _time,
    "year": _year,
    "digits4": lambda rng: _digits(rng, 4),
    "digits6": lambda rng: _digits(rng, 6),
    "phone": _phone,
    "percent": lambda rng: _pick(rng, "五六七八九"),
    "surname": lambda rng: _pick(rng, SURNAMES),
    "name": _name,
    "bank": lambda rng: _pick(rng, BANKS),
    "company": lambda rng: _pick(rng, COMPANIES),
    "city": lambda rng: _pick(rng, CITIES),
}
