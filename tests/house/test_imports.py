"""Who may import whom: the contracts in pyproject.toml, held by import-linter on the code as it stands."""

import tomllib

import pytest

from tests.house import tree


def contracts() -> list[dict[str, object]]:
    """The contracts as written."""
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return project["tool"]["importlinter"]["contracts"]


def test_all_contracts_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    from importlinter.cli import lint_imports

    code = lint_imports(config_filename=str(tree.ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_the_order_of_the_rooms_is_the_order_of_the_layers() -> None:
    layers = next(contract["layers"] for contract in contracts() if contract["id"] == "down")
    names = [layer.strip("()") for layer in layers]
    assert [name for name in reversed(names) if name in tree.rooms()] == list(tree.rooms())


def test_every_room_is_kept_from_the_settings_file() -> None:
    sources = next(contract["source_modules"] for contract in contracts() if contract["id"] == "settings")
    assert {f"mutuals.{room}" for room in tree.rooms()} <= set(sources)


def test_no_part_but_the_sample_world_itself_knows_what_is_planted_in_it() -> None:
    sources = next(contract["source_modules"] for contract in contracts() if contract["id"] == "truths")
    top = {f"mutuals.{tree.place(path).split('/')[0].removesuffix('.py')}" for path in tree.files()}
    apart = {"mutuals.__init__", "mutuals.__main__", "mutuals.settings", "mutuals.sample"}
    assert {*(top - apart), "mutuals.sample.world"} == set(sources)


def test_every_folder_of_connectors_is_independent() -> None:
    independent = {
        module
        for contract in contracts()
        if contract["type"] == "independence"
        for module in contract["modules"]
    }
    folders = [
        name for name in ("archives", "networks") if any((tree.PACKAGE / "sources" / name).glob("*.py"))
    ]
    assert {f"mutuals.sources.{name}.*" for name in folders} == independent
