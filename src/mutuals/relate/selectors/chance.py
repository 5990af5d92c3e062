"""What makes the chance of contact with somebody: its printed terms, as they were stored with the tie."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import contacts_left_out
from mutuals.relate.forecast import Model, model_load
from mutuals.relate.forecast_terms import TITLES
from mutuals.relate.models import Reckoning, Tie
from mutuals.relate.selectors.ties import Standing
from mutuals.relate.services.reckon import eyes_of
from mutuals.team.models import User


@dataclass(frozen=True, slots=True)
class TermRow:
    """One printed term of the chance: what it measures, its value, what it adds."""

    name: str
    title: str
    raw: float
    adds: float


@dataclass(frozen=True, slots=True)
class Chance:
    """Why the chance is what it is: base + terms = total, and how the coefficients came about."""

    base: float
    terms: tuple[TermRow, ...]
    total: float
    probability: float
    rough: bool
    windows: int
    contacts: int


def chance_of(viewer: User, contact: Contact, *, standing: Standing | None = None) -> Chance | None:
    """The printed terms behind the stored chance of contact within 28 days."""
    if contact.pk in (standing.out if standing else contacts_left_out()):
        return None
    view = (standing.eyes if standing else eyes_of(viewer)).view
    current = Reckoning.objects.filter(view=view, current=True).defer("kept", "beside").first()
    ties = (
        Tie.objects.filter(reckoning=current, ours=True, b=contact.pk).order_by("-depth") if current else []
    )
    tie = next((one for one in ties if one.terms), None)
    if current is None or tie is None or not current.forecast:
        return None
    try:
        model = model_load(current.forecast)
    except ValueError:
        return None  # made by an earlier version; the next reckoning, a moment away, explains itself again
    values = struct.unpack(f"<{len(tie.terms) // 8}d", bytes(tie.terms))
    half = len(values) // 2
    return _chance(model, current.forecast, values[:half], values[half:], tie.chance or 0.0)


def _chance(
    model: Model, stored: dict[str, object], raw: Sequence[float], values: Sequence[float], p: float
) -> Chance:
    terms = []
    for i, name in enumerate(model.names):
        adds = model.coefficients[i] / model.scale[i] * (values[i] - model.center[i])
        terms.append(TermRow(name, TITLES[name], raw[i], adds))
    total = model.intercept + sum(one.adds for one in terms)
    windows, contacts = int(str(stored.get("windows", 0))), int(str(stored.get("contacts", 0)))
    return Chance(model.intercept, tuple(terms), total, p, stored.get("fitted") == "prior", windows, contacts)
