"""Lets these tests import the hand-written analyses under tests/fixtures."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "fixtures"))
