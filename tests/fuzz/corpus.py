"""The small archives that fuzzing begins with: the samples of each reader, and what its generator writes."""

import importlib
import warnings
from pathlib import Path

from mutuals.sources.discover import archives
from tests.fuzz.shelf import taken

DATA = Path(__file__).parents[1] / "sources" / "archives" / "data"
# Who has no samples is told by `test_contract`.
READERS = {one.info.name: one for one in archives() if (DATA / one.info.name).is_dir()}
SMALL = 4


def _layout(maker, seed, folder):
    """Of a generator `Maker(seed, layout, number)` with its `LAYOUTS`."""
    layout = list(maker.LAYOUTS)[seed % len(maker.LAYOUTS)]
    return maker.Maker(seed, layout, SMALL).make().write(folder)


def _bluesky(maker, seed, folder):
    return maker.Maker(seed, records=12, order=maker.ORDERS[seed % 4]).make().write(folder)[0]


def _csv(maker, seed, folder):
    (folder / "table.csv").write_bytes(maker.Maker(seed, log=bool(seed % 2), rows=6).data())
    return folder / "table.csv"


def _google_contacts(maker, seed, folder):
    encoding = ("utf-8", "utf-16")[seed // 2 % 2]
    (folder / "contacts.csv").write_bytes(
        maker.Maker(seed, old=seed % 2, people=SMALL, encoding=encoding).data()
    )
    return folder / "contacts.csv"


def _instagram(maker, seed, folder):
    """Every fourth is a flat one of 2018 to 2020."""
    if seed % 4 < 3:
        return _layout(maker, seed, folder)
    flat = importlib.import_module("tests.sources.archives.generate_instagram_flat")
    return flat.Maker(seed, flat.LAYOUTS[seed // 4 % 2], SMALL).make().write(folder)


def _irc(maker, seed, folder):
    return (
        maker.Maker(seed, maker.FORMS[seed % 6], days=2, lines=12, query=seed % 5 == 3).make().write(folder)
    )


def _linkedin(maker, seed, folder):
    return maker.Maker(seed, maker.ERAS[seed % 4], messages=SMALL).make().write(folder)


def _mail(maker, seed, folder):
    layout = ("o", "maildir", "rd", "eml", "takeout", "cl")[seed % 6]
    return maker.write(maker.Maker(seed, mails=6).files(layout), folder, "folder")


def _mastodon(maker, seed, folder):
    return maker.Maker(seed, ("mastodon", "pleroma", "old")[seed % 3], posts=8).make().write(folder)


def _reddit(maker, seed, folder):
    return maker.Maker(seed, rows=3, silver=seed % 2).write(folder)


def _signal(maker, seed, folder):
    return maker.Maker(seed, ("miner", "markdown")[seed % 2], messages=8).make().write(folder)


def _slack(maker, seed, folder):
    return maker.Maker(seed, messages=8).make().write(folder)


def _telegram(maker, seed, folder):
    return maker.Maker(seed, messages=6).make().write(folder)


def _twitter(maker, seed, folder):
    return maker.Maker(seed, posts=6).make().write(folder)


def _vcard(maker, seed, folder):
    return maker.Maker(seed, cards=5, dialect=maker.DIALECTS[seed % 4]).write(folder, "one")


def _whatsapp(maker, seed, folder):
    writer = list(maker.chats(seed + 1, messages=12))[-1]
    return maker.pack(writer, folder, seed=seed)


def _youtube(maker, seed, folder):
    return maker.Maker(seed, rows=SMALL).write(folder)


def samples(name):
    """The files that lie beside the tests of a reader."""
    return taken(DATA / name, Path("/nonexistent"))


def generated(name, seed, folder):
    """The files of the archive that the reader's generator writes by `seed`; {} for a reader without one."""
    try:
        maker = importlib.import_module(f"tests.sources.archives.generate_{name}")
    except ModuleNotFoundError:
        return {}
    folder.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = globals().get(f"_{name}", _layout)(maker, seed, folder)
    return taken(path, folder / "spool")


def small_archives(name, folder, *, seeds=6):
    """The samples of a reader and `seeds` generated archives."""
    made = (generated(name, seed, folder / f"{name}{seed}") for seed in range(seeds))
    return [samples(name), *(files for files in made if files)]
