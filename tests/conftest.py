"""What holds for every test: the same places for everybody."""

import os

from gazetteer.parts import FOLDER_VARIABLE

# Whoever runs the tests may have a gazetteer of their own; so have the programs that tests start.
os.environ[FOLDER_VARIABLE] = "off"
