"""Two kinds of column: a public id, and a text that only this installation's keys can read."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from mutuals.team import keyring
from mutuals.team.keys import uuid7


class PublicIdField(models.Field):
    """A UUIDv7 made by itself, unique: 16 bytes on SQLite, `uuid` on PostgreSQL. Reads and writes `uuid.UUID`."""

    description = "UUIDv7"
    empty_strings_allowed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["unique"], kwargs["editable"], kwargs["default"] = True, False, uuid7
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for given in ("unique", "editable", "default"):
            kwargs.pop(given, None)
        return name, path, args, kwargs

    def db_type(self, connection: Any) -> str:
        return "uuid" if connection.vendor == "postgresql" else "blob"

    def to_python(self, value: Any) -> uuid.UUID | None:
        if value is None or isinstance(value, uuid.UUID):
            return value
        try:
            return (
                uuid.UUID(bytes=bytes(value))
                if isinstance(value, bytes | memoryview)
                else uuid.UUID(str(value))
            )
        except ValueError:
            raise ValidationError("This is not an id.", code="invalid") from None

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> uuid.UUID | None:
        return self.to_python(value)

    def get_prep_value(self, value: Any) -> uuid.UUID | None:
        return self.to_python(super().get_prep_value(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        key = self.to_python(value)
        return key if key is None or connection.vendor == "postgresql" else key.bytes

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))


class EncryptedTextField(models.TextField):
    """A text stored locked with the installation's newest key (see `keyring`); cannot be searched or ordered by.

    Raises keyring.KeyMissing on reading a row that no key of `$MUTUALS_HOME/keys` fits.
    """

    description = "Text that only this installation can read"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return keyring.secrets_decrypt(settings.MUTUALS_HOME / "keys", value) if value else value

    def get_prep_value(self, value: Any) -> str | None:
        text = super().get_prep_value(value)
        return keyring.secrets_encrypt(settings.MUTUALS_HOME / "keys", text) if text else text

    def get_lookup(self, lookup_name: str) -> Any:
        """Only "is it empty": the same text is locked differently each time, so nothing could ever match."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
