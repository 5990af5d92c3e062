"""Reading texts at the terminal; nothing is stored, no home and no database are needed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from mutuals.text.readings import Reading, Reads

app = typer.Typer()
# From so sure on a word is said without --json.
SAID = 0.5


@app.command(rich_help_panel="Listen")
def read(
    text: Annotated[str | None, typer.Argument(help="The text, or leave it out and name a file.")] = None,
    file: Annotated[
        Path | None,
        typer.Option(help='NDJSON, one {"id", "text"} a line, also gzipped; - is standard input.'),
    ] = None,
    tier: Annotated[
        str, typer.Option(help="Which models read: default, or better (needs mutuals[text]).")
    ] = "default",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Say what a text asks, feels and gives away: language, tone, questions, thanks, needs, personal data.

    Everything happens on this machine, and nothing is kept. Exit code 0, also where single lines could not be read.
    """
    if (text is None) == (file is None):
        raise typer.BadParameter("write one text, or name a file with --file", param_hint="TEXT")
    if tier not in ("default", "better"):
        raise typer.BadParameter("write default or better", param_hint="--tier")
    if file is not None and str(file) != "-" and (file.is_dir() or not file.exists()):
        raise typer.BadParameter(f"there is no file {file}", param_hint="--file")
    reader = _loaded(tier)
    if file is None:
        _one(reader, text or "", as_json)
    else:
        raise typer.Exit(_file(reader, file, as_json))


def _loaded(tier: str) -> "Reads":
    """The reader of a tier; what is not installed is said with the command that installs it."""
    import os
    import sys
    from importlib import import_module

    # The matrices are small: several threads would wait for each other for longer than they multiply.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        reader: Reads = import_module("mutuals.text.loading").load(tier)
    except ImportError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    return reader


def _one(reader: "Reads", text: str, as_json: bool) -> None:
    import sys

    from mutuals.record.reading_lines import answer, whole

    (found,) = reader.read([whole(text)])
    if as_json:
        sys.stdout.write(answer(None, found).replace('"id":null,', "", 1))
        return
    for title, words in _said(found, text):
        print(f"{title:10}{words}")


def _file(reader: "Reads", path: Path, as_json: bool) -> int:
    """Answers line by line; gives the exit code."""
    import os
    import sys
    import zlib

    from mutuals.record.reading_lines import Lines, answer

    lines, out, code = Lines(reader, answer if as_json else _line), sys.stdout.buffer, 0
    try:
        for answers in lines.answers(_blocks(path)):
            out.write(answers.encode("utf-8", "replace"))
            out.flush()
    except BrokenPipeError:
        # Whoever listened has heard enough; Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (EOFError, zlib.error, OSError) as error:
        print(f"I read {lines.number:,} lines; then {path} could not be read on: {error}", file=sys.stderr)
        code = 1
    if lines.bad:
        print(
            f"{lines.bad:,} of {lines.bad + lines.read:,} lines could not be read; each says why.",
            file=sys.stderr,
        )
    return code


def _blocks(path: Path) -> "Iterator[bytes]":
    """The bytes of a file, or of standard input as they come, unpacked where they are gzipped."""
    import sys

    if str(path) == "-":
        yield from _unpacked(sys.stdin.buffer)
        return
    with path.open("rb") as file:
        yield from _unpacked(file)


def _unpacked(file: "BinaryIO") -> "Iterator[bytes]":
    import gzip
    import io

    from mutuals.record.reading_lines import BLOCK

    stream: Any = file if isinstance(file, io.BufferedReader) else io.BufferedReader(file)
    if stream.peek(2)[:2] == b"\x1f\x8b":
        stream = gzip.GzipFile(fileobj=stream)
    while block := stream.read1(BLOCK):
        yield block


def _line(name: Any, found: "Reading") -> str:
    """One reading in one line of words."""
    tone = "" if found.tone == "unknown" else f"  {found.tone}"
    labels = _listed({**found.labels, **found.emotions})
    kinds = ", ".join(sorted({one.kind for one in found.personal}))
    return f"{name}  {found.lang}{tone}{'  ' if labels else ''}{labels}{'  holds ' if kinds else ''}{kinds}\n"


def _said(found: "Reading", text: str) -> "Iterator[tuple[str, str]]":
    """One reading in words, each with its title."""
    yield "Language", "unknown" if found.lang == "und" else found.lang
    if found.tone != "unknown":
        yield "Tone", f"{found.tone} ({found.tone_score:+.2f})"
    yield "May be", _listed(found.labels) or "nothing that I know"
    if feels := _listed(found.emotions):
        yield "Feels", feels
    if found.toxic is not None and found.toxic >= SAID:
        yield "May hurt", f"{found.toxic:.0%}"
    for one in found.personal:
        yield "Personal", f"{'perhaps ' if one.hint else ''}{one.kind}: {text[one.start : one.end]}"


def _listed(sure: "dict[str, float]") -> str:
    likely = sorted(((p, name) for name, p in sure.items() if p >= SAID), reverse=True)
    return ", ".join(f"{name} {p:.0%}" for p, name in likely)
