"""What happened: actors, posts, activities, interactions, facts, tie days (docs/why/001 to 017).

Wide tables (post, activity, interaction, tie day) are narrow, hold plain integers instead of database constraints, and
are written by `services.ingest` alone. Times are milliseconds UTC; `scope` is 0 for what is public, else the account
whose holder may read it.
"""

from typing import Any

from django.conf import settings
from django.db import models

from mutuals.record.kinds import (
    CO_PRESENCE,
    GIVING_FORMS,
    STABLE_SCHEMES,
    WHERE,
    Audience,
    Basis,
    Grain,
    Medium,
    State,
)
from mutuals.team.fields import PublicIdField

# The names of facts that are days of the year.
DATES = ("anniversary", "birthday")


class RowKey(models.BigAutoField):
    """A 64-bit key that counts up. On SQLite without AUTOINCREMENT, which would write to a second table for each row
    (https://www.sqlite.org/autoinc.html); rows whose keys others remember are never deleted."""

    def db_type_suffix(self, connection: Any) -> str | None:
        return None if connection.vendor == "sqlite" else super().db_type_suffix(connection)


class Account(models.Model):
    """One of our own logins on a network, or the place where a person's files come from; its holder reads it."""

    public_id = PublicIdField()
    network = models.CharField(max_length=24)
    title = models.CharField(max_length=200, blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    shared = models.BooleanField(default=False)
    actor = models.ForeignKey("record.Actor", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "holder", "title"], name="record_account_once"),
        ]


class Own(models.Model):
    """An actor that is one of us: the holder of the account, said by the files (`sure`), guessed, or confirmed."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    actor = models.BigIntegerField()
    sure = models.BooleanField(default=False)
    evidence = models.TextField(blank=True)
    # Null while it is only what the files say; true or false once a person decided.
    confirmed = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "actor"], name="record_own_once")]


class Actor(models.Model):
    """A Person, Group, Organization, Service or Application on one network, one row for each URI.

    A row that is known only as a further identifier of another actor is a STUB until something names it itself.
    """

    id = RowKey(primary_key=True)
    uri = models.TextField()
    type = models.CharField(max_length=12, default="Person")
    network = models.CharField(max_length=24)
    name = models.TextField(blank=True)
    handle = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    url = models.TextField(blank=True)
    icon = models.TextField(blank=True)
    published_at = models.BigIntegerField(null=True)
    updated_at = models.BigIntegerField(null=True)
    # JSON {field: ms}: as of when a field was said to be so, where its source told.
    said_at = models.TextField(blank=True)
    # The smallest actor of those that share a stable identifier with this one; null while it is alone.
    same_as = models.BigIntegerField(null=True, db_index=True)
    state = models.SmallIntegerField(default=State.PRESENT)


class ActorSighting(models.Model):
    """Who may know of an actor: account 0 where something public names it, else the account whose files do."""

    pk = models.CompositePrimaryKey("actor", "account")
    actor = models.BigIntegerField()
    account = models.BigIntegerField()


class Identifier(models.Model):
    """One identifier of an actor: stable ones belong to one actor, handles are dated claims since they are re-used."""

    id = RowKey(primary_key=True)
    actor = models.BigIntegerField(db_index=True)
    scheme = models.CharField(max_length=8)
    value = models.TextField()
    key = models.BigIntegerField()
    since = models.BigIntegerField(null=True)
    until = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(scheme__in=STABLE_SCHEMES), name="record_identifier_stable"
            ),
        ]
        indexes = [models.Index(fields=["key"], name="record_identifier_key")]


class Same(models.Model):
    """Evidence that two actor rows are one actor: the stable identifier that both claimed."""

    a = models.BigIntegerField(db_index=True)
    b = models.BigIntegerField(db_index=True)
    value = models.TextField()
    at = models.BigIntegerField()
    account = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["a", "b", "value"], name="record_same_once")]


class Post(models.Model):
    """A note, mail or message: who, when, to whom, in answer to what; its words are in PostText."""

    id = RowKey(primary_key=True)
    key = models.BigIntegerField(unique=True)
    uri = models.TextField()
    author = models.BigIntegerField(null=True)
    at = models.BigIntegerField(null=True)
    grain = models.SmallIntegerField(default=Grain.UNKNOWN)
    zone = models.SmallIntegerField(null=True)
    audience = models.SmallIntegerField(default=Audience.PUBLIC)
    state = models.SmallIntegerField(default=State.STUB)
    medium = models.SmallIntegerField(default=Medium.NOTE)
    reply_to = models.BigIntegerField(null=True)
    quote = models.BigIntegerField(null=True)
    context = models.BigIntegerField(null=True)
    edited_at = models.BigIntegerField(null=True)
    # Which of two versions of one time is kept: `services.batch.Sent`.
    version = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["context", "at"], condition=models.Q(medium=Medium.ROOM), name="record_post_context"
            ),
            models.Index(
                fields=["reply_to"], condition=models.Q(reply_to__isnull=False), name="record_post_reply_to"
            ),
            models.Index(fields=["quote"], condition=models.Q(quote__isnull=False), name="record_post_quote"),
        ]


class PostText(models.Model):
    """The words of a post, in their own table so that the narrow one stays quick to walk."""

    post = models.BigIntegerField(primary_key=True)
    name = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    content = models.TextField(blank=True)
    url = models.TextField(blank=True)
    language = models.CharField(max_length=16, blank=True)
    # JSON list of [type, href, name] of mentions, hashtags and attachments; "" when there are none.
    links = models.TextField(blank=True)


class PostCopy(models.Model):
    """The words that an account's own copy of a private post has, where the record keeps a better version than that.

    Nobody reads the words of a version that they did not bring: an id alone, with made-up words, opens nothing.
    """

    pk = models.CompositePrimaryKey("post", "account")
    post = models.BigIntegerField()
    account = models.BigIntegerField()
    name = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    content = models.TextField(blank=True)
    url = models.TextField(blank=True)
    language = models.CharField(max_length=16, blank=True)
    links = models.TextField(blank=True)


class Sighting(models.Model):
    """One of our accounts saw this post: what makes a private post readable to the account's holder.

    `edited_at` and `version` name the version of a private post that this account brought: whom it addresses for the
    account is reckoned from that one, so that nobody learns of the blind copies in somebody else's.
    """

    pk = models.CompositePrimaryKey("post", "account")
    post = models.BigIntegerField()
    account = models.BigIntegerField()
    at = models.BigIntegerField()
    edited_at = models.BigIntegerField(default=0)
    version = models.BigIntegerField(default=0)


class Activity(models.Model):
    """Something done other than creating a post (whose row says it all): Announce, Like, Follow, Join, Leave.

    `scope` is the smallest account that brought it, who may know of it even where the post is private.
    """

    id = RowKey(primary_key=True)
    key = models.BigIntegerField(unique=True)
    uri = models.TextField()
    type = models.CharField(max_length=12)
    actor = models.BigIntegerField(null=True)
    post = models.BigIntegerField(null=True)
    target = models.BigIntegerField(null=True)
    at = models.BigIntegerField(null=True)
    grain = models.SmallIntegerField(default=Grain.UNKNOWN)
    zone = models.SmallIntegerField(null=True)
    scope = models.BigIntegerField(default=0)
    state = models.SmallIntegerField(default=State.PRESENT)

    class Meta:
        indexes = [
            models.Index(
                fields=["post"], condition=models.Q(post__isnull=False), name="record_activity_post"
            ),
        ]


class Interaction(models.Model):
    """One directed act from `a` to `b`: the one source for ties. `day` is the UTC day number, null when unknown."""

    id = RowKey(primary_key=True)
    a = models.BigIntegerField()
    b = models.BigIntegerField()
    kind = models.SmallIntegerField()
    at = models.BigIntegerField(null=True)
    grain = models.SmallIntegerField()
    day = models.IntegerField(null=True)
    seconds = models.IntegerField(default=0)
    share = models.SmallIntegerField(default=100)
    # SAID: the source names whom it addresses; NEIGHBOUR: it followed them in a chat room; FOUND: text/ found whom.
    basis = models.SmallIntegerField(default=Basis.SAID)
    post = models.BigIntegerField(null=True)
    activity = models.BigIntegerField(null=True)
    scope = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["a", "b", "at"], name="record_interaction_pair"),
            models.Index(
                fields=["a", "b"],
                condition=models.Q(kind__in=sorted(map(int, CO_PRESENCE))),
                name="record_interaction_met",
            ),
            # The latest meetings, whoever was there.
            models.Index(
                fields=["at"],
                condition=models.Q(kind__in=sorted(map(int, CO_PRESENCE))),
                name="record_interaction_when",
            ),
            models.Index(
                fields=["post"], condition=models.Q(post__isnull=False), name="record_interaction_post"
            ),
            models.Index(
                fields=["activity"],
                condition=models.Q(activity__isnull=False),
                name="record_interaction_activity",
            ),
            # The forms that give by themselves: few beside all that is said, and counted for every pair.
            models.Index(
                fields=["a", "b"],
                condition=models.Q(kind__in=sorted(map(int, GIVING_FORMS))),
                name="record_interaction_gave",
            ),
        ]


class Fact(models.Model):
    """One thing known of an actor: birthday, phone, employer, label; where it is from and who may see it."""

    actor = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=80)
    value = models.TextField()
    account = models.BigIntegerField()
    private = models.BooleanField(default=True)
    at = models.BigIntegerField()
    key = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key", "account"], name="record_fact_once")]
        # Who has a day soon is asked every morning; of all that is known of people few are days.
        indexes = [
            models.Index(fields=["name"], condition=models.Q(name__in=DATES), name="record_fact_dates"),
            # Where people are: looked for by what these say.
            models.Index(fields=["name"], condition=models.Q(name__in=WHERE), name="record_fact_where"),
        ]


class TieDay(models.Model):
    """What passed from `a` to `b` on one UTC day in one form: the durable truth of every tie."""

    pk = models.CompositePrimaryKey("a", "b", "day", "kind", "scope")
    a = models.BigIntegerField()
    b = models.BigIntegerField()
    day = models.IntegerField()
    kind = models.SmallIntegerField()
    scope = models.BigIntegerField(default=0)
    n = models.IntegerField()
    seconds = models.IntegerField(default=0)
    share = models.SmallIntegerField(default=100)

    class Meta:
        indexes = [models.Index(fields=["b", "a"], name="record_tie_day_back")]


class Dirty(models.Model):
    """A pair whose tie days changed, or an actor (with itself) that became another contact's; written with the change,
    deleted by the job that claims it."""

    pk = models.CompositePrimaryKey("a", "b")
    a = models.BigIntegerField()
    b = models.BigIntegerField()


class Chat(models.Model):
    """A chat room without reply ids: who speaks in it decides whether a message addresses the previous speaker."""

    key = models.BigIntegerField(primary_key=True)
    uri = models.TextField()
    name = models.TextField(blank=True)
    members = models.IntegerField(default=0)


class ChatMember(models.Model):
    """Somebody who spoke in a chat or was listed as its member; `called` is the name by which the chat was read, null
    until it was."""

    pk = models.CompositePrimaryKey("chat", "actor")
    chat = models.BigIntegerField()
    actor = models.BigIntegerField(db_index=True)
    called = models.TextField(null=True)


class ChatSpan(models.Model):
    """A stretch of a chat, from `low` to `high` (ms), that changed for an account (0: for all) since it was last read
    for who answers whom; written with the change, taken out by the job that read it."""

    id = models.BigAutoField(primary_key=True)
    chat = models.BigIntegerField()
    account = models.BigIntegerField()
    low = models.BigIntegerField()
    high = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["chat", "account"], name="record_chatspan_chat")]


class CollectionItem(models.Model):
    """An actor in a list that belongs to another: since when we know it, when it was gone.

    Who follows whom (followers, following) is public on the networks that tell; `contacts` are known to the account in
    `scope` alone. They are no interactions: to be in an address book is nothing that anybody did.
    """

    pk = models.CompositePrimaryKey("owner", "name", "actor", "scope")
    owner = models.BigIntegerField()
    name = models.CharField(max_length=16)
    actor = models.BigIntegerField()
    seen_at = models.BigIntegerField()
    gone_at = models.BigIntegerField(null=True)
    scope = models.BigIntegerField(default=0)


class Erased(models.Model):
    """What stays of an erased identifier: an HMAC by the installation's key, so that an import skips it."""

    mac = models.CharField(max_length=64, primary_key=True)
    at = models.BigIntegerField()
