"""Reckons all ties of one viewer from the record's tie days: depth, circle, rhythm, step, chance of contact.

The tie days are the truth; everything here can be thrown away and made again, for today or for any past day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mutuals.people.selectors.actors import contacts_by_actor, contacts_left_out, contacts_ours
from mutuals.record.models import Account
from mutuals.record.selectors.scopes import accounts_readable
from mutuals.relate.forecast import Forecast, forecast
from mutuals.relate.services.columns import columns_read
from mutuals.relate.services.lines import Beside, Line, chances_of, lines_of, networks_by, ranked
from mutuals.relate.services.steps import Asked, steps_highest
from mutuals.relate.tie_arrays import Columns, build
from mutuals.relate.ties import DEFAULTS, Parameters
from mutuals.team.models import User

DAY_MS = 86_400_000
TEAM = 0


@dataclass(slots=True)
class Reckoned:
    """All ties of a view as of a day, with the forecast that spoke."""

    view: int
    as_of: int
    lines: list[Line]
    forecast: Forecast | None = None
    columns: Columns | None = None
    parameters: Parameters = DEFAULTS


@dataclass(frozen=True, slots=True)
class Eyes:
    """What a viewer sees ties with: the view that is reckoned for them and the scopes it counts."""

    view: int
    scopes: tuple[int, ...]


def eyes_of(viewer: User) -> Eyes:
    """The view that shows a user all they may see: their own if they hold an account, else the team's."""
    own = Account.objects.filter(holder=viewer).exists()
    return Eyes(viewer.pk if own else TEAM, (0, *accounts_readable(viewer)))


def scopes_of(view: int) -> list[int]:
    """The scopes that a view counts: what is public, and the accounts it may read."""
    if view == TEAM:
        return [0, *accounts_readable(None)]
    return [0, *accounts_readable(User.objects.get(pk=view))]


def reckon(view: int, *, at_day: int, parameters: Parameters = DEFAULTS) -> Reckoned:
    """Reckons the ties of a view as of a UTC day number, from the tie days up to it."""
    contacts, ours, scopes = contacts_reckoned(), contacts_ours(), scopes_of(view)
    columns = columns_read(scopes, contacts, at_day)
    table = build(columns, at=float(at_day), parameters=parameters)
    out = Reckoned(view, at_day, [], columns=columns, parameters=parameters)
    if len(table):
        out.forecast = forecast(columns, at=at_day + 1, parameters=parameters)
        steps = steps_highest(asked_of(scopes, contacts, ours, at_day))
        beside = Beside(ours, steps, chances_of(out.forecast), networks_by())
        out.lines = ranked(lines_of(table, columns, beside, as_of=at_day))
    return out


def contacts_reckoned() -> dict[int, int]:
    """For every actor its contact's key, without those who are left out of the reckoning."""
    contacts, out = contacts_by_actor(), contacts_left_out()
    return {actor: one for actor, one in contacts.items() if one not in out} if out else contacts


def asked_of(scopes: Sequence[int], contacts: dict[int, int], ours: set[int], at_day: int) -> Asked:
    """The steps of these contacts (by their actors) as of the end of a UTC day."""
    mine = {actor: contact for actor, contact in contacts.items() if contact in ours}
    theirs = {actor: contact for actor, contact in contacts.items() if contact not in ours}
    return Asked(scopes, mine, theirs, (at_day + 1) * DAY_MS)
