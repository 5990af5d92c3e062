"""Pages need no inline style or script (the content policy forbids both), and what was vendored is what it says."""

import hashlib
import json
import re

import pytest

from tests.house import tree

TEMPLATES = sorted(tree.PACKAGE.rglob("templates/**/*.html"))
STATIC = tree.PACKAGE / "ui" / "static" / "mutuals"
FORBIDDEN = {
    "a style attribute": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "a script without src": r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:json|ld\+json)\")",
    "an event attribute": r"<[a-z][^>]*\son[a-z]+\s*=",
    "a script address": r"javascript:",
    "something from elsewhere": r"(?:src|srcset|poster|data)\s*=\s*[\"'](?:https?:)?//",
    "a style sheet from elsewhere": r"<link\b[^>]*href\s*=\s*[\"'](?:https?:)?//",
}


def faults(text: str) -> list[str]:
    """What the page has that the content policy would refuse."""
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.S)
    return [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text, re.I)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('<p style="color: red">', "a style attribute"),
        ("<script>alert(1)</script>", "a script without src"),
        ('<a href="#" onclick="x()">', "an event attribute"),
        ('<img src="//example.org/x.png">', "something from elsewhere"),
        ('<link rel="stylesheet" href="https://example.org/x.css">', "a style sheet from elsewhere"),
    ],
)
def test_the_check_sees_what_it_should(text: str, fault: str) -> None:
    assert fault in faults(text)


def test_no_template_has_inline_style_or_script_or_reaches_out() -> None:
    assert {
        str(p.relative_to(tree.PACKAGE)): found for p in TEMPLATES if (found := faults(p.read_text("utf-8")))
    } == {}
    assert TEMPLATES


def test_no_markup_made_in_python_has_inline_style_or_script() -> None:
    found = {
        tree.place(path): re.findall(r"<[a-z]+[^>\n]*\sstyle=[\"'\\]|<script|<style", path.read_text("utf-8"))
        for path in tree.files()
        if tree.place(path).startswith("ui/")
        or "pages" in tree.place(path)
        or "templatetags" in tree.place(path)
    }
    assert {place: what for place, what in found.items() if what} == {}


def vendored() -> list[dict[str, str]]:
    """The manifest of what is not ours: file, name, version, licence, sha256."""
    return json.loads((STATIC / "vendored.json").read_text(encoding="utf-8"))["files"]


def test_what_was_vendored_is_unchanged_and_licensed() -> None:
    wrong = [
        entry["file"]
        for entry in vendored()
        if not (entry["name"] and entry["version"] and entry["licence"])
        or hashlib.sha256((STATIC / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]
    ]
    assert wrong == []


def test_every_vendored_file_is_in_the_manifest() -> None:
    """Fonts and minified scripts are never ours; everything else under static is written here."""
    foreign = {
        path.relative_to(STATIC).as_posix()
        for path in STATIC.rglob("*")
        if path.suffix in (".woff2", ".woff", ".ttf", ".otf", ".wasm")
        or ".min." in path.name
        or "vendor" in path.parts
    }
    assert foreign - {entry["file"] for entry in vendored()} == set()
