"""What ingest is measured beside: a bare SQLite script, and Django's bulk_create doing the same work as ours.

Neither knows edits, deletions, late parents, two accounts, keys that clash or a second import: they write what a first
import of a well-ordered stream comes to.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from mutuals.as2 import Activity, Object

DAY_MS = 86_400_000
SCHEMA = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;
CREATE TABLE actor (id INTEGER PRIMARY KEY, uri TEXT UNIQUE);
CREATE TABLE post (id INTEGER PRIMARY KEY, uri TEXT UNIQUE, author INT, at INT, reply_to INT, public INT, text TEXT);
CREATE TABLE activity (id INTEGER PRIMARY KEY, uri TEXT UNIQUE, type TEXT, actor INT, post INT, at INT);
CREATE TABLE interaction (id INTEGER PRIMARY KEY, a INT, b INT, kind INT, at INT, post INT, activity INT);
CREATE INDEX pair ON interaction (a, b, at);
"""


class Bare:
    """A bare SQLite script: people, posts, activities, interactions with one index, by executemany."""

    def __init__(self, folder: Path) -> None:
        self.base = sqlite3.connect(folder / "bare.db", isolation_level=None)
        self.base.executescript(SCHEMA)
        self.people: dict[str, int] = {}
        self.posts: dict[str, tuple[int, int]] = {}
        self.rows = 0

    def write(self, items: Iterable[Activity]) -> None:
        """Writes one batch in one transaction."""
        people, posts, acts, found = [], [], [], []
        for item in items:
            thing = item.object
            if isinstance(thing, Object):
                number, author = len(self.posts) + 1, self.person(thing.attributed_to, people)
                self.posts[thing.id] = (number, author)
                parent = self.posts.get(thing.in_reply_to)
                at = thing.published.ms
                public = thing.type == "Note"
                posts.append((number, thing.id, author, at, parent and parent[0], public, thing.content))
                if parent and parent[1] != author:
                    found.append((author, parent[1], 1, at, number, None))
                for other in () if public else thing.to:
                    found.append((author, self.person(other, people), 3, at, number, None))
            else:
                self.rows += 1
                actor, post = self.person(item.actor, people), self.posts.get(str(thing))
                at = item.published.ms
                acts.append((self.rows, item.id, item.type, actor, post and post[0], at))
                if post and post[1] != actor:
                    found.append((actor, post[1], 6, at, None, self.rows))
        self.store(people, posts, acts, found)

    def person(self, uri: str, fresh: list[tuple[int, str]]) -> int:
        """The number of a person."""
        number = self.people.get(uri)
        if number is None:
            number = self.people[uri] = len(self.people) + 1
            fresh.append((number, uri))
        return number

    def store(self, people: list, posts: list, acts: list, found: list) -> None:  # type: ignore[type-arg]
        """One transaction."""
        self.base.execute("BEGIN IMMEDIATE")
        self.base.executemany("INSERT OR IGNORE INTO actor VALUES (?, ?)", people)
        self.base.executemany("INSERT OR IGNORE INTO post VALUES (?, ?, ?, ?, ?, ?, ?)", posts)
        self.base.executemany("INSERT OR IGNORE INTO activity VALUES (?, ?, ?, ?, ?, ?)", acts)
        sql = "INSERT INTO interaction (a, b, kind, at, post, activity) VALUES (?, ?, ?, ?, ?, ?)"
        self.base.executemany(sql, found)
        self.base.execute("COMMIT")


class Bulk(Bare):
    """The same by Django's bulk_create into the very tables of the record, with sightings, words and tie days."""

    def __init__(self, folder: Path, *, account: int, days: bool) -> None:
        self.people, self.posts, self.rows = {}, {}, 0
        self.account, self.days = account, days

    def store(self, people: list, posts: list, acts: list, found: list) -> None:  # type: ignore[type-arg]
        """One transaction of model objects."""
        from django.db import transaction

        from mutuals.record import models as m
        from mutuals.record.keys import key64, scheme_of

        with transaction.atomic():
            m.Actor.objects.bulk_create(m.Actor(id=i, uri=uri, network="x") for i, uri in people)
            m.Identifier.objects.bulk_create(
                m.Identifier(actor=i, scheme=scheme_of(uri), value=uri, key=key64(uri)) for i, uri in people
            )
            m.ActorSighting.objects.bulk_create(m.ActorSighting(actor=i, account=0) for i, _ in people)
            m.Post.objects.bulk_create(
                m.Post(
                    id=i, key=key64(uri), uri=uri, author=who, at=at, grain=2, reply_to=to, state=2,
                    audience=1 if public else 4,
                )
                for i, uri, who, at, to, public, _ in posts
            )  # fmt: skip
            m.PostText.objects.bulk_create(m.PostText(post=row[0], content=row[-1]) for row in posts)
            m.Sighting.objects.bulk_create(
                m.Sighting(post=row[0], account=self.account, at=1) for row in posts
            )
            m.Activity.objects.bulk_create(
                m.Activity(id=i, key=key64(uri), uri=uri, type=kind, actor=who, post=post, at=at, grain=2)
                for i, uri, kind, who, post, at in acts
            )
            self.interactions(found)

    def interactions(self, found: list) -> None:  # type: ignore[type-arg]
        """The interactions, and their tie days and dirty pairs where wanted."""
        from mutuals.record import models as m

        m.Interaction.objects.bulk_create(
            m.Interaction(a=a, b=b, kind=kind, at=at, grain=2, day=at // DAY_MS, post=post, activity=act)
            for a, b, kind, at, post, act in found
        )
        if not self.days:
            return
        sums: dict[tuple[int, ...], int] = {}
        for a, b, kind, at, _, _ in found:
            sums[(a, b, at // DAY_MS, kind)] = sums.get((a, b, at // DAY_MS, kind), 0) + 1
        m.TieDay.objects.bulk_create(
            (m.TieDay(a=a, b=b, day=day, kind=kind, scope=0, n=n) for (a, b, day, kind), n in sums.items()),
            update_conflicts=True, unique_fields=["a", "b", "day", "kind", "scope"], update_fields=["n"],
        )  # fmt: skip
        pairs = {(min(a, b), max(a, b)) for a, b, *_ in found}
        m.Dirty.objects.bulk_create((m.Dirty(a=a, b=b) for a, b in pairs), ignore_conflicts=True)
