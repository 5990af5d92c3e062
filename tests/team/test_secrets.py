"""Secrets: locked in the database, kept out of what is printed, readable after a change of keys."""

import io
import logging
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.db import connection
from django.test import Client

from mutuals.team import keyring, services
from mutuals.team.masking import MaskFilter, masked
from mutuals.team.models import LogKey, Setting, User


@pytest.mark.django_db
def test_a_locked_text_comes_back_and_is_not_readable_in_the_row() -> None:
    LogKey.objects.create(person="p", key="zwetschge")
    assert LogKey.objects.get().key == "zwetschge"
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM team_logkey")
        assert "zwetschge" not in cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_locked_text_cannot_be_searched() -> None:
    with pytest.raises(FieldError):
        LogKey.objects.filter(key="zwetschge").exists()


def test_after_a_change_of_keys_old_texts_stay_readable(tmp_path: Path) -> None:
    old = keyring.secrets_encrypt(tmp_path, "plum")
    keyring.secrets_rotate(tmp_path)
    new = keyring.secrets_encrypt(tmp_path, "pear")
    assert keyring.secrets_decrypt(tmp_path, old) == "plum"
    assert keyring.secrets_decrypt(tmp_path, new) == "pear"
    newest, oldest = (tmp_path / "secrets").read_text().split()
    assert Fernet(newest).decrypt(new) == b"pear"
    assert Fernet(oldest).decrypt(old) == b"plum"


def test_without_its_key_a_text_is_refused_without_being_quoted(tmp_path: Path) -> None:
    locked = keyring.secrets_encrypt(tmp_path / "one", "plum")
    with pytest.raises(keyring.KeyMissing) as told:
        keyring.secrets_decrypt(tmp_path / "two", locked)
    assert locked not in str(told.value)
    assert told.value.__cause__ is None


def test_key_files_are_their_owners_alone(tmp_path: Path) -> None:
    keyring.keys_make(tmp_path / "keys")
    keyring.secrets_rotate(tmp_path / "keys")
    for path in (tmp_path / "keys").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == ["seal", "secrets"]


@pytest.mark.parametrize(
    "line",
    [
        "GET /welcome/{secret} 200",
        "Gone: /invitation/{secret}",
        "http://127.0.0.1:8484/welcome/{secret}?next=/",
        "referer '/welcome/{secret}'",
    ],
)
def test_a_token_in_a_line_is_masked(line: str) -> None:
    secret = services.link_create.__module__.replace(".", "_") + "x" * 30
    assert secret not in masked(line.format(secret=secret))


def test_a_locked_text_in_a_line_is_masked() -> None:
    locked = Fernet(Fernet.generate_key()).encrypt(b"plum").decode()
    assert locked[:40] not in masked(f"could not read {locked}")


def test_a_line_without_a_secret_stays_as_it_is() -> None:
    assert masked("GET /people/ana/ 200 in 12 ms") == "GET /people/ana/ 200 in 12 ms"


def test_traces_are_masked_too() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(MaskFilter())
    try:
        raise ValueError("/welcome/abcdefgh")
    except ValueError:
        record = logging.LogRecord(
            "x", logging.ERROR, "f", 1, "at %s", ("/welcome/abcdefgh",), __import__("sys").exc_info()
        )
    handler.handle(record)
    assert "abcdefgh" not in out.getvalue()
    assert "ValueError" in out.getvalue()


@pytest.mark.django_db
def test_nothing_logged_while_coming_in_holds_the_token(caplog: pytest.LogCaptureFixture) -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(MaskFilter())
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        with caplog.at_level(logging.DEBUG):
            path = services.start_link()
            for _ in range(2):
                Client().get(path)
    finally:
        root.removeHandler(handler)
    assert "Gone" in out.getvalue()
    assert path.rsplit("/", 1)[1] not in out.getvalue()


@pytest.mark.django_db
def test_what_prints_a_user_or_a_setting_holds_no_password() -> None:
    user = User.objects.create_user("dan", "a long and winding road", joined_at=0)
    assert user.password not in repr(user)
    assert "value" not in repr(Setting(key="k", value="value"))
