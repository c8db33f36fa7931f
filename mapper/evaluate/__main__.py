"""``python -m mapper.evaluate``: the same as ``mapper evaluate``."""

import sys

from mapper.errors import MapperError
from mapper.evaluate.command import evaluate

if __name__ == "__main__":
    try:
        evaluate.main(prog_name="python -m mapper.evaluate", standalone_mode=True)
    except MapperError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(error.exit_code)
