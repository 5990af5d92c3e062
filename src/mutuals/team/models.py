"""The team's tables: users, one-time links, the event log with its erasable details, jobs, leases, settings.

Moments are integer milliseconds UTC. The tables of sign-in (passkeys, codes, sessions) are django-allauth's.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from mutuals.team.fields import EncryptedTextField, PublicIdField
from mutuals.team.permissions import ROLES, VIEWER, may

USERNAME = RegexValidator(r"^[\w.\-]{1,150}\Z", "Letters, digits, dot, dash and underscore only.")


class UserManager(BaseUserManager["User"]):
    """Makes users; the names of its methods are Django's."""

    def create_user(self, username: str, password: str | None = None, **extra: Any) -> "User":
        """A user, with no usable password when none is given."""
        user = self.model(username=username, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who works with this installation; what they may do follows from `role` (see `permissions`)."""

    public_id = PublicIdField()
    username = models.CharField(max_length=150, unique=True, validators=[USERNAME])
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=[*ROLES.items()], default=VIEWER)
    is_active = models.BooleanField(default=True)
    joined_at = models.BigIntegerField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="team_user_email"),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def may(self, right: str) -> bool:
        """Whether this user's role holds the right."""
        return may(self, right)

    @property
    def initials(self) -> str:
        """One or two letters for the round picture."""
        words = str(self).replace(".", " ").replace("_", " ").split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class OneTimeLink(models.Model):
    """A link that signs one user in once; only the hash of its token is kept."""

    START, INVITE, RECOVER, PHONE = "start", "invite", "recover", "phone"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=10)
    token_hash = models.CharField(max_length=64, unique=True)
    at = models.BigIntegerField()
    expires_ms = models.BigIntegerField()
    used_ms = models.BigIntegerField(null=True)


class FeedKey(models.Model):
    """What opens one feed of a user (their calendar, say) to a program that cannot sign in; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    feed = models.CharField(max_length=24)
    key_hash = models.CharField(max_length=64, unique=True)
    at = models.BigIntegerField()
    ended_at = models.BigIntegerField(null=True)


class LogEntry(models.Model):
    """One link of the event log's chain. Triggers refuse every change and removal, on both databases."""

    id = models.BigIntegerField(primary_key=True)
    at = models.BigIntegerField()
    actor = models.CharField(max_length=36, blank=True)
    verb = models.CharField(max_length=64)
    subject = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "id"], name="team_logentry_subject")
        ]


class LogKey(models.Model):
    """The key that locks what the log says of one person; erasing the person empties it."""

    person = models.CharField(max_length=64, unique=True)
    key = EncryptedTextField(blank=True)
    erased_ms = models.BigIntegerField(null=True)


class LogDetail(models.Model):
    """What an entry says, locked with the key of the person whom it concerns; empty once that person was erased."""

    entry = models.OneToOneField(LogEntry, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False)
    person = models.CharField(max_length=64, db_index=True)
    sealed = models.TextField(blank=True)


class LogTip(models.Model):
    """The one row that says how long the chain is and how it ends, sealed with a key outside the database."""

    count = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)


class Job(models.Model):
    """Something to be done by the worker: waiting, running until `claimed_until_ms`, or failed for good."""

    WAITING, RUNNING, FAILED = "waiting", "running", "failed"

    public_id = PublicIdField()
    name = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, default=WAITING)
    due_ms = models.BigIntegerField()
    tries = models.IntegerField(default=0)
    holder = models.CharField(max_length=100, blank=True)
    claimed_until_ms = models.BigIntegerField(default=0)
    error = models.TextField(blank=True)
    at = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_ms"], name="team_job_due")
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["name", "key"],
                condition=~Q(key="") & Q(state="waiting"),
                name="team_job_pending",
            ),
        ]


class Lease(models.Model):
    """Who may do a thing that only one process may do at a time, and until when."""

    name = models.CharField(max_length=64, primary_key=True)
    holder = models.CharField(max_length=100, blank=True)
    until_ms = models.BigIntegerField(default=0)


class Setting(models.Model):
    """One thing that this installation remembers about itself."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
