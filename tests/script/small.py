"""A small script without defects, for tests to spoil."""

from __future__ import annotations

from pathlib import Path

from voicebot.script.check import check_document
from voicebot.script.form import ScriptForm
from voicebot.script.script import Script, make_script
from voicebot.yamlfile import fit, parse_document

FILE = Path("s.yaml")

SMALL = """\
script: small
language: zh-CN
purpose: service
first: greet
limits: {turns: 8, then: bye}
ask_for: {time: callback}
no_input: {say: 您好？, then: bye}
no_match: {say: 没听清。, then: bye}
steps:
  greet:
    say: 您好，请问是{{ account.name }}吗？
    asks: identity
    replies:
      confirm_self: ask
      affirm: ask
      deny: bye
  ask:
    say: [满意吗？, 还满意吗？]
    asks: satisfaction
    replies:
      affirm: {do: log_satisfaction, then: bye}
      deny: {do: log_satisfaction, say: 抱歉。, then: bye}
      dont_know: bye
  callback:
    say: 几点方便？
    asks: callback_time
    replies:
      busy: {do: schedule_callback, then: bye}
      affirm: bye
      deny: bye
      dont_know: bye
  bye:
    say: 再见。
    hang_up: true
always:
  busy: {needs: time, do: schedule_callback, then: bye}
  stop_calling: {do: add_to_do_not_call, then: bye}
  ask_agent: {do: transfer_to_agent, then: bye}
  complaint: {do: open_complaint, then: bye}
  distress: {do: alert_risk, then: bye}
  abuse: {do: end_for_abuse, then: bye}
  repeat: repeat
  ask_if_robot: {say: 是的。, then: back}
  ask_identity: {say: 我是客服。, then: back}
  ask_purpose: {say: 回访。, then: back}
  suspect_fraud: {do: give_hotline, then: bye}
  goodbye: bye
  wrong_number: {do: mark_wrong, then: bye}
  third_party: bye
  minor: {do: end_for_minor, then: bye}
  deceased: {do: mark_deceased, then: bye}
  voicemail: {do: leave_message, then: bye}
  call_assistant: {do: leave_assistant_message, then: bye}
  greeting: back
"""


def spoilt(*changes: tuple[str, str]) -> str:
    """The script's text with changes; each must find its place."""
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def defects(text: str) -> list[str]:
    return [str(defect) for defect in check_document(parse_document(text, FILE))]


def line_of(text: str, part: str) -> int:
    """The first line that holds the part."""
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


def script(text: str = SMALL) -> Script:
    form, found = fit(parse_document(text, FILE), ScriptForm)
    assert form is not None, found
    return make_script(form, FILE)
