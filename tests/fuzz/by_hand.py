"""Fuzzes one reader by hand, led by what its code does: `python -m tests.fuzz.by_hand READER --minutes 3`.

Needs atheris (https://github.com/google/atheris, `pip install atheris`), which neither the product nor its tests need.
It begins with the small archives of `corpus`. What fails is written to `--found` (a folder) once for each place and
kind, with its traceback; the run goes on. Ends with 1 when anything failed. READER may be `parcel`: the opening of
containers itself.
"""

import argparse
import hashlib
import importlib.util
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

MISSING = "atheris is missing: pip install atheris (it is used for nothing else here)."
SLOW_S = 10
LONGEST = 40_000


def main(words):
    """Reads the command line and fuzzes."""
    ask = argparse.ArgumentParser(prog="python -m tests.fuzz.by_hand", description=__doc__.split("\n")[0])
    ask.add_argument("reader", help="a reader by its name, or parcel")
    ask.add_argument("--minutes", type=float, default=3.0)
    ask.add_argument("--found", type=Path, default=Path(tempfile.gettempdir()) / "mutuals-fuzz")
    told = ask.parse_args(words)
    if importlib.util.find_spec("atheris") is None:
        sys.exit(MISSING)
    import atheris

    with atheris.instrument_imports(include=["mutuals.wire", "mutuals.sources", "mutuals.text.folding"]):
        from tests.fuzz import corpus
    if told.reader not in (*corpus.READERS, "parcel"):
        sys.exit(f"There is no reader {told.reader}; there are: {', '.join(corpus.READERS)}, parcel.")
    fuzz(atheris, told)


def fuzz(atheris, told):
    """Runs libFuzzer until the time is up; never returns."""
    from tests.fuzz import corpus, shelf

    spool = Path(tempfile.mkdtemp(prefix="mutuals-fuzz-"))
    if told.reader == "parcel":
        seeds = [shelf.packed(files) for files in containers()]
    else:
        seeds = [shelf.packed(files) for files in corpus.small_archives(told.reader, spool / "made", seeds=8)]
    start = spool / "corpus"
    start.mkdir()
    for at, data in enumerate(seeds):
        (start / str(at)).write_bytes(data)
    found = Found(told.found / told.reader, told.reader, spool)
    others = [shelf.unpacked(data) for data in seeds]

    def mutated(data, size, seed):
        dice = random.Random(seed)
        files = shelf.unpacked(data)
        if files and dice.random() < 0.4:
            name = dice.choice(sorted(files))
            files[name] = atheris.Mutate(files[name], max(1, size - len(data) + len(files[name])))
            return shelf.packed(files)[:size]
        from tests.fuzz.mutate import bent

        return shelf.packed(bent(files or dice.choice(others), others, dice))[:size]

    options = [sys.argv[0], f"-max_total_time={int(told.minutes * 60)}", f"-max_len={LONGEST}"]
    options += [
        "-timeout=60",
        "-rss_limit_mb=2000",
        f"-artifact_prefix={told.found}/",
        "-print_final_stats=1",
    ]
    told.found.mkdir(parents=True, exist_ok=True)
    atheris.Setup([*options, "-close_fd_mask=0", str(start)], found.once, custom_mutator=mutated)
    atheris.Fuzz()


def containers():
    """Small containers of every kind, each as the one file of an archive."""
    from tests.sources.test_parcel import FILES, tarred, zipped

    few = {name: data[:2000] for name, data in FILES.items()}
    yield {"x.zip": zipped(few)}
    yield {"x.zip": zipped(few, streamed=True)}
    yield {"x.tar": tarred(few)}
    yield {"x.tgz": tarred(few, "w:gz")}
    yield {"x.tar.xz": tarred({**few, "in.zip": zipped(few)}, "w:xz")}
    yield {"x.zip": zipped({"in.zip": zipped(few), "in.tgz": tarred(few, "w:gz"), "a.gz": b"\x1f\x8b"})}


class Found:
    """Tries one input after the other and keeps one example of each failure."""

    def __init__(self, folder, reader, spool):
        from tests.fuzz import corpus

        self.folder, self.spool, self.kinds, self.runs = folder, spool, set(), 0
        self.reader = corpus.READERS.get(reader)

    def once(self, data):
        """Tries one input; what fails is written down."""
        from tests.fuzz.holds import check
        from tests.fuzz.shelf import unpacked

        self.runs += 1
        files, begun = unpacked(data), time.process_time()
        try:
            check(self.reader, files) if self.reader else opened(files, self.spool)
            used = time.process_time() - begun
            assert used < SLOW_S, f"{used:.0f} seconds for {len(data):,} bytes"
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            self.keep(error, data)

    def keep(self, error, data):
        """Writes down an input that failed in a way that is new."""
        places = [(one.filename, one.lineno) for one in traceback.extract_tb(error.__traceback__)]
        words = "".join(one for one in str(error)[:40] if not one.isdigit())
        kind = (type(error), tuple(places[-2:]), words if isinstance(error, AssertionError) else "")
        if kind in self.kinds:
            return
        self.kinds.add(kind)
        self.folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(data).hexdigest()[:12]
        (self.folder / name).write_bytes(data)
        said = "".join(traceback.format_exception(error))
        (self.folder / f"{name}.txt").write_text(said, "utf-8", "replace")
        sys.stderr.write(f"FOUND {self.folder / name}: {type(error).__name__}: {str(error)[:200]!r}\n")
        sys.stderr.flush()


def opened(files, spool):
    """Opens one container from disk and reads all of it; nothing but the declared errors may come."""
    from mutuals.sources.parcel import READ_ERRORS, OpenedParcel, ParcelError

    for name, data in list(files.items())[:1]:
        path = spool / ("brought" + "".join(Path(name.replace("\0", "")).suffixes)[-20:].replace("/", ""))
        path.write_bytes(data)
        try:
            parcel = OpenedParcel(path, spool=spool / "nested", max_files=2000)
        except ParcelError:
            continue
        for entry in parcel.entries():
            assert entry.size >= 0
            assert ".." not in entry.name.split("/")
            try:
                with parcel.open(entry.name) as stream:
                    while stream.read(1 << 18):
                        pass
            except READ_ERRORS:
                pass
        for one in (spool / "nested").glob("*"):
            one.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
