"""Hesitation is told from an answer."""

from __future__ import annotations

import pytest

from voicebot.nlu.hesitation import is_hesitation


@pytest.mark.parametrize("text", ["嗯", "呃那个", "让我看看", "嗯我想想", "um let me see", "well um"])
def test_fillers_alone_are_hesitation(text: str) -> None:
    assert is_hesitation(text)


@pytest.mark.parametrize("text", ["", "是的", "嗯好", "那个我明天还", "我想想办法", "so tomorrow", "yes"])
def test_anything_more_is_an_answer(text: str) -> None:
    assert not is_hesitation(text)
