"""What the terminal says of a bare log: its ties, their chances, its pairs; without home and database."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from mutuals.relate import bare_log, bare_pairs

Rows = list[dict[str, Any]]
SHOWN = 20


def ties(path: Path, *, at_ms: int | None, limit: int | None, days: int | None) -> Rows:
    """The ties of a log as `bare_log.ties` tells them, or with `days` the chances as `bare_log.forecast` does."""
    log = _read(path)
    if days is None:
        return bare_log.ties(log, at=at_ms, limit=limit)
    return bare_log.forecast(log, at=at_ms, horizon_days=days, limit=limit)


def pairs(path: Path, *, at_ms: int | None, limit: int | None) -> Rows:
    """The pairs of a log that should know each other, as `bare_pairs.introductions` tells them, 100 by default."""
    log = _read(path)
    return bare_pairs.introductions(log, at=at_ms, limit=bare_pairs.LIMIT if limit is None else limit)


def echo(rows: Sequence[Mapping[str, Any]], limit: int | None) -> None:
    """Prints rows as lines with tabs, the first twenty unless `limit` says otherwise."""
    for row in rows[: SHOWN if limit is None else None]:
        typer.echo(
            "\t".join(f"{value:.4g}" if isinstance(value, float) else str(value) for value in row.values())
        )


def _read(path: Path) -> bare_log.Log:
    """The log; what was passed over is said on stderr, with the reason. Ends with code 1 where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            log = bare_log.read_log(stream, name=path.name)
    except OSError as error:
        typer.echo(f"{path}: {error.strerror or error}", err=True)
        raise typer.Exit(1) from None
    if log.skipped_self:
        typer.echo(f"{log.skipped_self:,} rows from somebody to themselves were skipped.", err=True)
    for one in log.rejected[:10]:
        typer.echo(f"line {one.line}: {one.reason}", err=True)
    if log.rejected_count > 10:
        typer.echo(f"{log.rejected_count:,} rows could not be read in all.", err=True)
    return log
