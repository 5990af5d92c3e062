"""A pytest plug-in: only tests that touch the database; what is pure is the same on either."""

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out every test that neither asks for the database nor is marked for it."""
    keep = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(keep)])
    items[:] = keep


def touches_database(item: pytest.Item) -> bool:
    """Whether the test, or a fixture it uses, asks for the database, or it names PostgreSQL."""
    asks = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return bool(asks) or any(item.get_closest_marker(name) for name in ("django_db", "postgres"))
