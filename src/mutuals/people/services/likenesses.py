"""Finds who may be one person, for each view from what it may read alone; joins those of whom it is certain.

A run can be stopped at any moment and done again: rows are compared with those that stand and changed in short
transactions, each of which is right by itself.
"""

import gc
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Max

from mutuals.people.alike import Verdict, verdict
from mutuals.people.alike_profile import Around, Profile
from mutuals.people.alike_words import because
from mutuals.people.finding import Alike, Found, find
from mutuals.people.models import Contact, Exclusion, Join, Likeness, LikenessRun, Match
from mutuals.people.nobody import nobody
from mutuals.people.selectors.actors import contact_roots
from mutuals.people.selectors.views import TEAM
from mutuals.people.services.joins import contact_kept, contacts_join
from mutuals.people.services.profiles import around_read, profiles_read
from mutuals.people.weighing import WEIGHING
from mutuals.record.models import Account, Fact
from mutuals.record.selectors.scopes import accounts_readable
from mutuals.record.services.bulk import rows_execute, rows_merge
from mutuals.team.models import User

CHUNK = 1_000
# So many pairs are kept to be asked about; nobody answers more.
MOST = 20_000
# So many of the surest are weighed with what the record tells of them.
LOOKED_AT = 5_000
LIKENESS = "likeness"
# For each person there is, so long passes before all are looked through again: ten minutes for 100,000.
PAUSE_MS = 6
NOBODIES = 60


def likenesses_due(*, now_ms: int) -> bool:
    """Whether anything changed since the views were looked through; of many people not all the time."""
    views, now = _views(), _state()
    runs = {run.view: run for run in LikenessRun.objects.all()}
    if runs.keys() != views.keys():
        return True
    pause = max(run.people for run in runs.values()) * PAUSE_MS if runs else 0
    return any(run.state != now and run.at + pause <= now_ms for run in runs.values())


def likenesses_refresh(*, now_ms: int) -> int:
    """Looks through everybody, for each view; gives how many pairs may be one in all."""
    views, found = _views(), 0
    gone = set(LikenessRun.objects.values_list("view", flat=True)) - views.keys()
    Likeness.objects.filter(view__in=gone).delete()
    LikenessRun.objects.filter(view__in=gone).delete()
    # Millions of small things that all live until the end: looking for rings among them takes a third of the time.
    was = gc.isenabled()
    gc.disable()
    try:
        for view, scopes in sorted(views.items()):
            found += _look(view, scopes, now_ms)
    finally:
        if was:
            gc.enable()
    return found


def _views() -> dict[int, tuple[int, ...]]:
    """Every view with the scopes it may read; the team's is left out where everybody has their own."""
    holders = User.objects.filter(
        pk__in=Account.objects.filter(holder__isnull=False).values("holder"), is_active=True
    )
    found = {user.pk: (0, *accounts_readable(user)) for user in holders.order_by("pk")}
    if len(found) != User.objects.filter(is_active=True).count():
        found[TEAM] = (0, *accounts_readable(None))
    return found


def _state() -> str:
    """What changes when there is something new to look at. What people do asks for a look by itself."""
    told = (Match.objects, Fact.objects, Exclusion.objects, Contact.objects)
    marks = [one.aggregate(Max("pk"))["pk__max"] or 0 for one in told]
    return ".".join(map(str, (WEIGHING.version, *marks)))


def _look(view: int, scopes: Sequence[int], now_ms: int) -> int:
    state = _state()
    terms = list(Exclusion.objects.values_list("term", flat=True))
    everybody = profiles_read(view, scopes)
    apart = {one.number: term for one in everybody if (term := _nobody(one, terms))}
    people = [one for one in everybody if one.number not in apart]
    found = find(people)
    refused = _refused()
    alike = [one for one in found.alike if (one.a, one.b) not in refused]
    alike = _nearer(alike[:LOOKED_AT], found, scopes) + alike[LOOKED_AT:]
    if _alone(view):
        alike = _joined(alike, now_ms)
    kept = [one for one in alike if one.verdict.chance >= WEIGHING.perhaps][:MOST]
    _store(view, kept, now_ms)
    told_of = {
        "state": state,
        "people": len(people),
        "nobody": sorted(apart.items())[:NOBODIES],
        "at": now_ms,
    }
    LikenessRun.objects.update_or_create(view=view, defaults=told_of)
    return len(kept)


def _nobody(profile: Profile, terms: Iterable[str]) -> str:
    return nobody((one for one in profile.reach if "@" in one), profile.names, terms)


def _alone(view: int) -> bool:
    """Whether a join by this view tells nobody else anything: it is the team's own, or of the only user."""
    return view == TEAM or User.objects.filter(is_active=True).count() == 1


def _refused() -> set[tuple[int, int]]:
    """The pairs of kept contacts of which, or of whose families, a person said that they are two."""
    roots = contact_roots()
    rows = Join.objects.filter(refused=True).values_list("kept", "gone")
    ends = ((roots.get(a, a), roots.get(b, b)) for a, b in rows)
    return {(min(pair), max(pair)) for pair in ends}


def _nearer(alike: Sequence[Alike], found: Found, scopes: Sequence[int]) -> list[Alike]:
    """The same pairs weighed with what the record tells of both, the surest first."""
    around = around_read({one for pair in alike for one in (pair.a, pair.b)}, scopes)
    found.common.company = Counter(one for some in around.values() for one in some.company)
    none = Around()
    again = [
        one._replace(verdict=_weighed(one, found, (around.get(one.a, none), around.get(one.b, none))))
        for one in alike
    ]
    return sorted(again, key=lambda one: (-one.verdict.chance, one.a, one.b))


def _weighed(one: Alike, found: Found, around: tuple[Around, Around]) -> Verdict:
    return verdict(found.people[one.a], found.people[one.b], found.common, around)


def _joined(alike: Sequence[Alike], now_ms: int) -> list[Alike]:
    """Joins the certain ones; gives those that are left to be asked about."""
    left = []
    for one in alike:
        if not (one.verdict.by_itself and _join(one, now_ms)):
            left.append(one)
    return left


def _join(one: Alike, now_ms: int) -> bool:
    kept, gone = contact_kept(one.a), contact_kept(one.b)
    if kept.pk == gone.pk:
        return True
    speaks = sorted((said for said in one.verdict.evidence if said.weight > 0), key=lambda said: -said.weight)
    why = because([said.kind for said in speaks])
    return contacts_join(
        kept, gone, evidence=why, confidence=one.verdict.chance, decided_by=LIKENESS, now_ms=now_ms
    )


def _store(view: int, alike: Sequence[Alike], now_ms: int) -> None:
    """Writes what is new or other and takes out what is gone, a few rows at a time."""
    stands = {
        (a, b): (confidence, evidence)
        for a, b, confidence, evidence in Likeness.objects.filter(view=view).values_list(
            "a", "b", "confidence", "evidence"
        )
    }
    fresh = {(one.a, one.b): (round(one.verdict.chance, 6), told(one.verdict)) for one in alike}
    _write(view, {pair: row for pair, row in fresh.items() if stands.get(pair) != row}, now_ms)
    gone = [(view, a, b) for a, b in sorted(stands.keys() - fresh.keys())]
    for start in range(0, len(gone), CHUNK):
        with transaction.atomic():
            rows_execute(
                "DELETE FROM people_likeness WHERE view = %s AND a = %s AND b = %s",
                gone[start : start + CHUNK],
            )


def _write(view: int, rows: Mapping[tuple[int, int], tuple[float, str]], now_ms: int) -> None:
    columns = ["view", "a", "b", "confidence", "evidence", "version", "at"]
    told = [
        (view, a, b, chance, why, WEIGHING.version, now_ms) for (a, b), (chance, why) in sorted(rows.items())
    ]
    do = "confidence = new.confidence, evidence = new.evidence, version = new.version, at = new.at"
    for start in range(0, len(told), CHUNK):
        with transaction.atomic():
            rows_merge(Likeness, columns, told[start : start + CHUNK], on="view, a, b", do=do)


def told(found: Verdict) -> str:
    """The evidence as it is kept: a JSON list of [kind, words, weight]."""
    rows = [[one.kind, list(one.what), round(one.weight, 3)] for one in found.evidence]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
