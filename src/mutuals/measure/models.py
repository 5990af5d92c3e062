"""The first look as it was last made for each user: made anew when the ties are, so that its page answers at once."""

from django.conf import settings
from django.db import models


class FirstLook(models.Model):
    """One user's first look: contacts and posts by their keys, numbers, no words; shown only through what they may
    see."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Of which state of the ties, read through which scopes.
    made_at = models.BigIntegerField()
    as_of = models.IntegerField()
    scopes = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
