"""The first page of help. Typer's own loads a Markdown parser first, which doubles the time to the first word."""

from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTE = """
Every command works on an empty machine: it makes what it needs. Exit codes: 0 done, 1 failed, 2 wrong use.
"""


def columns(rows: "Iterable[tuple[str, str]]", *, width: int, paint: bool) -> str:
    """Rows of name and sentence, aligned, the sentence cut at `width` columns; bold names when `paint`."""
    rows = list(rows)
    pad = max((len(name) for name, _ in rows), default=0)
    lines = []
    for name, text in rows:
        space = max(width - pad - 4, 20)
        short = text if len(text) <= space else text[: space - 1].rstrip() + "…"
        label = typer.style(name.ljust(pad), bold=True) if paint else name.ljust(pad)
        lines.append(f"  {label}  {short}")
    return "\n".join(lines)


class Commands(TyperGroup):
    """The top level: commands under the heading (`rich_help_panel`) that their room gave them."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes purpose, commands by heading, and options."""
        paint = ctx.color is not False and _terminal()
        formatter.write(f"{self.help}\n\n  mutuals COMMAND [OPTIONS]      mutuals COMMAND --help says more\n")
        for heading, rows in self._sections(ctx).items():
            title = typer.style(heading, bold=True, fg="green") if paint else heading
            formatter.write(f"\n{title}\n{columns(rows, width=formatter.width, paint=paint)}\n")
        formatter.write(NOTE)

    def _sections(self, ctx: Any) -> dict[str, list[tuple[str, str]]]:
        sections: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is None or command.hidden:
                continue
            panel = getattr(command, "rich_help_panel", None)
            heading = panel if isinstance(panel, str) else "Commands"
            sections.setdefault(heading, []).append((name, command.get_short_help_str(limit=200)))
        options = [record for p in self.get_params(ctx) if (record := p.get_help_record(ctx))]
        sections["Options"] = [(name, text) for name, text in options]
        return sections


def _terminal() -> bool:
    import os
    import sys

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
