"""Mutuals as it is for Mara on one day of the sample world: the clock stands on that day, and nothing later is known.

`python -m tests.browser.week_child DAY END`, in a home of its own: brings what came until that day (what is known stays
as it is), then serves the pages, with the very job that keeps ties and cards fresh running beside them.
"""

import datetime as dt
import sys
import threading
import time
from dataclasses import replace
from typing import Any

import time_machine

DAY_MS = 86_400_000
EPOCH = dt.date(1970, 1, 1)


def until(made: Any, moment: int) -> Any:
    """The world with what it holds up to a moment (UTC ms)."""
    accounts = [
        replace(one, items=tuple(item for item in one.items if _at(item) <= moment)) for one in made.accounts
    ]
    day = EPOCH + dt.timedelta(days=moment // DAY_MS)
    return replace(
        made, accounts=tuple(accounts), moments=tuple(one for one in made.moments if one.day <= day),
        notes=tuple(one for one in made.notes if one.day <= day),
    )  # fmt: skip


def _at(item: Any) -> int:
    times = (getattr(item, "published", None), getattr(getattr(item, "object", None), "published", None))
    return max((one.ms for one in times if one is not None and one.ms is not None), default=0)


def bring(made: Any, moment: int) -> None:
    """Puts into the record what came until a moment; on the first day the whole story of Mara too."""
    from mutuals.around.services import world
    from mutuals.people.services.moments import moment_note
    from mutuals.record.services.accounts import account_for
    from mutuals.record.services.ingest import ingest
    from mutuals.team.models import User

    user = User.objects.filter(role="owner").first()
    if user is None:
        world._fill(made, now_ms=moment)
        return
    for one in made.accounts:
        ingest(
            one.items, account=account_for(network=one.network, holder=user, title=one.name), now_ms=moment
        )
    people = world._contacts(made)
    for one in made.moments:
        for contact in world._known(people, one.people):
            how, day = world.HOW[one.kind], world.noon(one.day) // DAY_MS
            moment_note(
                actor=user, contact=contact, how=how, day=day, seconds=60 * one.minutes, now_ms=moment
            )


def keep_fresh() -> None:
    """What the worker does all the time, in this process, whose clock is the one of the story."""
    from mutuals.relate import jobs

    while True:
        jobs.JOBS[jobs.TIES]({})
        time.sleep(0.3)


def main(day: str, end: str) -> None:
    """Brings and serves."""
    moment = dt.datetime.fromisoformat(day).replace(hour=9, tzinfo=dt.UTC)
    with time_machine.travel(moment, tick=True):
        from mutuals.team.home import prepare

        prepare()
        from mutuals.record.services.reader import reader_load
        from mutuals.record.services.readings import readings_make
        from mutuals.record.services.turns import Turns
        from mutuals.sample.world import world
        from mutuals.team.services.common import now_ms

        bring(until(world(dt.date.fromisoformat(end)), now_ms()), now_ms())
        readings_make(reader_load(), turns=Turns("week", now_ms), clock=now_ms)
        from mutuals.relate.services.nudges import nudges_follow
        from mutuals.relate.services.ties import ties_refresh

        ties_refresh(now_ms=now_ms())
        nudges_follow(now_ms=now_ms())
        threading.Thread(target=keep_fresh, daemon=True).start()
        from mutuals.cli.serve import serve

        serve(host=None, port=0, with_work=False, quiet=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
