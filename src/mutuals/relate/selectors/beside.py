"""What stands beside the reckoning that a viewer sees: how chances fared, who is kept, what words move. Only read
here."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import contacts_left_out, tops_of
from mutuals.people.selectors.contacts import contacts_visible
from mutuals.relate import calibration
from mutuals.relate.calibration import Calibration
from mutuals.relate.keeping import Kept, Signature
from mutuals.relate.models import Reckoning
from mutuals.relate.refit import Refit, parameters_named
from mutuals.relate.selectors.standing import Standing, standing_of
from mutuals.relate.ties import Parameters
from mutuals.team.models import User


@dataclass(frozen=True, slots=True)
class Moved:
    """Who came into the fifteen nearest within a quarter that ended on UTC day `day`, and who left: `quiet` are those
    of them with whom there was less than half as much as in the year before, the others were overtaken. People whom
    the viewer may no more see are counted in `more`."""

    day: int
    came: tuple[Contact, ...]
    quiet: tuple[Contact, ...]
    overtaken: tuple[Contact, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many a viewer kept, quarter by quarter; who came and left, the latest first; the shapes of their years."""

    kept: tuple[Kept, ...]
    moves: tuple[Moved, ...]
    signatures: tuple[Signature, ...]


def calibration_of(viewer: User, *, standing: Standing | None = None) -> Calibration:
    """How the chances that the viewer sees fared in the windows that closed."""
    return calibration.read(_beside(viewer, standing).get("calibration", {}))


def refit_of(viewer: User, *, standing: Standing | None = None) -> Refit:
    """What the circles that the viewer said show of the weights; of the team's view what was shared."""
    told = _beside(viewer, standing).get("refit", {})
    names = {one.name for one in fields(Refit)}
    return Refit(
        **{"n": 0, "agree": 0, "nearer": 0, "farther": 0} | {k: v for k, v in told.items() if k in names}
    )


def parameters_of(viewer: User, *, standing: Standing | None = None) -> Parameters:
    """The weights with which what the viewer sees was reckoned."""
    here = standing or standing_of(viewer)
    return parameters_named(here.current.version if here.current else "")


def keeping_of(viewer: User, *, standing: Standing | None = None, most: int = 24) -> Keeping:
    """How many the viewer kept, with the latest `most` quarters in which somebody came or left."""
    told = _beside(viewer, standing).get("keeping", {})
    moves = told.get("moves", [])[-most:]
    people = _people(viewer, {one for _, *some in moves for ids in some for one in ids})
    return Keeping(
        tuple(Kept(*row) for row in told.get("kept", [])),
        tuple(_moved(people, *row) for row in reversed(moves)),
        tuple(Signature(**{**one, "shares": tuple(one["shares"])}) for one in told.get("signatures", [])),
    )


def _moved(people: dict[int, Contact], day: int, came: list[int], left: list[int], quiet: list[int]) -> Moved:
    overtaken = [one for one in left if one not in quiet]
    found = [_known(people, ids) for ids in (came, quiet, overtaken)]
    return Moved(day, *found, len(came) + len(left) - sum(len(some) for some in found))


def _known(people: dict[int, Contact], ids: Iterable[int]) -> tuple[Contact, ...]:
    """Those that are shown, each once: of two who were joined since, the one that is kept."""
    return tuple({people[one].pk: people[one] for one in ids if one in people}.values())


def _people(viewer: User, ids: set[int]) -> dict[int, Contact]:
    if not ids:
        return {}
    tops, out = tops_of(ids), contacts_left_out()
    shown = contacts_visible(viewer).filter(pk__in=set(tops.values()) - out, ours=False).in_bulk()
    return {one: shown[top] for one, top in tops.items() if top in shown}


def _beside(viewer: User, standing: Standing | None) -> dict[str, Any]:
    here = standing or standing_of(viewer)
    if here.current is None:
        return {}
    found = Reckoning.objects.filter(pk=here.current.pk).values_list("beside", flat=True).first()
    return dict(found or {})
