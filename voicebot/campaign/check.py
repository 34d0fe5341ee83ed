"""What a campaign needs is there and fits: found before anything is dialled or written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from voicebot.campaign.campaign import Campaign, campaign_accounts, load_campaign
from voicebot.dialer import Treatment
from voicebot.engines import World, short
from voicebot.errors import InputError, VoicebotError
from voicebot.yamlfile import Key, read_document


def check_world(campaign: Campaign, world: World) -> None:
    """Load all that the campaign's calls need. Raises the first error of `errors_in`."""
    for error in errors_in(campaign, world):
        raise error


def check_campaign(path: Path | str) -> list[VoicebotError]:
    """Everything that is wrong with a campaign file and what it names, each error one line with its place."""
    try:
        campaign = load_campaign(path)
    except VoicebotError as error:
        return [error]
    found = list(errors_in(campaign, World()))
    try:
        accounts = campaign_accounts(campaign)
    except VoicebotError as error:
        return [*found, error]
    wrong = [InputError.at(campaign.accounts, row.line, row.reason) for row in accounts.rejected]
    return [*found, *wrong]


def errors_in(campaign: Campaign, world: World) -> Iterator[VoicebotError]:
    """Scripts, personas, voices, line conditions and models that are absent, wrong or do not fit together."""
    for number, (_, treatment) in enumerate(campaign.treatments):
        place: tuple[Key, ...] = ("treatments", number) if campaign.form.treatments else ()
        for key, name, load in _needs(campaign, treatment, world):
            try:
                load()
            except VoicebotError as error:
                # A fault inside a file of one's own names its place already.
                inside = Path(name).is_file()
                yield error if inside else _at(campaign, error, *place, key)
                break


def _needs(
    campaign: Campaign, treatment: Treatment, world: World
) -> Iterator[tuple[str, str, Callable[[], object]]]:
    """(key of the campaign file, name, what loads it); each may rely on the ones before it."""
    yield "script", treatment.script, lambda: world.script(treatment.script)
    script = world.script(treatment.script)
    yield "script", "", lambda: _same_language(script.language, campaign.language)
    yield "robot", treatment.robot, lambda: world.robot(treatment.robot)
    yield "line", "", lambda: world.conditions(treatment.conditions)
    for name, weight in treatment.mix or ():
        yield (
            "customers",
            name,
            lambda name=name, weight=weight: world.mix(  # type: ignore[misc]
                script.language, ((name, weight),)
            ),
        )
    asks = "model" if treatment.model else "fidelity"
    yield asks, "", lambda: world.engines(treatment.fidelity, script.language, treatment.model)
    engines = world.engines(treatment.fidelity, script.language, treatment.model)
    yield "robot", treatment.robot, lambda: engines.tts.speak("1", world.robot(treatment.robot).voice)


def _same_language(script: str, campaign: str) -> None:
    if short(script) != short(campaign):
        raise InputError(f"the script is in {script}, the campaign in {campaign}; set `language: {script}`")


def _at(campaign: Campaign, error: VoicebotError, *place: Key) -> VoicebotError:
    """The error with the line of the campaign file that asks for what is absent."""
    try:
        document = read_document(campaign.file)
    except InputError:
        return error
    keys = place if place in document.lines else place[-1:]
    return InputError.at(campaign.file, document.line(*keys), str(error))
