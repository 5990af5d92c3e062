"""The stored ties of one of us, as selectors ask for them: without whoever is left out of the reckoning."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, QuerySet, Value

from mutuals.people.models import Contact
from mutuals.relate.models import Reckoning, Tie


def ties_counted(ties: QuerySet[Tie], out: Collection[int]) -> QuerySet[Tie]:
    """The same without those of people who are left `out`: a reckoning that was under way may have stored some."""
    return ties.exclude(b__in=sorted(out)) if out else ties


def ties_kept(current: Reckoning, mine: int, out: Collection[int]) -> QuerySet[Tie]:
    """The ties of one of us with people who were neither put away nor joined into somebody else."""
    here = Contact.objects.filter(pk=OuterRef("b"), deleted_at=None, merged_into=None)
    return own_ties(current, mine, out).filter(Exists(here))


def own_ties(current: Reckoning | None, mine: int, out: Collection[int]) -> QuerySet[Tie]:
    """The ties of one of us, written so that SQLite walks the index by depth and does not sort them all."""
    ties = ties_counted(Tie.objects.filter(reckoning=current, ours__in=[True]), out)
    return ties.annotate(owner=F("a") + Value(0)).filter(owner=mine)


def people_away(out: Collection[int]) -> set[int]:
    """Whoever was put away, joined into somebody else, or left `out` of the reckoning."""
    away = Contact.objects.filter(deleted_at__isnull=False).values_list("pk", flat=True)
    joined = Contact.objects.filter(merged_into__isnull=False).values_list("pk", flat=True)
    return {*away, *joined, *out}
