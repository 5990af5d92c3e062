"""What the docs say is so: every setting, command, option, word and connector, and the generated pages are fresh."""

import re
import subprocess
import sys

import pytest

from tests.house import facts, tree

DOCS = tree.ROOT / "docs"


def said(*names: str) -> str:
    """The text of pages, blanks made single, without the back ticks and bars of Markdown."""
    text = "\n".join((tree.ROOT / name).read_text(encoding="utf-8") for name in names)
    return " ".join(text.replace("`", "").replace("\\|", "|").split())


def terminal() -> str:
    return said("docs/start.md", *(["docs/terminal.md"] if (DOCS / "terminal.md").exists() else []))


@pytest.mark.parametrize(("name", "comment"), facts.settings())
def test_every_setting_stands_in_the_docs_with_its_comment(name: str, comment: str) -> None:
    assert comment, f"{name} has no comment in settings.py"
    start = said("docs/start.md")
    assert name in start
    assert comment.replace("`", "") in start


@pytest.mark.parametrize("command", facts.commands(), ids=lambda command: command.name)
def test_every_command_and_option_stands_in_the_docs(command: facts.Command) -> None:
    docs = terminal()
    assert f"mutuals {command.name}" in docs
    missing = [name for option in command.options for name in option.names if name not in docs]
    assert missing == []


@pytest.mark.parametrize("command", facts.commands(), ids=lambda command: command.name)
def test_every_command_and_option_explains_itself(command: facts.Command) -> None:
    assert command.help
    assert [option.shown for option in command.options if not option.help] == []


def test_no_command_of_the_docs_is_unknown() -> None:
    known = {command.name.split()[0] for command in facts.commands()}
    text = "\n".join(p.read_text(encoding="utf-8") for p in (tree.ROOT / "README.md", *DOCS.rglob("*.md")))
    typed = re.findall(r"(?:`|^\s*\$?\s*)(?:\.venv/bin/)?mutuals ([a-z-]+)", text, re.M)
    assert set(typed) - known == set()


def words() -> list[str]:
    """The words of docs/words.md: what stands in back ticks in the first column of its tables."""
    text = (DOCS / "words.md").read_text(encoding="utf-8") if (DOCS / "words.md").exists() else ""
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("|")]
    return sorted({word for row in rows for word in re.findall(r"`([^`]+)`", row)})


def test_the_glossary_has_words() -> None:
    assert len(words()) > 30


def test_every_word_of_the_glossary_is_used_in_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in tree.files())
    unused = [word for word in words() if not re.search(rf"(?<![A-Za-z]){re.escape(word)}(?![a-z])", code)]
    assert unused == []


def test_every_connector_stands_in_the_docs() -> None:
    from mutuals.sources.discover import archives

    page = (DOCS / "connectors.md").read_text(encoding="utf-8")
    found = [archive.info for archive in archives()]
    assert len(found) >= 5
    assert [
        info.name for info in found if f"## {info.title}\n" not in page or f"`{info.name}`" not in page
    ] == []


def test_generated_pages_are_fresh() -> None:
    check = subprocess.run(
        [sys.executable, str(tree.ROOT / "scripts" / "docs"), "--check"],
        capture_output=True,
        text=True,
        cwd=tree.ROOT,
    )
    assert check.stdout == "", "run `make docs`"
    assert check.returncode == 0, check.stderr


def test_the_commands_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (tree.ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    readme = (tree.ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"^\s*\$?\s*make (\w+)", readme, re.M)
    assert named
    assert set(named) <= targets
    assert "git clone" in readme


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in [tree.ROOT / "README.md", tree.ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(tree.ROOT)} -> {target}")
    assert broken == []


def test_nothing_in_the_tree_names_another_machines_paths() -> None:
    """Only what anybody can have: no absolute paths of a workplace, no addresses of package registries in locks."""
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=tree.ROOT)
    if listed.returncode:
        pytest.skip("here: this is no git clone")
    wrong = []
    for name in listed.stdout.splitlines():
        path = tree.ROOT / name
        if path.suffix in (".md", ".py", ".txt", ".toml", ".html", "") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            if re.search(r"--(?:extra-)?index-url\b|--find[-]links\b|(?<![\w.])/wor[k]/", text):
                wrong.append(name)
    assert wrong == []
