"""What holds for every test: the same places for everybody."""

import logging
import os
from collections.abc import Iterator

import pytest

from gazetteer.parts import FOLDER_VARIABLE

# Whoever runs the tests may have a gazetteer of their own; so have the programs that tests start.
os.environ[FOLDER_VARIABLE] = "off"


@pytest.fixture(autouse=True)
def _loggers() -> Iterator[None]:
    """Give loggers back as they were: a command that runs in this process sends them elsewhere."""
    loggers = [logging.getLogger(name) for name in ("mapper", "gazetteer")]
    before = [(own.handlers, own.propagate, own.level) for own in loggers]
    yield
    for own, (handlers, propagate, level) in zip(loggers, before, strict=True):
        own.handlers, own.propagate = handlers, propagate
        own.setLevel(level)
