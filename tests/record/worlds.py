"""Small worlds for the law of order: streams of items in which everything may happen; the record read back in words.

Shares no code with ingest. What the record holds is told by URIs, never by its own numbers, so that two records can be
compared; actors that share an identifier are told by all their URIs together.
"""

from collections import Counter

from hypothesis import strategies as st

from mutuals.as2 import PUBLIC, Activity, Actor, Collection, Link, Object, PropertyValue, Time

HOUR = 3_600_000
BASE = 1_600_000_000_000
PEOPLE = [f"https://one.example/users/p{i}" for i in range(4)]
MAILS = [f"mailto:m{i}@two.example" for i in range(4)]
VOICES = [f"tag:t.invalid,2026:whatsapp/name/v{i}" for i in range(10)]
NOTES = [f"https://one.example/notes/{i}" for i in range(5)]
LETTERS = [f"mid:{i}@two.example" for i in range(4)]
LINES = [f"tag:t.invalid,2026:whatsapp/line/{i}" for i in range(8)]
ROOMS = ["tag:t.invalid,2026:whatsapp/room/0", "tag:t.invalid,2026:whatsapp/room/1"]
TIMES = [
    BASE,
    BASE + 60_000,
    BASE + 20 * 60_000,
    BASE + 2 * HOUR,
    BASE + 30 * HOUR,
    0,
    299_000_000_000,
    4_000_000_000_000,
]


def time_of(number: int) -> Time:
    """The moment of a thing, always the same for one thing: early, odd, unknown ones among them."""
    if number % 11 == 10:
        return Time(None, "unknown")
    grain = ("ms", "s", "min", "day")[number % 4]
    return Time(TIMES[number % len(TIMES)] + number * 1000, grain)


def note(number: int, edit: int) -> Activity:
    """A public or private note with answer, quote and mention; `edit` makes it a later version."""
    parent = NOTES[(number * 3 + 1) % 5] if number % 2 else ""
    quote = NOTES[(number + 2) % 5] if number % 3 == 0 else ""
    mention = PEOPLE[(number + 1) % 4]
    to = ((PUBLIC,), (f"{PEOPLE[0]}/followers",), (mention,), (PUBLIC,), ())[number]
    thing = Object(
        id=NOTES[number],
        attributed_to=PEOPLE[number % 4],
        content=f"note {number} {'again ' * edit}",
        in_reply_to=parent,
        quote_url=quote,
        to=to,
        cc=(PUBLIC,) if number == 4 else (),
        tag=(Link(mention, "Mention", "@x"), Link("", "Hashtag", "#tea")) if edit % 2 == 0 else (),
        published=time_of(number),
        updated=Time(BASE + edit) if edit else Time(None, "unknown"),
    )
    return Activity(
        id=f"{NOTES[number]}#{edit}",
        type="Update" if edit else "Create",
        actor=PEOPLE[number % 4],
        object=thing,
    )


def letter(number: int, blind: bool) -> Activity:
    """A mail; `blind` is the sender's own copy, which names one more."""
    people = tuple(MAILS[(number + i) % 4] for i in (1, 2))
    thing = Object(
        id=LETTERS[number],
        attributed_to=MAILS[number],
        name=f"Subject {number}",
        content="Dear all",
        to=people[:1],
        cc=people[1:] + ((MAILS[(number + 3) % 4],) if blind else ()),
        audience=("mailto:list@two.example",) if number == 3 else (),
        in_reply_to=LETTERS[(number + 1) % 4] if number > 1 else "",
        published=time_of(number + 20),
    )
    return Activity(id=f"{LETTERS[number]}#create", actor=MAILS[number], object=thing)


def line(number: int, speaker: int) -> Activity:
    """A message in a chat room, some minutes after the last one; one of them answers another."""
    thing = Object(
        id=LINES[number],
        type="ChatMessage",
        attributed_to=VOICES[speaker],
        content=f"line {number}",
        audience=(ROOMS[number % 2],),
        context=ROOMS[number % 2],
        to=(ROOMS[number % 2],),
        in_reply_to=LINES[1] if number == 5 else "",
        published=Time(BASE + number // 3 * 11 * 60_000, "min"),
    )
    return Activity(id=f"{LINES[number]}#create", actor=VOICES[speaker], object=thing)


def like(number: int, open_: bool) -> Activity:
    """A like of a note by its id, or by what is known of it."""
    thing = NOTES[number] if open_ else Object(id=NOTES[number], attributed_to=PEOPLE[number % 4])
    who = PEOPLE[(number + 2) % 4]
    return Activity(
        id=f"{who}#likes/{number}", type="Like", actor=who, object=thing, published=time_of(number + 40),
        to=(PUBLIC,) if open_ else (),
    )  # fmt: skip


def share(number: int) -> Activity:
    """A share with the words of what it shares, by somebody else's server."""
    thing = Object(id=NOTES[number], attributed_to=PEOPLE[number % 4], content="told", to=(PUBLIC,))
    who = PEOPLE[(number + 3) % 4]
    return Activity(id=f"{who}/shares/{number}", type="Announce", actor=who, object=thing, to=(PUBLIC,))


def undo(number: int) -> Activity:
    """Takes a like back."""
    return Activity(id=f"undo/{number}", type="Undo", object=f"{PEOPLE[(number + 2) % 4]}#likes/{number}")


def delete(uri: str) -> Activity:
    """Takes a post away for good."""
    return Activity(id=f"{uri}#delete", type="Delete", object=uri)


def person(number: int, name: str, at: int) -> Actor:
    """Somebody described, with further identifiers that join them to others."""
    return Actor(
        id=PEOPLE[number],
        name=name,
        summary=name[::-1],
        also_known_as=(MAILS[number], *((MAILS[0],) if at == 2 else ())),
        attachment=(PropertyValue("phone", f"+49{number}", private=bool(at)),),
        updated=Time(BASE + at) if at else Time(None, "unknown"),
    )


def small() -> st.SearchStrategy[list]:
    """Items of one world, up to a few dozen, in no order."""
    five, four = st.integers(0, 4), st.integers(0, 3)
    one = st.one_of(
        st.builds(note, five, st.integers(0, 2)),
        st.builds(letter, four, st.booleans()),
        st.integers(0, 7).map(lambda number: line(number, (number * 7 // 3) % 4)),
        st.builds(like, five, st.booleans()),
        st.builds(share, five),
        st.builds(undo, five),
        st.sampled_from([delete(NOTES[2]), delete(LETTERS[1]), delete(LINES[2]), delete(LINES[4])]),
        st.builds(person, four, st.sampled_from(["Ann", "Ann Lee", "ann@two.example"]), st.integers(0, 2)),
        st.sampled_from([
            Collection(id="m", name="members", attributed_to=ROOMS[0], items=tuple(VOICES[:size])) for size in (2, 5, 9)
        ]),
        st.sampled_from([
            Collection(id="g", name="followers", attributed_to=PEOPLE[1], items=tuple(PEOPLE[:1]), complete=False),
            Collection(id="h", name="following", attributed_to=PEOPLE[0], items=tuple(PEOPLE[1:3]), complete=False),
            Activity(id="undo/f1", type="Undo", object="https://one.example/f1"),
        ]),
        st.just(
            Activity(
                id="https://one.example/f1",
                type="Follow",
                actor=PEOPLE[0],
                object=PEOPLE[1],
                published=time_of(3),
            )
        ),
    )  # fmt: skip
    return st.lists(one, min_size=1, max_size=28)


def canonical() -> dict[str, object]:
    """All that the record holds, in words."""
    from mutuals.record import models as m

    uri = {row.pk: row.uri for row in m.Actor.objects.all()}
    post = {row.pk: row.uri for row in m.Post.objects.all()}
    act = {row.pk: row.uri for row in m.Activity.objects.all()}
    text = {row.post: row for row in m.PostText.objects.all()}
    groups: dict[int, set[str]] = {}
    for row in m.Actor.objects.exclude(same_as=None):
        groups.setdefault(row.same_as, set()).add(row.uri)

    def who(number: int | None) -> str:
        return uri.get(number, "") if number else ""

    return {
        "actors": sorted(
            (a.uri, a.type, a.name, a.handle, a.summary, a.url, a.updated_at or 0, a.state)
            for a in m.Actor.objects.all()
        ),
        "joined": sorted(sorted(group) for group in groups.values()),
        "seen": sorted((uri[s.actor], s.account) for s in m.ActorSighting.objects.all()),
        "facts": sorted((uri[f.actor], f.name, f.value, f.private, f.account) for f in m.Fact.objects.all()),
        "posts": sorted(
            (p.uri, p.state, who(p.author), p.at or 0, p.grain, p.audience, p.medium, post.get(p.reply_to, ""),
             post.get(p.quote, ""), p.edited_at or 0)
            for p in m.Post.objects.all()
        ),
        "texts": sorted((post[t.post], t.name, t.content, t.links) for t in text.values()),
        "copies": sorted((post[c.post], c.account, c.name, c.content, c.links) for c in m.PostCopy.objects.all()),
        "sightings": sorted((post[s.post], s.account, s.edited_at, s.version) for s in m.Sighting.objects.all()),
        "activities": sorted(
            (a.uri, a.state) if a.state == 3 else
            (a.uri, a.state, a.type, who(a.actor), post.get(a.post, ""), who(a.target), a.at or 0, a.scope)
            for a in m.Activity.objects.all()
        ),
        "interactions": sorted(Counter(
            (uri[i.a], uri[i.b], i.kind, i.at or 0, i.grain, i.day or 0, i.share, i.basis, i.scope,
             post.get(i.post, ""), act.get(i.activity, ""))
            for i in m.Interaction.objects.all()
        ).items()),
        "tie days": sorted(
            (uri[t.a], uri[t.b], t.day, t.kind, t.scope, t.n, t.seconds, t.share) for t in m.TieDay.objects.all()
        ),
        # Whatever has words was read or waits for it, and nothing else.
        "read or waiting": sorted(post[number] for number in {
            *m.Reading.objects.values_list("post", flat=True), *m.Unread.objects.values_list("post", flat=True)
        }),
        "rooms": sorted((c.uri, c.members) for c in m.Chat.objects.all()),
        "found": found(),
    }  # fmt: skip


def found() -> dict[str, list[str]]:
    """Which posts the search table finds by some words."""
    from django.db import connection

    from mutuals.record.models import Post
    from mutuals.text.tokens import query, to_fts5, to_tsquery

    lite = connection.vendor == "sqlite"
    uris, out = dict(Post.objects.values_list("pk", "uri")), {}
    for word in ("note", "again", "told", "dear", "line", "#tea", "subject"):
        with connection.cursor() as cursor:
            if lite:
                sql, match = (
                    "SELECT rowid FROM record_search WHERE record_search MATCH %s",
                    to_fts5(query(word)),
                )
            else:
                sql = "SELECT post FROM record_search WHERE terms @@ to_tsquery('simple', %s)"
                match = to_tsquery(query(word))
            cursor.execute(sql, [match])
            out[word] = sorted(uris[row[0]] for row in cursor.fetchall())
    return out


def empty() -> None:
    """Takes everything out of the record but the accounts."""
    from django.db import connection

    from mutuals.record import models as m

    tables = [
        m.Own, m.ActorSighting, m.Identifier, m.Same, m.PostText, m.PostCopy, m.Sighting, m.Interaction, m.Act, m.Fact,
        m.TieDay, m.Dirty, m.ChatSpan, m.ChatMember, m.Chat, m.CollectionItem, m.Activity, m.Reading, m.ReadingCopy,
        m.Unread, m.Correction, m.ReadingRun, m.Post,
    ]  # fmt: skip
    m.Account.objects.update(actor=None)
    for table in (*tables, m.Actor):
        table.objects.all()._raw_delete("default")
    with connection.cursor() as cursor:
        lite = connection.vendor == "sqlite"
        cursor.execute(
            "INSERT INTO record_search (record_search) VALUES ('delete-all')"
            if lite
            else "DELETE FROM record_search"
        )
