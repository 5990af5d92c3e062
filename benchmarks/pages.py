"""Server time of every page in a large life: `python -m benchmarks.pages [people] [days]`, 100,000 and 2,000,000.

A world is written by bulk inserts: one owner, so many people with heavy-tailed days between them and the owner, the
interactions of the closest, groups, a tenth of the people with a number for a name. Then the ties are reckoned and each
page is asked for several times through the whole stack (middleware, templates). The time is that of the processor, the
smallest of the runs, beside the goal.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

GOAL_MS = 100
RUNS = 3
LAST_NAMES = ("Okafor", "Takahashi", "Mokoena", "Diallo", "Kjeldsen", "Gallagher", "Shevchenko", "Bello")
FIRST_NAMES = ("Amara", "Jun", "Thabo", "Fatou", "Søren", "Niamh", "Oksana", "Zainab", "Mateus", "Hana")
DAY_MS = 86_400_000
CLOSEST = 300


def world(people: int, days: int) -> None:
    """Writes the world and reckons its ties."""
    from django.db import transaction

    from mutuals.people.models import Contact, Group, Match, Membership
    from mutuals.people.services.refresh import contact_ours
    from mutuals.record.kinds import Grain, Kind
    from mutuals.record.models import Actor, ActorSighting, Interaction, Own, TieDay
    from mutuals.record.services.accounts import account_for
    from mutuals.record.services.bulk import rows_insert
    from mutuals.relate.services.ties import ties_refresh
    from mutuals.team.keys import uuid7
    from mutuals.team.models import User

    now = int(time.time() * 1000)
    today = now // DAY_MS
    owner = User.objects.create_user(
        "ada", "a quiet harbour at dusk", name="Ada Okafor", role="owner", joined_at=now
    )
    account = account_for(network="mail", holder=owner)
    me, mine = 1, contact_ours(owner, now_ms=now)
    rows = days_of(people, days, today)
    with transaction.atomic():
        actors = [(me, "mailto:ada@x.example", "Person", "mail", "Ada Okafor", "", 1)]
        actors += [(i + 2, *uri_of(i), name_of(i), "", 1) for i in range(people)]
        columns = ["id", "uri", "type", "network", "name", "handle", "state"]
        full = [(*one, "", "", "", "") for one in actors]
        rows_insert(Actor, [*columns, "summary", "url", "icon", "said_at"], full)
        rows_insert(ActorSighting, ["actor", "account"], [(one[0], account.pk) for one in actors])
        Own.objects.create(actor=me, account_id=account.pk, evidence="the owner", sure=True)
        ids = range(mine.pk + 1, mine.pk + 1 + people)
        contacts = [
            (ids[i], uuid7().bytes, shown_of(i), shown_of(i).casefold(), False, "person", False, now)
            for i in range(people)
        ]
        names = ["id", "public_id", "name", "name_key", "name_set", "kind", "ours", "created_at"]
        rows_insert(Contact, names, contacts)
        match = [
            "id",
            "public_id",
            "actor",
            "contact_id",
            "evidence",
            "confidence",
            "decided_by",
            "at",
            "ended_by",
        ]
        matches = [(1, me, mine.pk), *((i + 2, i + 2, ids[i]) for i in range(people))]
        rows_insert(
            Match, match,
            [(n, uuid7().bytes, actor, contact, "x", 1.0, "identifier", now, "") for n, actor, contact in matches],
        )  # fmt: skip
        scope = account.pk
        columns = ["a", "b", "day", "kind", "n", "seconds", "share", "scope"]
        tie_days = [
            (*((me, who + 2) if out else (who + 2, me)), day, int(Kind.EMAIL), 1, 0, 100, scope)
            for who, day, out in rows
        ]
        rows_insert(TieDay, columns, tie_days)
        close = [one for one in tie_days if max(one[0], one[1]) < CLOSEST + 2]
        columns = ["id", "a", "b", "kind", "at", "grain", "day", "seconds", "share", "basis", "scope"]
        rows_insert(
            Interaction, columns,
            [
                (n, a, b, kind, day * DAY_MS, int(Grain.MS), day, 0, 100, 1, scope)
                for n, (a, b, day, kind, *_) in enumerate(close, 1)
            ],
        )  # fmt: skip
        group = Group.objects.create(name="workshop", created_at=now)
        Membership.objects.bulk_create(Membership(group=group, contact_id=one) for one in ids[: people // 20])
    ties_refresh(now_ms=now)


def days_of(people: int, days: int, today: int) -> list[tuple[int, int, bool]]:
    """(person, UTC day, ours) rows, each once: the closest have thousands of days, most a handful."""
    random = np.random.default_rng(5)
    weight = 1.0 / np.arange(1, people + 1) ** 0.75
    counts = np.maximum(1, np.minimum(3000, weight / weight.sum() * days).astype(np.int64))
    who = np.repeat(np.arange(people), counts)
    day = today - (3650 * random.uniform(size=len(who)) ** 1.3).astype(np.int64)
    out = random.uniform(size=len(who)) < 0.5
    rows = np.unique(np.stack([who, day, out.astype(np.int64)], axis=1), axis=0)
    return [(a, b, bool(c)) for a, b, c in rows.tolist()]


def uri_of(i: int) -> tuple[str, str, str]:
    """The URI, type and network of person `i`; every tenth is a number on X."""
    if i % 10 == 9:
        return f"https://x.com/i/user/{i}", "Person", "x"
    return f"mailto:p{i}@x.example", "Person", "mail"


def name_of(i: int) -> str:
    """The name of person `i`; those who are numbers have none."""
    return "" if i % 10 == 9 else f"{FIRST_NAMES[i % 10]} {LAST_NAMES[i // 10 % 8]} {i // 80}"


def shown_of(i: int) -> str:
    """What the contact of person `i` is called."""
    return name_of(i) or f"X account {i}"


def paths() -> list[str]:
    """The pages, with the deepest person, one with a single day, and the years."""
    from mutuals.people.models import Contact
    from mutuals.relate.models import Tie

    deepest = Tie.objects.filter(ours=True).order_by("-depth").first()
    shallow = Tie.objects.filter(ours=True).order_by("depth").first()
    who, far = (f"/people/{Contact.objects.get(pk=one.b).public_id}" for one in (deepest, shallow) if one)
    return [
        "/today", "/circles", "/circles?at=2024-06-01", "/people", "/people?page=900", "/people?sort=drifting",
        "/people?sort=last", "/people?sort=name", "/people?q=thabo", "/people?circle=inner", "/people?circle=drifting",
        "/people?circle=unnamed", f"{who}/card", who, f"{who}?of=in-person", f"{who}/days", far, f"{who}/same",
        "/bring", "/how-we-know",
    ]  # fmt: skip


def measure() -> None:
    """Asks for each page and prints its time beside the goal."""
    from django.db import connection, reset_queries
    from django.test import Client

    from mutuals.team.models import User

    client = Client()
    client.force_login(User.objects.get(username="ada"))
    print(f"{'page':34} {'ms':>8} {'goal':>6} {'queries':>8} {'kB':>6}")
    for path in paths():
        times, answer = [], None
        for _ in range(RUNS):
            reset_queries()
            started = time.process_time()
            answer = client.get(path, SERVER_NAME="127.0.0.1")
            times.append(time.process_time() - started)
        shown = path if len(path) < 34 else "/people/…" + path[44:]
        size = len(answer.content) / 1000 if answer is not None else 0
        status = (
            ""
            if answer is not None and answer.status_code == 200
            else f"  {answer.status_code if answer else ''}"
        )
        least = min(times) * 1000
        print(f"{shown:34} {least:8.0f} {GOAL_MS:6} {len(connection.queries):8} {size:6.0f}{status}")


def main() -> None:
    """Makes the world in a folder of its own and measures every page in it."""
    given = [int(one) for one in sys.argv[1:]]
    people = given[0] if given else 100_000
    days = given[1] if len(given) > 1 else 20 * people
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MUTUALS_HOME"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutuals.settings")
        from mutuals.team.home import prepare

        prepare()
        started = time.perf_counter()
        world(people, days)
        size = sum(one.stat().st_size for one in Path(folder).rglob("*") if one.is_file()) / 1e6
        print(
            f"{people:,} people, {days:,} days: made in {time.perf_counter() - started:.0f} s, {size:.0f} MB"
        )
        measure()


if __name__ == "__main__":
    main()
