"""Server time of every page in a large life: `python -m benchmarks.pages [--people 100000] [--days 2000000]`.

A world is written by bulk inserts: one owner, so many people with heavy-tailed days between them and the owner,
`--interactions` with a post each spread over those days, a seventh of the letters with an act, groups, a tenth of the
people with a number for a name. Then the ties are reckoned and each page is asked for several times through the whole
stack (middleware, templates). Both times are the processor's: of the first answer, and the smallest of the later ones,
which stands beside the goal.
`--keep FOLDER` keeps the world there and finds it again; `--profile PATH` prints where the time of one page goes.
"""

import argparse
import cProfile
import os
import pstats
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

GOAL_MS, PAST_GOAL_MS = 100, 300
RUNS = 6
LAST_NAMES = ("Okafor", "Takahashi", "Mokoena", "Diallo", "Kjeldsen", "Gallagher", "Shevchenko", "Bello")
FIRST_NAMES = ("Amara", "Jun", "Thabo", "Fatou", "Søren", "Niamh", "Oksana", "Zainab", "Mateus", "Hana")
TOWNS = (
    "Bristol, UK", "Lisboa, Portugal", "8001 Zürich", "Київ", "Accra", "Hamburg", "Kraków, Polska", "Ghent", "Oslo",
    "São Paulo", "Kisumu", "Bath", "Wien", "Lyon", "Galway", "Turku", "Porto", "Nairobi", "Riga", "Leeds",
)  # fmt: skip
DAY_MS = 86_400_000
ME = 1  # the actor of the owner; person `i` is the actor `i + 2`
CLOSEST = 300  # whose posts have words
CHUNK = 100_000
# Every so many-th letter means something: answered, thanked, asked, promoted in turn.
EACH_ACT, ACTS = 7, (1, 2, 20, 1, 2, 21)


def world(people: int, days: int, interactions: int) -> None:
    """Writes the world and reckons its ties."""
    from django.db import transaction

    from mutuals.people.services.refresh import contact_ours
    from mutuals.record.models import Own
    from mutuals.record.services.accounts import account_for
    from mutuals.relate.services.ledger import ledgers_refresh
    from mutuals.relate.services.ties import ties_refresh
    from mutuals.team.models import User

    now = int(time.time() * 1000)
    owner = User.objects.create_user(
        "ada", "a quiet harbour at dusk", name="Ada Okafor", role="owner", joined_at=now
    )
    account = account_for(network="mail", holder=owner)
    mine = contact_ours(owner, now_ms=now).pk
    rows = days_of(people, days, now // DAY_MS)
    with transaction.atomic():
        Own.objects.create(actor=ME, account_id=account.pk, evidence="the owner", sure=True)
        actors_write(people, account.pk)
        contacts_write(people, mine, now)
        addresses_write(people, account.pk, now)
        days_write(rows, account.pk)
    for start in range(0, interactions, CHUNK):
        with transaction.atomic():
            interactions_write(rows, start, min(interactions, start + CHUNK), account.pk)
    ties_refresh(now_ms=now)
    started = time.perf_counter()
    ledgers_refresh(now_ms=now)
    sys.stdout.write(f"what was given is added up in {time.perf_counter() - started:.0f} s\n")
    life_write(people, account.pk, now)


def days_of(people: int, days: int, today: int) -> np.ndarray:
    """(person, UTC day, ours, kind) rows, each (person, day, ours) once: the closest have thousands of days, most a
    handful; mostly mail, some calls and meetings."""
    from mutuals.record.kinds import Kind

    random = np.random.default_rng(5)
    weight = 1.0 / np.arange(1, people + 1) ** 0.75
    counts = np.maximum(1, np.minimum(3000, weight / weight.sum() * days).astype(np.int64))
    who = np.repeat(np.arange(people), counts)
    day = today - (3650 * random.uniform(size=len(who)) ** 1.3).astype(np.int64)
    out = random.uniform(size=len(who)) < 0.5
    rows = np.unique(np.stack([who, day, out.astype(np.int64)], axis=1), axis=0)
    kinds = random.choice(
        [int(Kind.EMAIL), int(Kind.CALL), int(Kind.MEETING)], len(rows), p=[0.94, 0.03, 0.03]
    )
    return np.column_stack([rows, kinds])


def actors_write(people: int, account: int) -> None:
    """The owner's actor and everybody else's, known to one account."""
    from mutuals.record.models import Actor, ActorSighting
    from mutuals.record.services.bulk import rows_insert

    actors = [(ME, "mailto:ada@x.example", "Person", "mail", "Ada Okafor", "", 1)]
    actors += [(i + 2, *uri_of(i), name_of(i), "", 1) for i in range(people)]
    columns = ["id", "uri", "type", "network", "name", "handle", "state"]
    full = [(*one, "", "", "", "") for one in actors]
    rows_insert(Actor, [*columns, "summary", "url", "icon", "said_at"], full)
    rows_insert(ActorSighting, ["actor", "account"], [(one[0], account) for one in actors])


def contacts_write(people: int, mine: int, now: int) -> None:
    """A contact for everybody, and a group of every twentieth."""
    from mutuals.people.models import Contact, Group, Match, Membership
    from mutuals.record.services.bulk import rows_insert
    from mutuals.team.keys import uuid7

    ids = range(mine + 1, mine + 1 + people)
    rows = [
        (ids[i], uuid7().bytes, shown_of(i), shown_of(i).casefold(), False, "person", False, False, now)
        for i in range(people)
    ]
    names = ["id", "public_id", "name", "name_key", "name_set", "kind", "kind_set", "ours", "created_at"]
    rows_insert(Contact, names, rows)
    columns = [
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
    matches = [(1, ME, mine), *((i + 2, i + 2, ids[i]) for i in range(people))]
    rows_insert(
        Match,
        columns,
        [(n, uuid7().bytes, actor, one, "x", 1.0, "identifier", now, "") for n, actor, one in matches],
    )
    group = Group.objects.create(name="workshop", created_at=now)
    Membership.objects.bulk_create(Membership(group=group, contact_id=one) for one in ids[: people // 20])


def addresses_write(people: int, account: int, now: int) -> None:
    """An address for every second person, a line of a profile for every fifth, and a trip."""
    from mutuals.people.models import Trip
    from mutuals.record.models import Actor, Fact
    from mutuals.record.services.bulk import rows_execute, rows_insert
    from mutuals.team.models import User

    rows = [
        (i + 2, "address", f"{i % 200} Harbour Road, {TOWNS[i % len(TOWNS)]}", account, True, now, i)
        for i in range(0, people, 2)
    ]
    rows_insert(Fact, ["actor", "name", "value", "account", "private", "at", "key"], rows)
    lines = [(f"Potter in {TOWNS[i % len(TOWNS)]}, tea and clay", i + 2) for i in range(0, people, 5)]
    rows_execute(f"UPDATE {Actor._meta.db_table} SET summary = %s WHERE id = %s", lines)
    today = now // DAY_MS
    user = User.objects.get(username="ada")
    Trip.objects.create(author=user, place="Bristol, UK", since=today + 5, until=today + 9, at=now)


def days_write(rows: np.ndarray, account: int) -> None:
    """The tie days."""
    from mutuals.record.models import TieDay
    from mutuals.record.services.bulk import rows_insert

    columns = ["a", "b", "day", "kind", "n", "seconds", "share", "scope"]
    made = ((*sides(who, out), day, kind, 1, 0, 100, account) for who, day, out, kind in rows.tolist())
    while chunk := list(islice(made, CHUNK)):
        rows_insert(TieDay, columns, chunk)


def interactions_write(rows: np.ndarray, start: int, stop: int, account: int) -> None:
    """The interactions from `start` to `stop` and their posts: the first of every day, then the second, and so on."""
    from mutuals.record.kinds import Kind
    from mutuals.record.models import Act, Interaction, Post, PostText, Sighting
    from mutuals.record.services.bulk import rows_insert

    some = list(acts(rows, start, stop))
    columns = ["id", "a", "b", "kind", "at", "grain", "day", "seconds", "share", "basis", "scope", "post"]
    rows_insert(
        Interaction,
        columns,
        [(n, a, b, kind, at, 1, at // DAY_MS, 0, 100, 0, account, n) for n, a, b, kind, at, _ in some],
    )
    columns = ["id", "key", "uri", "author", "at", "grain", "audience", "state", "medium", "version"]
    rows_insert(
        Post,
        columns,
        [
            (n, n * 0x1E3779B97F4A7C15 % 2**63, f"mid:{n}@x.example", a, at, 1, 4, 2, 2, 0)
            for n, a, _, _, at, _ in some
        ],
    )
    given = [
        (n, ACTS[n % len(ACTS)], a, b, 0.9, "a model", at)
        for n, a, b, kind, at, _ in some
        if n % EACH_ACT == 0 and kind == Kind.EMAIL
    ]
    rows_insert(Act, ["interaction", "act", "by", "b", "confidence", "decided_by", "at"], given)
    seen = [(n, account, at, 0, 0) for n, _, _, _, at, _ in some]
    rows_insert(Sighting, ["post", "account", "at", "edited_at", "version"], seen)
    words = "The harbour is calm today, and I thought of what you said of the workshop. "
    texts = [(n, f"Letter {n}", "", words * 4, "", "en", "") for n, *_, who in some if who < CLOSEST]
    rows_insert(PostText, ["post", "name", "summary", "content", "url", "language", "links"], texts)


def life_write(people: int, account: int, now: int) -> None:
    """What was read and written down: readings of the words there are, birthdays of a third of the people, a full
    shelf, and promises, aims, days and notes with the deepest person."""
    from django.db import transaction

    from mutuals.people.models import Contact
    from mutuals.people.services.aims import aim_add
    from mutuals.people.services.contacts import note_add
    from mutuals.people.services.occasions import occasion_add
    from mutuals.people.services.promises import promise_add
    from mutuals.people.services.shelf import shelf_add
    from mutuals.relate.models import Tie
    from mutuals.team.models import User

    with transaction.atomic():
        readings_write()
        birthdays_write(people, account, now)
    owner = User.objects.get(role="owner")
    deepest = Contact.objects.get(pk=Tie.objects.filter(ours=True).order_by("-depth")[0].b)
    told = {"actor": owner, "contact": deepest, "now_ms": now}
    for n in range(300):
        shelf_add(
            actor=owner, kind="answer", title=f"How to mend the {LAST_NAMES[n % 8]} boat {n}", now_ms=now
        )
    for n in range(6):
        promise_add(text=f"bring the plan {n}", due=now // DAY_MS + n - 5, **told)
        aim_add(text=f"mend a boat before summer {n}", **told)
        occasion_add(title=f"Day {n}", month=1 + n % 12, day=3, **told)
        note_add(text=f"a word {n}", about=("", "", "next", "like", "met", "")[n], shared=False, **told)


def readings_write() -> None:
    """A reading of each post that has words: what it is about, and that it may hold a promise."""
    from mutuals.record.models import PostText, Reading, ReadingModel
    from mutuals.record.packed import pack
    from mutuals.record.services.bulk import rows_insert
    from mutuals.text.readings import Reading as Read

    model = ReadingModel.objects.create(name="a benchmark")
    about, vector = ((4, 11), (25, 32), (64, 72)), b"1" * 96
    # Few words promise or need something.
    plain = pack(Read(lang="en", labels={"promise": 0.02, "need": 0.02}, about=about, vector=vector))
    sure = pack(Read(lang="en", labels={"promise": 0.7, "need": 0.7}, about=about, vector=vector))
    columns = ["post", "model", *plain._fields]
    posts = PostText.objects.values_list("post", flat=True).iterator(chunk_size=CHUNK)
    while chunk := list(islice(posts, CHUNK)):
        rows = [(post, model.pk, *(plain if post % 16 else sure)) for post in chunk]
        rows_insert(Reading, columns, rows)


def birthdays_write(people: int, account: int, now: int) -> None:
    """A birthday of every third person, as an address book tells it."""
    from mutuals.record.keys import key64
    from mutuals.record.models import Fact
    from mutuals.record.services.bulk import rows_insert

    days = ((i, f"19{50 + i % 50}-{1 + i // 3 % 12:02d}-{1 + i % 28:02d}") for i in range(0, people, 3))
    rows = [(i + 2, "birthday", day, account, True, now, key64(f"birthday {day}")) for i, day in days]
    rows_insert(Fact, ["actor", "name", "value", "account", "private", "at", "key"], rows)


def acts(rows: np.ndarray, start: int, stop: int) -> Iterator[tuple[int, int, int, int, int, int]]:
    """(number, a, b, kind, ms, person) of the interactions from `start` to `stop`."""
    for at in range(start, stop):
        who, day, out, kind = rows[at % len(rows)].tolist()
        yield at + 1, *sides(who, out), kind, day * DAY_MS + at // len(rows) * 600_000, who


def sides(who: int, out: int) -> tuple[int, int]:
    """The two actors of something between the owner and person `who`."""
    return (ME, who + 2) if out else (who + 2, ME)


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
    from mutuals.people.models import Contact, Group, Trip
    from mutuals.relate.models import Tie
    from mutuals.relate.quarters import quarter_number

    deepest = Tie.objects.filter(ours=True).order_by("-depth").first()
    shallow = Tie.objects.filter(ours=True).order_by("depth").first()
    assert deepest is not None
    assert shallow is not None
    who, far = (f"/people/{Contact.objects.get(pk=one.b).public_id}" for one in (deepest, shallow))
    group, trip = Group.objects.get().public_id, Trip.objects.get().public_id
    quarter = quarter_number(int(time.time()) // 86_400) - 1
    return [
        "/today", "/circles", "/circles?all=1", "/circles?at=2024-06-01", "/circles?at=2019-06-01",
        "/circles?all=1&page=900", "/circles?at=2024-07-01&all=1", "/circles/keep",
        "/people", "/people?page=2", "/people?page=900", "/people?page=1800", "/people?sort=drifting",
        "/people?sort=drifting&page=900", "/people?sort=last", "/people?sort=last&page=900", "/people?sort=name",
        "/people?sort=name&page=900", "/people?q=thabo", "/people?q=thabo&sort=last", "/people?q=a&sort=drifting",
        "/people?q=quillwyn", "/people?circle=inner", "/people?circle=acquainted", "/people?circle=new",
        "/people?circle=drifting", "/people?circle=drifting&sort=drifting", "/people?circle=unnamed",
        f"/people?group={group}", f"/people?group={group}&sort=drifting",
        f"{who}/card", who, f"{who}?of=in-person", f"{who}/days", f"{who}/days?page=9",
        f"{who}/days/{deepest.last_day}", far, f"{who}/same", f"{who}/same?q=thabo",
        "/moment", "/moment/who?q=tha", "/moment/who?q=bello", "/in-person", "/by-hand", f"{who}/write-a-card",
        "/trips", f"/trips/{trip}",
        f"{who}/ledger", f"{who}/ledger?page=9", f"{who}/ledger?act=thanked&by=them", f"{who}/steps/private",
        "/give-and-take", "/give-and-take/people?act=thanked&by=you", f"/give-and-take/people?quarter={quarter}",
        "/plan", "/introductions", "/network", "/people/same", "/leaving",
        "/shelf", "/bring", "/how-we-know", "/welcome", "/team/phone",
    ]  # fmt: skip


def measure(only: str) -> None:
    """Asks for each page and prints its times beside the goal."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in()
    sys.stdout.write(f"{'page':38} {'first ms':>9} {'ms':>6} {'goal':>6} {'queries':>8} {'kB':>6}\n")
    for path in (one for one in paths() if only in one):
        first, times = _ask(client, path)[0], []
        for _ in range(RUNS - 1):
            took, answer = _ask(client, path)
            times.append(took)
        with CaptureQueriesContext(connection) as asked:
            _ask(client, path)
        shown = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", path)
        goal = PAST_GOAL_MS if "at=" in path else GOAL_MS
        status = "" if answer.status_code == 200 else f"  {answer.status_code}"
        size = len(getattr(answer, "content", b"")) / 1000
        sys.stdout.write(
            f"{shown:38} {first:9.0f} {min(times):6.0f} {goal:6} {len(asked):8} {size:6.0f}{status}\n"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    sys.stdout.write(f"largest memory of the process: {peak:.0f} MB\n")


def signed_in():  # type: ignore[no-untyped-def]
    """A client in which the owner is signed in."""
    from django.test import Client

    from mutuals.team.models import User
    from mutuals.web.ready import ready

    ready()
    client = Client()
    client.force_login(User.objects.get(username="ada"))
    client.get("/how-we-know", SERVER_NAME="127.0.0.1")
    return client


def _ask(client, path: str):  # type: ignore[no-untyped-def]
    started = time.process_time()
    answer = client.get(path, SERVER_NAME="127.0.0.1")
    return (time.process_time() - started) * 1000, answer


def profile(path: str) -> None:
    """Prints where the time of one warm page goes."""
    client = signed_in()
    for one in (one for one in paths() if path in one):
        _ask(client, one)
        _ask(client, one)
        watch = cProfile.Profile()
        watch.runcall(_ask, client, one)
        sys.stdout.write(f"{one}\n")
        pstats.Stats(watch).sort_stats("cumulative").print_stats(45)
        return


def main() -> None:
    """Makes the world in a folder of its own and measures every page in it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=2_000_000)
    parser.add_argument("--interactions", type=int, default=10_000_000)
    parser.add_argument("--keep", default="")
    parser.add_argument("--only", default="", help="Only pages whose path holds this.")
    parser.add_argument("--profile", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MUTUALS_HOME"] = home = given.keep or folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutuals.settings")
        from mutuals.team.home import prepare

        fresh = not (Path(home) / "mutuals.db").exists()
        prepare()
        if fresh:
            started = time.perf_counter()
            world(given.people, given.days, given.interactions)
            sys.stdout.write(f"{given.people:,} people, made in {time.perf_counter() - started:.0f} s\n")
        size = sum(one.stat().st_size for one in Path(home).rglob("*") if one.is_file()) / 1e6
        sys.stdout.write(f"{size:,.0f} MB on disk\n")
        if given.profile:
            profile(given.profile)
        else:
            measure(given.only)


if __name__ == "__main__":
    main()
