"""``python -m mapper`` and the ``mapper`` command."""

from mapper.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
