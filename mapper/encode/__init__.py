"""A small encoder of our own: for every word, is it a name, and does it tell of an incident.

The network (a six-layer MiniLM, fine-tuned by `training.train_encoder`; weights int8) sees word
pieces without their case, and beside them the shape of the word they come from. It knows no
gazetteer and decides nothing: the models of recognition and events weigh what it says.
"""

from mapper.encode.encoder import Encoder
from mapper.encode.windows import SHAPES, Window, windows

__all__ = ["SHAPES", "Encoder", "Window", "windows"]
