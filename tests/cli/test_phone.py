"""`mutuals run --phone`: one more address, named exactly, and a code that works once."""

import http.client
import re
import subprocess
import sys
from contextlib import closing

import pytest

from mutuals.cli import serve
from tests.cli.test_serve import Running, start

__all__ = ["start"]


@pytest.fixture
def nowhere(monkeypatch) -> None:
    for name in ("MUTUALS_HOST", "MUTUALS_HTTPS", "MUTUALS_ALLOWED_HOSTS"):
        monkeypatch.delenv(name, raising=False)


def here(monkeypatch, address: str) -> None:
    monkeypatch.setattr("mutuals.team.addresses.address_here", lambda: address)


def test_the_address_of_the_own_network_is_taken(nowhere, monkeypatch) -> None:
    here(monkeypatch, "192.168.7.20")
    assert serve.chosen(None) == "192.168.7.20"
    assert serve.chosen("127.0.0.1") == "192.168.7.20"


def test_the_address_that_was_named_is_taken_as_a_browser_writes_it(nowhere, monkeypatch) -> None:
    here(monkeypatch, "192.168.7.20")
    assert serve.chosen("10.0.0.5") == "10.0.0.5"
    assert serve.chosen("fd00::5") == "[fd00::5]" == serve.chosen("[fd00::5]")
    monkeypatch.setenv("MUTUALS_HOST", "10.0.0.6")
    assert serve.chosen(None) == "10.0.0.6"


@pytest.mark.parametrize(
    ("host", "address", "said"),
    [("0.0.0.0", "192.168.7.20", "Name one address"), ("::", "192.168.7.20", "Name one address"),
     (None, "", "on no network"), (None, "8.8.8.8", "open to the whole internet")],
)  # fmt: skip
def test_all_addresses_or_the_whole_internet_are_never_taken_unasked(
    nowhere, monkeypatch, host, address, said
) -> None:
    here(monkeypatch, address)
    with pytest.raises(serve.CannotListen, match=said):
        serve.chosen(host)


def test_behind_a_proxy_nothing_more_is_listened_on(nowhere, monkeypatch) -> None:
    assert not serve._proxied()
    monkeypatch.setenv("MUTUALS_HTTPS", "1")
    assert not serve._proxied(), "without a name there is no address for a phone"
    monkeypatch.setenv("MUTUALS_ALLOWED_HOSTS", "mutuals.example.org")
    assert serve._proxied()


def own_address() -> str:
    """An address of this machine besides loopback, as the product finds it."""
    code = "from mutuals.team.addresses import address_here; print(address_here())"
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def answer(port: int, host: str, path: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as asked:
        asked.request("GET", path, headers={"Host": f"{host}:{port}"})
        return asked.getresponse().status


@pytest.mark.loopback
@pytest.mark.slow
def test_it_answers_under_the_two_addresses_and_no_other_name(start) -> None:
    address = own_address()
    if not address:
        pytest.skip("here: this machine is on no network")
    running: Running = start("--no-work", "--phone", "--host", address)
    assert "http://127.0.0.1:" in running.wait_for("Mutuals is at")
    assert f"http://{address}:" in running.wait_for("For your phone")
    link = re.search(r"http://\S+", running.wait_for("Sign it in:"))[0]
    port = int(re.search(r":(\d+)/", link)[1])
    assert link.startswith(f"http://{address}:{port}/welcome/")
    running.wait_for("Ctrl-C")
    assert answer(port, address, "/healthz") == 200 == answer(port, "127.0.0.1", "/healthz")
    assert answer(port, "evil.example", "/healthz") == 400


@pytest.mark.loopback
@pytest.mark.slow
def test_without_the_option_nobody_else_is_listened_to(start) -> None:
    running: Running = start("--no-work")
    port = int(re.search(r":(\d+)", running.wait_for("Mutuals is at").removeprefix("Mutuals is at"))[1])
    running.wait_for("Ctrl-C")
    listening = _listening(port)
    assert listening == {"0100007F"}, "127.0.0.1 and nothing else"


def _listening(port: int) -> set[str]:
    """The local addresses (hexadecimal, as the kernel writes them) that listen on a port."""
    from pathlib import Path

    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == port}
