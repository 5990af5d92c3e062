"""The house keeps its shape: same names in every room, pure files pure, imports down, starts fast."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

ROOMS = tree.rooms()
CLOCK_OR_CHANCE = {
    "time.time",
    "time.time_ns",
    "datetime.now",
    "datetime.utcnow",
    "datetime.datetime.now",
    "date.today",
    "datetime.date.today",
    "os.urandom",
    "os.environ.get",
    "os.getenv",
    "secrets.token_hex",
    "secrets.token_urlsafe",
    "uuid.uuid4",
}
# Pure files that may ask the clock or chance, and why.
KEEPS_TIME = {
    "team/keys.py": "a new key carries the moment and chance by definition; tests hand in the moment",
    "team/keyring.py": "keys for secrets are made by chance",
    "team/vault.py": "salt and nonces are chance by definition",
}

# Selectors that take no viewer, and why nobody sees more by them.
FOR_NOBODYS_EYES = {
    "people/selectors/actors.py": "keys for the engines; people ask `contacts`, which knows who is looking",
    "people/selectors/told.py: contact_columns": "which columns of a model name a contact; reads nothing",
    "people/selectors/views.py: views_all": "whose views there are, for the jobs that make what each may see",
    "relate/selectors/cards.py: card_document": "puts a card that its caller may see into words",
    "relate/selectors/plan.py: plan_document": "puts a plan that its caller may see into words",
    "relate/selectors/documents.py": "puts a row that its caller may see into words",
    "relate/selectors/ties.py: date_of": "a day number in words; reads nothing",
    "relate/selectors/ties.py: rung_word": "a step in words; reads nothing",
    "sources/selectors/imports.py: import_running": "whether the one lease is taken, for the worker and the doctor",
    "team/selectors/health.py: health": "the state of the machine, not of people; for whoever sits at it",
}

# Services called by place, and why.
BY_PLACE = {"record/services/bulk.py": "statements for many rows: table, columns, rows, in the order of SQL"}


def shown(paths: object) -> list[str]:
    return [tree.place(path) for path in paths]


def test_rooms_and_nothing_else_lie_beside_the_plain_part_and_the_doors() -> None:
    known = {*ROOMS, *tree.DOORS, *tree.PLAIN, "ui", "settings", "__init__", "__main__"}
    found = {
        p.stem for p in tree.PACKAGE.iterdir() if p.suffix == ".py" or (p.is_dir() and any(p.rglob("*.py")))
    }
    assert found - known == set()
    assert set(ROOMS) <= found


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_only_the_set_names_or_pure_files(room: str) -> None:
    exceptions = set(tree.ALSO_WITH_DJANGO)
    with_django = [
        path
        for path in tree.files(room)
        if any(name.split(".")[0] in ("django", "allauth", "csp") for name in tree.imports(tree.parsed(path)))
    ]
    assert [p for p in shown(with_django) if p.split("/")[1].removesuffix(".py") not in tree.WITH_DJANGO] == [
        p for p in shown(with_django) if p in exceptions
    ]


def test_every_exception_of_the_house_still_exists() -> None:
    listed = [
        *tree.ALSO_WITH_DJANGO,
        *KEEPS_TIME,
        *BY_PLACE,
        *(place.split(":")[0] for place in FOR_NOBODYS_EYES),
    ]
    assert [place for place in listed if not (tree.PACKAGE / place).exists()] == []


def test_pure_files_can_be_imported_where_there_is_no_django_and_no_settings() -> None:
    modules = [tree.module_of(path) for path in tree.pure_files()]
    code = (
        "import sys, importlib\n"
        "for name in ('django', 'allauth', 'mutuals.settings'): sys.modules[name] = None\n"
        f"for name in {modules!r}:\n"
        "    try: importlib.import_module(name)\n"
        "    except Exception as error: print(f'{name}: {type(error).__name__}: {error}')\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == ""
    assert len(modules) > 20


def test_pure_files_take_time_and_chance_as_arguments() -> None:
    found = []
    for path in tree.pure_files():
        if tree.place(path) in KEEPS_TIME or tree.place(path).startswith("sources/networks/"):
            continue
        for node in ast.walk(tree.parsed(path)):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called in CLOCK_OR_CHANCE or called.startswith("random."):
                found.append(f"{tree.place(path)}:{node.lineno} {called}")
    assert found == []


def test_package_files_are_empty_or_only_hand_on_names() -> None:
    """An empty `__init__.py` keeps `from mutuals.relate import ties` free; a file split in a folder hands on names."""
    full = []
    for path in tree.files():
        if path.name != "__init__.py" or not path.read_text(encoding="utf-8").strip():
            continue
        parts = Path(tree.place(path)).parts
        split_file = len(parts) == 3 and parts[1] in tree.WITH_DJANGO - {"migrations", "templatetags"}
        names_only = all(
            isinstance(node, ast.Import | ast.ImportFrom | ast.Expr)
            or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
            for node in tree.parsed(path).body
        )
        if not (split_file and names_only):
            full.append(tree.place(path))
    assert full == []


def test_migrations_depend_on_their_own_or_a_lower_room() -> None:
    wrong = []
    for path in tree.files():
        parts = Path(tree.place(path)).parts
        if len(parts) != 3 or parts[1] != "migrations" or path.name == "__init__.py":
            continue
        for label in _dependencies(tree.parsed(path)):
            higher = label in ROOMS and ROOMS.index(label) > ROOMS.index(parts[0])
            if higher or (label in tree.DOORS):
                wrong.append(f"{tree.place(path)} depends on {label}")
    assert wrong == []


def _dependencies(migration: ast.Module) -> list[str]:
    return [
        pair.elts[0].value
        for node in ast.walk(migration)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("dependencies", "run_before")
        for pair in getattr(node.value, "elts", [])
        if isinstance(pair, ast.Tuple) and isinstance(pair.elts[0], ast.Constant)
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_commands_import_only_typer_at_module_level(room: str) -> None:
    allowed = {"typer", "typing", "pathlib", "enum", "collections.abc", "__future__"}
    found = {
        f"{tree.place(path)} imports {name}"
        for path in tree.files(room)
        if re.match(rf"{room}/cli(\.py$|/)", tree.place(path))
        for node in tree.parsed(path).body
        for name in tree.imports(ast.Module([node], []))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and name not in allowed
        and not name.startswith(f"mutuals.{room}.cli")
    }
    assert found == set()


def public_functions(part: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every public function in a `services` or `selectors` of a room, with the place of its file."""
    for path in tree.files():
        if Path(tree.place(path)).with_suffix("").parts[1:2] == (part,):
            for node in tree.parsed(path).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield tree.place(path), node


def test_every_selector_asks_who_is_looking() -> None:
    found = [
        f"{place}: {function.name}"
        for place, function in public_functions("selectors")
        if not _asks_viewer(function) and not {place, f"{place}: {function.name}"} & set(FOR_NOBODYS_EYES)
    ]
    assert found == []


def _asks_viewer(function: ast.FunctionDef) -> bool:
    given = function.args
    for argument, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        if argument.arg == "viewer":
            return default is None
    positional = [argument.arg for argument in (*given.posonlyargs, *given.args)]
    without_default = positional[: len(positional) - len(given.defaults)]
    return "viewer" in without_default


def test_services_take_their_arguments_by_name() -> None:
    """At most the one thing they are about by place; what a room hands to itself is its own affair."""
    outside = set(called_from_other_rooms())
    found = [
        f"{place}: {function.name}"
        for place, function in public_functions("services")
        if len(function.args.args) > 1
        and place not in BY_PLACE
        and (place.split("/")[0], function.name) in outside
    ]
    assert found == []
    assert len(outside) > 10


def called_from_other_rooms() -> Iterator[tuple[str, str]]:
    """Every (room, name) that a file outside the room imports from its services."""
    for path in tree.files():
        for node in ast.walk(tree.parsed(path)):
            parts = (node.module or "").split(".") if isinstance(node, ast.ImportFrom) else []
            if parts[2:3] == ["services"] and parts[1] != tree.place(path).split("/")[0]:
                yield from ((parts[1], alias.name) for alias in node.names)


def test_no_file_has_grown_beyond_reading() -> None:
    """Under 400 lines is the aim (`make lint` reports what is over); twice that is no longer one thing."""
    assert [
        line for line in tree.long_things() if re.search(r"\.py: (\d+) lines", line) and _lines(line) > 800
    ] == []


def _lines(report: str) -> int:
    return int(report.split(": ")[1].split()[0])


def quickest(*arguments: str, tries: int = 5) -> float:
    """Seconds that the quickest of some runs kept a processor busy; a clock would count the neighbours too."""
    best = 60.0
    for _ in range(tries):
        child = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 0
        best = min(best, used.ru_utime + used.ru_stime)
    return best


@pytest.fixture(scope="module")
def bytecode() -> None:
    """Bytecode is there, as after set-up."""
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", str(tree.PACKAGE)], check=True, capture_output=True
    )


@pytest.mark.usefixtures("bytecode")
def test_an_engine_is_in_a_notebook_at_once() -> None:
    assert quickest("-c", "from mutuals.relate import ties") < 0.2


@pytest.mark.usefixtures("bytecode")
def test_help_is_there_in_a_moment() -> None:
    assert quickest("-m", "mutuals", "--help") < 0.3
