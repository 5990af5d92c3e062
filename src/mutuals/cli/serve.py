"""Starts web in this process and work in a child, prints the address, and stops both as one.

The child's standard input is a pipe that only this process holds open: when this process ends, however it ends, the
child reads its end and stops too. That needs no process group and works on every system.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

CALM_EXIT_S = 15.0
LONGEST_PAUSE_S = 60.0


class CannotListen(SystemExit):
    """Why the address cannot be used, and what to do."""


def serve(*, host: str | None, port: int | None, with_work: bool, quiet: bool, phone: bool = False) -> None:
    """Runs until SIGINT or SIGTERM; `host` and `port` that are None are taken from the settings. `phone`: also on an
    address of this machine that a phone can reach, unless a proxy with HTTPS stands in front.

    Raises SystemExit with one sentence when the home or the address cannot be used.
    """
    beside = chosen(host) if phone and not _proxied() else ""
    if host or beside:
        # The settings also say under which names a browser may come: this one, and no other.
        os.environ["MUTUALS_HOST"] = beside or host or ""
    from mutuals import settings

    # Taken before anything slow: a taken port is said at once, and an early browser waits instead of failing.
    first = "127.0.0.1" if beside else settings.MUTUALS_HOST
    listeners = [listen(first, settings.MUTUALS_PORT if port is None else port)]
    with contextlib.ExitStack() as open_ones:
        open_ones.enter_context(contextlib.suppress(KeyboardInterrupt))
        open_ones.enter_context(listeners[0])
        if beside:
            listeners.append(open_ones.enter_context(listen(beside, listeners[0].getsockname()[1])))
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        from mutuals.team import home

        home.prepare()
        if not quiet:
            greet(listeners[0], phone=phone_address(listeners) if phone else "")
        application = _pages()
        with worker() if with_work else contextlib.nullcontext():
            _web(listeners, application)


def _proxied() -> bool:
    """Whether a proxy with HTTPS and a name stands in front: then a phone comes by that name.

    Asked of the environment: the settings are read once, and only when the address is known.
    """
    said = os.environ.get("MUTUALS_HTTPS", "").lower() in ("1", "true", "yes", "on")
    return said and bool(os.environ.get("MUTUALS_ALLOWED_HOSTS", "").strip(" ,"))


def chosen(host: str | None) -> str:
    """The address of this machine to listen on for a phone: the one that was named, else the one on its own network.

    Raises CannotListen where there is none, or where it would be all of them or the whole internet's unasked.
    """
    from mutuals.team.addresses import address_here, is_at_home, is_everywhere, is_loopback

    named = host or os.environ.get("MUTUALS_HOST", "")
    if named and is_everywhere(named):
        raise CannotListen(
            f"Name one address of this machine for your phone, not {named}, as in --host 192.168.1.20."
        )
    if named and not is_loopback(named):
        # As a browser writes it, which is how it is allowed.
        return f"[{named.strip('[]')}]" if ":" in named else named
    found = address_here()
    if not found:
        raise CannotListen("This machine is on no network; connect it, or name an address with --host.")
    if not is_at_home(found):
        raise CannotListen(
            f"The address of this machine, {found}, is open to the whole internet. Put a proxy with HTTPS in front "
            f"(docs/phone.md), or name it with --host {found} if you mean it."
        )
    return found


def phone_address(listeners: Sequence[socket.socket]) -> str:
    """The address by which a phone comes: that of the proxy, else that of the last listener."""
    if _proxied():
        from mutuals import settings

        return f"https://{settings.MUTUALS_ALLOWED_HOSTS[0]}"
    return url(listeners[-1])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on the address; raises CannotListen with one sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host.strip("[]"), port))
        taken.listen(128)
    except (OSError, OverflowError) as error:
        taken.close()
        raise CannotListen(_why_not(host, port, error)) from None
    taken.set_inheritable(False)
    return taken


def _why_not(host: str, port: int, error: OSError | OverflowError) -> str:
    import errno

    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return (
            f"Port {port} is in use, perhaps by Mutuals itself: look at http://{host}:{port} or take another port "
            f"with --port {port + 1} (or MUTUALS_PORT={port + 1})."
        )
    if number == errno.EACCES:
        return f"This user may not listen on port {port}; take one above 1023, as in --port 8484."
    return f"I cannot listen on {host}:{port} ({error}); --host and --port take another address."


def greet(listener: socket.socket, *, phone: str = "") -> None:
    """Prints the address and the owner's one-time sign-in link; for a phone (by its address) a code of such a link."""
    from mutuals.team import services

    address = url(listener)
    print(f"Mutuals is at    {address}", flush=True)
    path = services.start_link()
    if path:
        print(f"Sign in, once:   {address}{path}", flush=True)
    if phone:
        _code(phone, path)
    print("Stop it with     Ctrl-C", flush=True)


def _code(address: str, start: str | None) -> None:
    """Prints the code for a phone. While the owner has neither password nor passkey it is the very link of the start;
    afterwards one that ends in ten minutes and lets nobody change how one signs in."""
    from mutuals.team import services
    from mutuals.ui.qr import qr_text

    path = start or services.phone_link(user=services.owner_ensure())
    print(f"For your phone   {address}", flush=True)
    print(f"\n{qr_text(address + path)}\n", flush=True)
    lasts = "works once" if start else "works once, for ten minutes"
    print(f"Sign it in:      {address}{path}   ({lasts})", flush=True)
    if address.startswith("http:"):
        print(
            "No HTTPS: whoever shares this network can read along. Only at home; docs/phone.md says more.",
            flush=True,
        )


def url(listener: socket.socket) -> str:
    """The address to type into a browser on this machine."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104  compared, not listened on
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextlib.contextmanager
def worker() -> Iterator["Worker"]:
    """The work child, from here on until the block ends."""
    running = Worker([sys.executable, "-m", "mutuals.work", "--with-parent"])
    try:
        yield running
    finally:
        running.stop()


class Worker:
    """Keeps one child running: started again with a growing pause when it ends by itself."""

    def __init__(self, command: list[str], *, first_pause_s: float = 1.0) -> None:
        self.command = command
        self.first_pause_s = first_pause_s
        self.stopping = threading.Event()
        self.child: subprocess.Popen[bytes] | None = None
        self.lock = threading.Lock()
        self.thread = threading.Thread(target=self._keep, name="keeps-work", daemon=True)
        self.thread.start()

    def _keep(self) -> None:
        pause = self.first_pause_s
        while (child := self._start()) is not None:
            code = child.wait()
            if self.stopping.is_set():
                return
            print(
                f"The work behind the pages ended (code {code}); I start it again.",
                file=sys.stderr,
                flush=True,
            )
            self.stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    def _start(self) -> subprocess.Popen[bytes] | None:
        with self.lock:
            if self.stopping.is_set():
                return None
            self.child = subprocess.Popen(self.command, stdin=subprocess.PIPE)
            return self.child

    def stop(self) -> None:
        """Ends the child: kindly, and after a while by force."""
        self.stopping.set()
        with self.lock:
            child = self.child
        if child is None:
            return
        if child.stdin:
            with contextlib.suppress(OSError):
                child.stdin.close()
        child.terminate()
        try:
            child.wait(CALM_EXIT_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _pages() -> Any:
    """The application with all its pages loaded, while the browser is still being opened.

    By its name, since doors do not know each other; before the event loop, since it looks into the database; before
    the worker, so that the two do not compete for the first second.
    """
    return import_module("mutuals.web.ready").ready()


def _web(listeners: list[socket.socket], application: Any) -> None:
    import uvicorn

    config = uvicorn.Config(
        application,
        lifespan="off",
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=15,
    )
    uvicorn.Server(config).run(sockets=listeners)
