"""`check` finds each kind of defect, on its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.script.small import SMALL, defects, line_of, spoilt
from voicebot.errors import InputError
from voicebot.paths import shipped_files
from voicebot.script import load_script
from voicebot.script.check import check_script


@pytest.mark.parametrize("path", shipped_files("scripts"), ids=lambda path: path.stem)
def test_shipped_scripts_have_no_defects(path: Path) -> None:
    assert check_script(path) == []


def test_the_small_script_has_no_defects() -> None:
    assert defects(SMALL) == []


CASES: list[tuple[str, tuple[tuple[str, str], ...], str, str]] = [
    (
        "an unknown key",
        (("    hang_up: true", "    hangup: true"),),
        "hangup: true",
        "unknown key 'hangup'; did you mean 'hang_up'?",
    ),
    (
        "a missing key",
        (("first: greet\n", ""),),
        "script: small",
        "'first' is missing",
    ),
    (
        "a missing target",
        (("      affirm: ask\n", "      affirm: asc\n"),),
        "affirm: asc",
        "step 'greet' goes to 'asc', which does not exist; did you mean 'ask'?",
    ),
    (
        "a missing target among those for all steps",
        (("{say: 没听清。, then: bye}", "{say: 没听清。, then: human}"),),
        "no_match:",
        "'no_match.then' goes to 'human', which does not exist",
    ),
    (
        "a first step that is not there",
        (("first: greet", "first: great"),),
        "first: great",
        "'first' goes to 'great', which does not exist; did you mean 'greet'?",
    ),
    (
        "a word of replies where a step is meant",
        (("then: bye}\nask_for", "then: back}\nask_for"),),
        "limits:",
        "'limits.then' goes to 'back', which does not exist",
    ),
    (
        "a step that cannot be reached",
        (("always:\n", "  lost: {say: 在吗？, hang_up: true}\nalways:\n"),),
        "lost:",
        "step 'lost' cannot be reached",
    ),
    (
        "a loop without a limit",
        (("limits: {turns: 8, then: bye}\n", ""),),
        "  greet:",
        "the call can go round for ever: 'ask_if_robot' leads back to step 'greet'; set limits.turns",
    ),
    (
        "a likely reply that is not handled",
        (("      deny: bye\n  ask:", "  ask:"), ("  minor: {do: end_for_minor, then: bye}\n", "")),
        "  greet:",
        "step 'greet' asks for 'identity' and does not handle: deny, minor",
    ),
    (
        "an intent that does not exist",
        (("  goodbye: bye\n", "  good_bye: bye\n"),),
        "good_bye",
        "'good_bye' is not known here; did you mean 'goodbye'?",
    ),
    (
        "a context that does not exist",
        (("asks: satisfaction", "asks: satisfied"),),
        "asks: satisfied",
        "'satisfied' is not known here; did you mean 'satisfaction'?",
    ),
    (
        "a slot that does not exist",
        (("needs: time", "needs: times"),),
        "needs: times",
        "'times' is not known here; did you mean 'time'?",
    ),
    (
        "an action that does not exist",
        (("do: open_complaint", "do: open_complain"),),
        "open_complain,",
        "action 'open_complain' does not exist; did you mean 'open_complaint'",
    ),
    (
        "a figure that nothing asks for",
        (("ask_for: {time: callback}\n", ""), ("  callback:\n", "  callback:\n    barge_in: no\n")),
        "needs: time",
        "'busy' needs the time, but ask_for.time names no step that asks for it",
    ),
    (
        "a variable that is not defined",
        (("{{ account.name }}", "{{ account.nam }}"),),
        "account.nam ",
        "variable 'account.nam' is not defined; did you mean 'name'?",
    ),
    (
        "a root variable that is not defined",
        (("{{ account.name }}", "{{ acount.name }}"),),
        "acount",
        "variable 'acount' is not defined; did you mean 'account'?",
    ),
    (
        "a filter that does not exist",
        (("{{ account.name }}", "{{ account.name | upperr }}"),),
        "upperr",
        "filter 'upperr' does not exist",
    ),
    (
        "a filter that does not fit its value",
        (("{{ account.name }}", "{{ account.name | money }}"),),
        "money",
        "the wording cannot be filled in: ",
    ),
    (
        "a template that is not closed",
        (("{{ account.name }}", "{{ account.name"),),
        "account.name",
        "the wording's braces are wrong: ",
    ),
    (
        "a program in the wording",
        (("{{ account.name }}", "{% for x in account.name %}x{% endfor %}"),),
        "endfor",
        "'for' cannot be used in wording; use variables and if",
    ),
    (
        "a tone that does not exist",
        (("say: 再见。", "say: {default: 再见。, warn: 拜拜。}"),),
        "warn",
        "'warn' is not known here; did you mean 'warm'?",
    ),
    (
        "tones without a default",
        (("say: 再见。", "say: {warm: 再见。}"),),
        "{warm:",
        "wording by tone needs 'default' for the tones that are not listed",
    ),
    (
        "a reply for all steps that every step shadows",
        (
            ("always:\n", "always:\n  dont_know: bye\n"),
            ("      deny: bye\n  ask:", "      deny: bye\n      dont_know: bye\n  ask:"),
        ),
        "always:",
        "'dont_know' is never used: every step handles it itself",
    ),
    (
        "asking back for something that nothing handles",
        (("steps:\n", "asks_back: {bankrupt: 破产了吗？}\nsteps:\n"),),
        "asks_back",
        "asks back for 'bankrupt', which no step handles",
    ),
    (
        "silence that is not handled",
        (("no_input: {say: 您好？, then: bye}\n", ""),),
        "  greet:",
        "step 'greet' does not handle silence; add no_input, here or for all steps",
    ),
    (
        "misunderstandings that are not handled",
        (("no_match: {say: 没听清。, then: bye}\n", ""),),
        "  greet:",
        "step 'greet' does not handle an answer that isn't understood; add no_match, here or for all steps",
    ),
    (
        "turns that run out in the middle",
        (("limits: {turns: 8, then: bye}", "limits: {turns: 8}"),),
        "limits:",
        "limits.then is missing: the call would end in the middle; name a closing step",
    ),
    (
        "a closing step that does not close",
        (("limits: {turns: 8, then: bye}", "limits: {turns: 8, then: ask}"),),
        "limits:",
        "limits.then names 'ask', which does not hang up",
    ),
    (
        "replies of a step that hangs up",
        (("    hang_up: true\n", "    hang_up: true\n    replies: {affirm: ask}\n"),),
        "    replies: {affirm: ask}",
        "step 'bye' hangs up, so its replies are never used",
    ),
    (
        "a debt named to somebody unknown, by a word",
        (("您好，请问是{{ account.name }}吗？", "您好，有一笔欠款，请问是{{ account.name }}吗？"),),
        "欠款",
        "names the debt before it is sure who is speaking: greet",
    ),
    (
        "a debt named to somebody unknown, by a figure",
        (("say: 我是客服。", "say: '一共{{ account.overdue_amount | money }}。'"),),
        "overdue_amount",
        "names the debt before it is sure who is speaking: greet",
    ),
    (
        "a debt named with the name alone confirmed",
        (
            ("purpose: service", "purpose: collection"),
            ("say: [满意吗？, 还满意吗？]", "say: 您的账单逾期了。"),
        ),
        "逾期",
        "names the debt before it is sure who is speaking: greet → (confirm_self) ask",
    ),
    (
        "a promise read back whose day nobody asked for",
        (("say: [满意吗？, 还满意吗？]", "say: '{{ promise.date | date }}，满意吗？'"),),
        "promise.date",
        "promise.date may not be known here: greet → (confirm_self) ask; add 'needs: date'",
    ),
    (
        "a step with a reserved name",
        (("  callback:\n", "  back:\n"), ("time: callback", "time: back")),
        "steps:",
        "a step cannot be called 'back'; the word has a meaning of its own",
    ),
    (
        "a number out of range",
        (("turns: 8", "turns: 500"),),
        "turns: 500",
        "'turns': 500 does not fit: input should be less than or equal to 60",
    ),
]


@pytest.mark.parametrize(("name", "changes", "where", "message"), CASES, ids=[case[0] for case in CASES])
def test_each_kind_of_defect_is_named_with_its_line(
    name: str, changes: tuple[tuple[str, str], ...], where: str, message: str
) -> None:
    text = spoilt(*changes)
    line = line_of(text, where) + (where == "always:")
    expected = f"s.yaml:{line}: {message}"
    found = defects(text)
    assert any(defect.startswith(expected) for defect in found), (expected, found)


def test_wording_in_a_block_is_faulted_on_the_line_that_is_wrong() -> None:
    text = spoilt(
        ("say: 您好，请问是{{ account.name }}吗？", "say: |\n      您好，\n      {{ account.nme }}吗？")
    )
    assert defects(text) == [
        f"s.yaml:{line_of(text, 'nme')}: variable 'account.nme' is not defined; did you mean 'name'?"
    ]


def test_a_script_with_broken_targets_is_not_loaded(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(spoilt(("      affirm: ask\n", "      affirm: asc\n")), encoding="utf-8")
    with pytest.raises(InputError, match=r"mine.yaml:15: step 'greet' goes to 'asc'.* did you mean 'ask'\?"):
        load_script(file)


def test_an_unknown_script_is_one_line_with_near_matches() -> None:
    with pytest.raises(
        InputError, match=r"script 'm1_colection' does not exist; did you mean 'm1_collection'"
    ):
        load_script("m1_colection")
    assert load_script("zh/m1_collection").name == load_script("m1_collection").name == "m1_collection"
