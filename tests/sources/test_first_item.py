"""Nothing of a stream is lost at its beginning: the first thing an archive says is kept."""

from pathlib import Path

import pytest

from tests.people import ada

DATA = Path(__file__).parent / "archives" / "data" / "twitter" / "export"


@pytest.mark.django_db(transaction=True)
def test_the_first_actor_of_an_archive_keeps_its_name() -> None:
    from mutuals.record.models import Actor
    from mutuals.sources.services.imports import import_add, import_run

    run = import_run(import_add(actor=ada(), path=DATA))
    assert Actor.objects.get(uri="https://x.com/i/user/1001").name == "Mara Demo"
    assert run.actors == Actor.objects.count()
