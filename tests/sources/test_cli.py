"""What `mutuals import` says while it works where there is no terminal."""

import pytest

from mutuals.record.services import turns
from mutuals.record.services.batch import Counts
from mutuals.record.services.turns import LEASE
from mutuals.sources import cli
from mutuals.sources.services.imports import import_add
from mutuals.sources.services.reading import WAITS, Progress
from mutuals.team.models import Lease
from mutuals.team.services.common import now_ms
from tests.sources.small_archives import folder

SAID = "Waiting for another import ...\n"


def test_an_import_that_waits_for_another_says_so_at_once_on_stderr(ada, home, tmp_path, capsys, monkeypatch):
    path = folder(tmp_path / "all", seed=7, mails=5, lines=5, posts=5)
    Lease.objects.create(name=LEASE, holder="import other elsewhere 1", until_ms=now_ms() + 60_000)
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == 12:
            Lease.objects.filter(holder__contains="elsewhere").update(holder="", until_ms=0)

    monkeypatch.setattr(turns.time, "sleep", sleep)
    cli._read(import_add(actor=ada, path=path, answers={"dates": "dmy"}))
    assert capsys.readouterr() == ("", SAID)


@pytest.mark.parametrize(("pause", "times"), [(30, 1), (0, 3)])
def test_it_is_said_again_after_a_while(pause, times, capsys, monkeypatch):
    monkeypatch.setattr(cli, "WAITING_S", pause)
    tell = cli._waiting_told()
    for title in (WAITS, WAITS, WAITS, "WhatsApp"):
        tell(Progress(title, 0, 1, Counts()))
    assert capsys.readouterr().err == SAID * times
