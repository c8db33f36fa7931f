"""Trains the encoder that recognises toponyms.

usage: python -m training.train_encoder CORPUS.jsonl... -o FOLDER [--leave NAME,...] [--fold N]

Trains on all articles of the corpora but those left out (whole corpora by ``--leave``, a third of
the first corpus by ``--fold``, and always the held-out part), then writes ``encoder.onnx`` (int8)
and ``tokenizer.json`` into FOLDER and, for what was left out, what the network says of each word
(``left-out.jsonl``): the filter is trained on that, never on answers about texts seen in training.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import random
import shutil
import time
from pathlib import Path

import torch
import torch.nn.functional as functional
from tokenizers import Tokenizer

from gazetteer import FeatureClass, Gazetteer
from training.corpora import held_out_ids
from training.encoder import Encoder
from training.encoder_data import (
    IGNORED,
    Batch,
    Labelled,
    Text,
    batches,
    labelled,
    read_texts,
    swapped,
)
from training.encoder_network import Network, base_folder

_say = logging.getLogger(__name__).info
EPOCHS, RATE, SIZE, WARM_UP, SEED = 4, 1.5e-4, 8, 0.06, 1
SWAPPED, FOLDS = 0.2, 3


def fold_of(identifier: str) -> int:
    """Fold of an article, by a digest of its id."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % FOLDS


def step_loss(network: Network, batch: Batch) -> torch.Tensor:
    """Cross-entropy of tags plus that of the literal flags."""
    tags, literal = network(batch.pieces, batch.shapes, batch.mask)
    loss = functional.nll_loss(tags.flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED)
    if bool((batch.literal != IGNORED).any()):
        loss = loss + functional.nll_loss(
            literal.flatten(0, 1), batch.literal.flatten(), ignore_index=IGNORED
        )
    return loss


def train(texts: list[Text], tokenizer: Tokenizer, names: list[str]) -> Network:
    """Train on some articles."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    network = Network()
    plain = [labelled(tokenizer, text) for text in texts]
    total = EPOCHS * (sum(len(p) for p in plain) // SIZE + 1)
    matrices = [p for p in network.parameters() if p.ndim > 1]
    rest = [p for p in network.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.01}, {"params": rest, "weight_decay": 0.0}], lr=RATE
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min(1.0, (n + 1) / (WARM_UP * total)) * max(0.02, 1 - n / total)
    )
    begun, step = time.monotonic(), 0
    for _ in range(EPOCHS):
        found: list[Labelled] = []
        for text, own in zip(texts, plain, strict=True):
            swap = chance.random() < SWAPPED
            found += labelled(tokenizer, swapped(text, names, chance)) if swap else own
        for batch in batches(found, SIZE, chance):
            network.train()
            loss = step_loss(network, batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if step % 100 == 0:
                pace = (time.monotonic() - begun) / step
                _say(f"step {step} of {total}, loss {loss.item():.3f}, {pace:.2f} s a step")
    return network.eval()


class _Answer(torch.nn.Module):
    """What the program asks for: log-probabilities of tags, probability of literal use."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: torch.Tensor, shapes: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Answer for windows without padding."""
        tags, literal = self.network(pieces, shapes)
        return tags, literal[..., 1].exp()


def write(network: Network, folder: Path) -> None:
    """Write the network as ONNX with int8 weights, and the tokenizer beside it."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    full = folder / "encoder-fp32.onnx"
    example = (torch.ones(1, 12, dtype=torch.long), torch.zeros(1, 12, dtype=torch.long))
    axes = {name: {0: "windows", 1: "pieces"} for name in ("pieces", "shapes", "tags", "literal")}
    torch.onnx.export(
        _Answer(network),
        example,
        str(full),
        input_names=["pieces", "shapes"],
        output_names=["tags", "literal"],
        dynamic_axes=axes,
        dynamo=False,
    )
    quantize_dynamic(full, folder / "encoder.onnx", per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()
    shutil.copyfile(base_folder() / "tokenizer.json", folder / "tokenizer.json")


def names_to_swap(gazetteer: Gazetteer, count: int = 20_000) -> list[str]:
    """Names of populated places of all countries, drawn evenly over the map."""
    chance = random.Random(SEED)
    found: set[str] = set()
    while len(found) < count:
        latitude, longitude = chance.uniform(-50, 65), chance.uniform(-180, 180)
        near = gazetteer.near(
            latitude, longitude, limit=20, radius_km=150, feature_classes=[FeatureClass.POPULATED]
        )
        found.update(n.place.name for n in near if 3 < len(n.place.name) < 25)
    return sorted(found)


def main() -> None:
    """Run from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--leave", default="")
    parser.add_argument("--fold", type=int, default=-1)
    arguments = parser.parse_args()
    gazetteer = Gazetteer()
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    held, left = held_out_ids(), set(arguments.leave.split(","))
    seen: list[Text] = []
    unseen: list[Text] = []
    for number, path in enumerate(arguments.corpora):
        for text in read_texts(path, gazetteer):
            out = path.stem in left or text.id in held
            out = out or (number == 0 and fold_of(text.id) == arguments.fold)
            (unseen if out else seen).append(text)
    _say(f"{len(seen)} articles to train on, {len(unseen)} left out")
    write(train(seen, tokenizer, names_to_swap(gazetteer)), arguments.output)
    encoder = Encoder(arguments.output)
    with (arguments.output / "left-out.jsonl").open("w", encoding="utf-8") as lines:
        for text in unseen:
            said = encoder.tag(text.text, text.body)
            row = {
                "id": text.id,
                "words": [[word.start, word.end] for word in said.words],
                "tags": said.tags.round(3).tolist(),
                "literal": said.literal.round(3).tolist(),
            }
            lines.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
