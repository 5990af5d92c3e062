"""What each file of `src/mutuals` is, by its place and name alone: the rules of the house, readable by tests and tools.

`python -m tests.house.tree pure` prints the pure files (mypy is strict on them), `sizes` what has grown large.
"""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "mutuals"
DOORS = ("web", "api", "cli", "mcp", "work")
PLAIN = ("as2", "text", "wire", "sample", "transport")

# With Django, in every room alike; a folder of the same name where the file would pass 400 lines.
WITH_DJANGO = frozenset(
    "models services selectors pages forms api cli jobs urls apps leaving templatetags migrations".split()
)
FOLDERS = frozenset({"templates", "static", "weights"})

# What knows Django besides, and why it has no place in the files above.
ALSO_WITH_DJANGO = {
    "sources/pages_columns.py": "what a table holds: pages.py, in which the door looks, would pass 400 lines with it",
    "team/fields.py": "two column types that the models of every room use",
    "team/home.py": "makes the home and sets Django up before any room is imported",
    "team/place.py": "puts another database in the place of the own one while somebody looks around",
    "team/signin.py": "the adapters through which django-allauth asks this house",
}

LONG_FILE = 400
LONG_FUNCTION = 50


@cache
def rooms() -> tuple[str, ...]:
    """The names in ROOMS, read from settings.py without running it."""
    for node in parsed(PACKAGE / "settings.py").body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ROOMS":
            return tuple(ast.literal_eval(node.value))
    raise LookupError("settings.py names no ROOMS")


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def files(folder: str = "") -> Iterator[Path]:
    """Every Python file below a folder of the package, in order."""
    return iter(sorted((PACKAGE / folder).rglob("*.py")))


def place(path: Path) -> str:
    """Where a file lies in the package, as in `relate/ties.py`."""
    return path.relative_to(PACKAGE).as_posix()


def is_pure(path: Path) -> bool:
    """Whether this file may know no Django: the plain part, and in a room every file without one of the set names."""
    first, *rest = Path(place(path)).with_suffix("").parts
    if first in PLAIN:
        return True
    if first not in rooms() or not rest or rest == ["__init__"]:
        return False
    return rest[0] not in WITH_DJANGO and place(path) not in ALSO_WITH_DJANGO


def pure_files() -> list[Path]:
    """All pure files, with the pure half of the doors left to the doors."""
    return [path for path in files() if is_pure(path)]


def module_of(path: Path) -> str:
    """The dotted name under which a file is imported."""
    parts = ("mutuals", *Path(place(path)).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported anywhere in this syntax, in functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def long_things() -> Iterator[str]:
    """Files over 400 lines and functions over 50, with their lengths: a report, not a fence."""
    for path in files():
        if "migrations" in path.parts:
            continue
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LONG_FILE:
            yield f"long     {place(path)}: {lines} lines"
        for function in functions(parsed(path)):
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            if length > LONG_FUNCTION:
                yield f"long     {place(path)}: {function.name} has {length} lines"


def main(what: str) -> None:
    """Prints one of the lists."""
    if what == "pure":
        print(*(path.relative_to(ROOT) for path in pure_files()), sep="\n")  # noqa: T201  a tool
    elif what == "sizes":
        print(*long_things(), sep="\n")  # noqa: T201  a tool
    else:
        sys.exit("usage: python -m tests.house.tree pure|sizes")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
