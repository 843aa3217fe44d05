"""What all tests have in common: nothing of pytest-jupyter's that not every test needs.

Its automatic fixtures make an event loop and a server object for each test; only the route tests want them, and they
take them back in tests/extension/conftest.py.
"""

import pytest


@pytest.fixture
def jp_asyncio_loop():
    """No loop."""


@pytest.fixture
def jp_server_cleanup():
    """Nothing to clean up."""
