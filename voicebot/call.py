"""One call: robot and line exchange audio until one hangs up; then truth is laid beside belief."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from voicebot.accounts import Account
from voicebot.actions import Disposition
from voicebot.alignment import merge, with_truth
from voicebot.audio import RATE, Samples, silence
from voicebot.audio.channel import LineConditions
from voicebot.customer import Customer, pick_customer
from voicebot.dialogue import Dialogue
from voicebot.ears import Ears
from voicebot.engines import World, draws
from voicebot.line import Line
from voicebot.line.simulated import SimulatedLine
from voicebot.mouth import Mouth
from voicebot.records import CallRecord, Turn
from voicebot.robot import Robot


@dataclass(frozen=True, slots=True)
class CallSpec:
    """A work unit that fully determines one answered call."""

    call_id: str
    account: Account
    attempt: int
    cell: int
    started_at: dt.datetime
    """When dialling began."""
    answered_at: dt.datetime
    ring_ms: int
    seed: int
    script: str
    """Name or path of the script."""
    robot: str
    """Name or path of the robot persona."""
    customer: str | None = None
    """Name or path of the customer persona; None draws one from the mix."""
    fidelity: str = "voice"
    """`voice` or `text`."""
    conditions: LineConditions | str = "clean"
    model: str | None = None
    """Folder of the recognition model; None takes the embedded one."""
    mix: tuple[tuple[str, float | None], ...] | None = None
    """Weights of customer personas; None, as a weight or in all, takes the shares that they declare."""


@dataclass(frozen=True, slots=True)
class Tape:
    """What was said by both sides; both channels are equally long."""

    robot: Samples
    far_end: Samples

    @property
    def ms(self) -> int:
        return len(self.robot) * 1000 // RATE


def run_call(robot: Robot, line: Line, *, keep_sound: bool = True) -> tuple[Tape, bool]:
    """Let robot and line exchange audio to the end. Returns the tape, and whether the far end hung up.

    Without `keep_sound` the tape is silent, and takes no memory.
    """
    said_parts: list[Samples] = []
    heard_parts: list[Samples] = []
    heard = silence(0)
    length = 0
    hung_up = False
    while (said := robot.step(heard)) is not None:
        answer = line.exchange(said)
        if answer is None:
            hung_up = True
            break
        heard = answer
        length += len(heard)
        if keep_sound:
            said_parts.append(said.samples[: len(heard)])
            heard_parts.append(heard.samples)
    if hung_up:
        robot.far_end_hung_up()
    if not keep_sound or not said_parts:
        return Tape(silence(length).samples, silence(length).samples), hung_up
    return Tape(np.concatenate(said_parts), np.concatenate(heard_parts)), hung_up


def make_call(spec: CallSpec, world: World, on_turn: Callable[[Turn], None] | None = None) -> CallRecord:
    """Carry out one answered call with a simulated customer."""
    script = world.script(spec.script)
    persona = world.robot(spec.robot)
    engines = world.engines(spec.fidelity, script.language, spec.model)

    def rng(purpose: str) -> np.random.Generator:
        return draws(spec.seed, spec.account.account_id, spec.attempt, purpose)

    customer_persona = (
        world.customer(spec.customer, script.language)
        if spec.customer
        else pick_customer(world.mix(script.language, spec.mix), spec.account, rng("persona"))
    )
    customer = Customer(customer_persona, spec.account, engines.tts, rng("customer"), spec.answered_at)
    dialogue = Dialogue(script, persona, spec.account, spec.answered_at)

    def tell(turn: Turn) -> None:
        if on_turn is not None:
            on_turn(with_truth(turn, customer.turns))

    robot = Robot(
        dialogue,
        Ears(engines.asr(rng("hearing")), engines.vad()),
        Mouth(engines.tts, persona.voice),
        engines.nlu,
        spec.answered_at,
        engines.stride,
        tell,
    )
    channel = engines.channel(world.conditions(spec.conditions), rng("line"))
    tape, hung_up = run_call(robot, SimulatedLine(customer, channel), keep_sound=engines.keeps_sound)
    outcome = dialogue.outcome()
    truth = customer.truth()
    return CallRecord(
        call_id=spec.call_id,
        account_id=spec.account.account_id,
        attempt=spec.attempt,
        cell=spec.cell,
        started_at=spec.started_at,
        seed=spec.seed,
        line_outcome="answered",
        ring_ms=spec.ring_ms,
        answered_at=spec.answered_at,
        talk_ms=tape.ms,
        answered_by=truth.answered_by,
        disposition=_recorded(outcome.disposition, robot.turns),
        true_disposition=truth.disposition,
        grade=outcome.grade,
        script=script.name,
        robot=persona.name,
        voice=persona.voice.id,
        customer=customer_persona.name,
        end_reason="customer_hung_up" if hung_up else outcome.end_reason or "robot_hung_up",
        turns=merge(robot.turns, customer.turns),
        actions=robot.actions,
        promise=outcome.promise,
        true_promise=truth.promise,
        pays=truth.pays,
        sound=(tape.robot, tape.far_end) if engines.keeps_sound else None,
    )


def _recorded(disposition: Disposition, turns: Iterable[Turn]) -> Disposition:
    """A call on which the robot heard nobody is NI, whatever the script concluded."""
    heard = any(turn.party == "customer" for turn in turns)
    return disposition if heard or disposition is not Disposition.RPC_NC else Disposition.NI
