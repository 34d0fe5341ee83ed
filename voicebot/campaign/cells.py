"""A campaign is divided into cells that share nothing; each is dialled on its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from voicebot.accounts import Account
from voicebot.call import make_call
from voicebot.campaign.campaign import Campaign
from voicebot.dialer import Case, Cell, Event, MakeCall, Policy, dial
from voicebot.engines import World


def divide(campaign: Campaign, accounts: Iterable[Account]) -> tuple[Cell, ...]:
    """The campaign's cells, independent of the number of workers.

    Accounts of one person (same name and identity tail) or one number share a cell, so that no counter
    crosses cells. Lines and the limit of answered calls are shared out evenly; no cell is without a line.
    """
    count = min(campaign.cells, campaign.lines)
    rows = list(accounts)
    people = _people(rows)
    numbers = {person: order for order, person in enumerate(dict.fromkeys(people))}
    shares: list[list[Case]] = [[] for _ in range(count)]
    for account, person in zip(rows, people, strict=True):
        case = Case(_dated(account, campaign.policy.start.date()), person, campaign.treatment(account))
        shares[numbers[person] % count].append(case)
    limit = campaign.answered_limit
    return tuple(
        Cell(
            number,
            _share(campaign.lines, number, count),
            tuple(cases),
            None if limit is None else _share(limit, number, count),
        )
        for number, cases in enumerate(shares)
    )


def run_cell(cell: Cell, policy: Policy, world: World, call: MakeCall | None = None) -> Iterator[Event]:
    """Dial one cell with simulated customers; `call` takes the place of the call itself."""
    return dial(cell, policy, call or (lambda spec: make_call(spec, world)))


def _share(total: int, number: int, count: int) -> int:
    return total // count + (number < total % count)


def _dated(account: Account, today: dt.date) -> Account:
    """The account with its due date, reckoned from the days past due where the file does not give it."""
    if account.due_date is not None:
        return account
    return replace(account, due_date=today - dt.timedelta(days=account.days_past_due))


def _people(accounts: list[Account]) -> list[str]:
    """For each account its person: the id of the first account with the same number or name and tail."""
    parent = list(range(len(accounts)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    first: dict[tuple[str, str], int] = {}
    for index, account in enumerate(accounts):
        keys = [("phone", account.phone)]
        if account.id_tail:
            keys.append((account.name, account.id_tail))
        for key in keys:
            one, other = sorted((root(first.setdefault(key, index)), root(index)))
            parent[other] = one
    return [accounts[root(index)].account_id for index in range(len(accounts))]
