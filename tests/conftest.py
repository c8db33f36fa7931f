"""What holds for every test: the same places for everybody."""

import logging
import os

import pytest

from gazetteer.parts import FOLDER_VARIABLE

# Whoever runs the tests may have a gazetteer of their own; so have the programs that tests start.
os.environ[FOLDER_VARIABLE] = "off"


@pytest.fixture(autouse=True)
def _loggers() -> None:
    """Let loggers be heard: a command that ran in this process has sent them elsewhere."""
    for name in ("mapper", "gazetteer"):
        own = logging.getLogger(name)
        own.handlers, own.propagate = [], True
        own.setLevel(logging.NOTSET)
