"""The sample world lived again day by day, with what Mara truly did in it as the one who decides about her cards.

`python -m tests.around.replay DAYS` prints how many of the first three cards she turned to, in the first order and in
the order that twenty decisions taught. A card counts as done where her own record says that she wrote to, called or
met this person within a week; no taste is made up for her, and the cards know nothing of the days to come.
"""

import datetime as dt
import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from tests.browser.week_child import DAY_MS, EPOCH, _at, until

TRUTHS = json.loads((Path(__file__).parents[1] / "sample" / "truths.json").read_text(encoding="utf-8"))
END = (dt.date.fromisoformat(TRUTHS["today"]) - EPOCH).days
WEEK, FIRST, DECISIONS = 7, 3, 20


class Found(NamedTuple):
    """Of so many days after the decisions: how many of the first three were done, in either order."""

    days: int
    before: int
    after: int
    weights: dict[str, float]


def replay(place: Path, *, back: int) -> Found:
    """Lives the last `back` days in a database of its own at `place`, deciding about twenty cards at first."""
    from mutuals.relate.learned import NOTHING
    from mutuals.relate.selectors.cards import chosen_of, learned_of
    from mutuals.sample.world import world
    from mutuals.team.place import elsewhere

    made = world(EPOCH + dt.timedelta(days=END))
    did = _did(made, place.parent / "whole.db")
    before = after = days = decided = 0
    with elsewhere(place):
        user, prev = None, 0
        for day in range(END - back, END - WEEK + 1):
            now = day * DAY_MS + 9 * 3_600_000
            user = _lived(made, user, prev, now)
            prev, slugs, learned = now, _slugs(made), learned_of(user)

            def done(one: Any, day: int = day, slugs: dict[int, str] = slugs) -> bool:
                return not did[slugs.get(one.contact, "")].isdisjoint(range(day, day + WEEK))

            if decided < DECISIONS:
                decided += _decide(user, done, now)
            else:
                days += 1
                before += sum(map(done, chosen_of(user, NOTHING, now)[0].cards[:FIRST]))
                after += sum(map(done, chosen_of(user, learned, now)[0].cards[:FIRST]))
        return Found(days, before, after, learned.weights)


def _decide(user: Any, done: Any, now: int) -> int:
    from mutuals.relate.selectors.cards import chosen_of, learned_of
    from mutuals.relate.services.nudges import nudge_decide

    chosen, rows = chosen_of(user, learned_of(user), now)
    for one in chosen.cards[:FIRST]:
        nudge_decide(
            actor=user, nudge=rows[one.row], decision="done" if done(one) else "dismissed", now_ms=now
        )
    return len(chosen.cards[:FIRST])


def _did(made: Any, place: Path) -> dict[str, set[int]]:
    """The days on which she turned to somebody, by slug, as the whole record tells at its end."""
    from mutuals.people.models import Contact
    from mutuals.relate.selectors.person import days_between
    from mutuals.team.models import User
    from mutuals.team.place import elsewhere

    found: dict[str, set[int]] = defaultdict(set)
    with elsewhere(place):
        _filled(made, END * DAY_MS + DAY_MS // 3)
        user, slugs = User.objects.get(role="owner"), _slugs(made)
        for contact in Contact.objects.filter(pk__in=slugs):
            days = days_between(user, contact, at_day=END)
            found[slugs[contact.pk]] |= {one.day for one in days if one.out > 0}
    return found


def _filled(made: Any, now: int) -> None:
    from django.core.management import call_command

    from mutuals.around.services import world

    call_command("migrate", verbosity=0, interactive=False)
    world._fill(made, now_ms=now)


def _slugs(made: Any) -> dict[int, str]:
    from mutuals.people.selectors.actors import roots_by_actor
    from mutuals.record.models import Actor

    uris = {uri: one.slug for one in made.people for uri in one.actors}
    actors = dict(Actor.objects.filter(uri__in=uris).values_list("pk", "uri"))
    return {root: uris[actors[actor]] for actor, root in roots_by_actor(actors).items()}


def _lived(made: Any, user: Any, prev: int, now: int) -> Any:
    """Brings what came since the day before, and lets ties and cards follow."""
    from mutuals.around.services import world
    from mutuals.people.services.moments import moment_note
    from mutuals.record.services.accounts import account_for
    from mutuals.record.services.ingest import ingest
    from mutuals.record.services.reader import reader_load
    from mutuals.record.services.readings import readings_make
    from mutuals.record.services.turns import Turns
    from mutuals.relate.services.nudges import nudges_refresh
    from mutuals.relate.services.ties import ties_refresh
    from mutuals.team.models import User

    if user is None:
        _filled(until(made, now), now)
        return User.objects.get(role="owner")
    for one in made.accounts:
        items = tuple(item for item in one.items if prev < _at(item) <= now)
        if items:
            ingest(items, account=account_for(network=one.network, holder=user, title=one.name), now_ms=now)
    people = world._contacts(made)
    for one in made.moments:
        day = (one.day - EPOCH).days
        for contact in world._known(people, one.people) if prev // DAY_MS < day <= now // DAY_MS else ():
            how = world.HOW[one.kind]
            moment_note(actor=user, contact=contact, how=how, day=day, seconds=60 * one.minutes, now_ms=now)
    readings_make(reader_load(), turns=Turns("replay", lambda: now), clock=lambda: now)
    ties_refresh(now_ms=now)
    nudges_refresh(user, now_ms=now)
    return user


def main(back: int) -> None:
    """Prints what came of it."""
    import os

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"MUTUALS_HOME": folder, "DJANGO_SETTINGS_MODULE": "mutuals.settings"}
        from mutuals.team.home import prepare

        prepare()
        found = replay(Path(folder) / "replay.db", back=back)
    lines = [
        f"{weight:6.2f}  {name}" for name, weight in sorted(found.weights.items(), key=lambda one: one[1])
    ]
    first = f"{found.days} days, {FIRST * found.days} first cards"
    told = f"{first}: {found.before} done in the first order, {found.after} in the learned one"
    sys.stdout.write("\n".join([told, *lines, ""]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
