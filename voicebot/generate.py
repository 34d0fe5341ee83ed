"""Generated accounts: plausible, and nobody's. For the demonstration and the starter workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from voicebot.accounts import Account
from voicebot.errors import UsageError

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹"
    "彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
)
GIVEN: Mapping[str, str] = {
    "female": "秀英 丽娟 敏 静 丽 艳 娟 霞 婷 雪梅 玉兰 桂芳 晓燕 春梅 慧 佳怡 思雨 雅琴 海燕 红梅"
    " 欣怡 梦洁 文静 月华 素芬 莉莉 小芳 嘉欣 诗涵 美玲",
    "male": "伟 强 磊 军 勇 杰 涛 明 超 建国 志强 建华 国强 文斌 海涛 晓东 志明 俊杰 浩然 宇轩"
    " 鹏飞 永强 家豪 立新 金龙 少华 天宇 德胜 振宇 子轩",
}
PRODUCTS = ("消费贷款", "信用卡", "现金分期")


def generate_accounts(
    count: int, language: str, rng: np.random.Generator, today: dt.date, purpose: str = ""
) -> list[Account]:
    """So many accounts, shortly before or after their due date; one in thirty that nobody may call.

    With the purpose `reminder` all are before it, with `collection` all after it.

    The numbers begin with 12, as no mobile number in China does: nobody can be rung by mistake.
    """
    if not language.startswith("zh"):
        raise UsageError(f"accounts in language '{language}' cannot be generated yet; use zh")
    phones = rng.choice(1_000_000_000, size=count, replace=False)
    return [_account(number, int(phone), rng, today, purpose) for number, phone in enumerate(phones, start=1)]


def _account(number: int, phone: int, rng: np.random.Generator, today: dt.date, purpose: str) -> Account:
    gender = "female" if rng.random() < 0.5 else "male"
    given = GIVEN[gender].split()
    days = _days_past_due(rng, purpose)
    overdue = _cents(float(np.clip(rng.lognormal(7.2, 0.7), 120, 20_000)), rng)
    # One account in thirty is shut to calls for one of three reasons.
    shut = int(rng.integers(90))
    return Account(
        account_id=f"A{number:05d}",
        name=SURNAMES[int(rng.integers(len(SURNAMES)))] + given[int(rng.integers(len(given)))],
        phone=f"12{phone:09d}",
        balance=round(overdue * (1 + 5 * float(rng.random())), 2),
        overdue_amount=overdue,
        days_past_due=days,
        title="女士" if gender == "female" else "先生",
        gender=gender,
        due_date=today - dt.timedelta(days=days),
        product=PRODUCTS[int(rng.choice(3, p=(0.5, 0.3, 0.2)))],
        id_tail=f"{int(rng.integers(10_000)):04d}",
        do_not_call=shut == 0,
        plan_active=shut == 1,
        disputed=shut == 2,
    )


BEFORE_DUE = {"reminder": 1.0, "collection": 0.0}
"""Share of accounts that are not yet past due; 0.4 for any other purpose."""


def _days_past_due(rng: np.random.Generator, purpose: str) -> int:
    """Due within days, or up to a month past due: more of them early than late."""
    if rng.random() < BEFORE_DUE.get(purpose, 0.4):
        return -int(rng.integers(0, 5))
    return 1 + int(29 * float(rng.random()) ** 1.5)


def _cents(amount: float, rng: np.random.Generator) -> float:
    """Some bills are round, most are not."""
    kind = rng.random()
    return round(amount, -1) if kind < 0.15 else round(amount) if kind < 0.35 else round(amount, 2)
