"""Running the program over corpora, in one process or several."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import cast

from gazetteer import Gazetteer
from mapper.config import Settings
from mapper.errors import MapperError, SourceError
from mapper.evaluate.annotate import annotate
from mapper.evaluate.answer import Answer, from_record
from mapper.evaluate.figures import judge
from mapper.evaluate.gold import Corpus, Document, Format
from mapper.evaluate.outcome import Outcome
from mapper.evaluate.program import Part, Program
from mapper.pipeline import Mapper

__all__ = ["Judged", "choose", "judge_records", "run"]

_Done = tuple[int, Document, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A corpus (as far as it was asked about) and the outcomes, in its order."""

    corpus: Corpus
    outcomes: tuple[Outcome, ...]


def choose(corpus: Corpus, limit: int | None, seed: str | None) -> Corpus:
    """Take a part of a corpus.

    Parameters
    ----------
    corpus
        The whole.
    limit
        How many documents; all if None.
    seed
        Any word: which documents those are; the same word chooses the same ones. None: the first.

    Returns
    -------
    Corpus
        The part, in the corpus' order.
    """
    if limit is None or limit >= len(corpus.documents):
        return corpus
    order = list(range(len(corpus.documents)))
    if seed is not None:
        ids = [document.id for document in corpus.documents]
        order.sort(key=lambda i: hashlib.sha256(f"{seed}\0{ids[i]}\0{i}".encode()).digest())
    kept = sorted(order[:limit])
    return replace(corpus, documents=tuple(corpus.documents[i] for i in kept))


def run(
    corpus: Corpus,
    parts: Iterable[Part],
    *,
    jobs: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> Judged:
    """Ask the program about every document and judge the answers.

    Parameters
    ----------
    corpus
        What to ask about.
    parts
        What to ask.
    jobs
        Processes; each opens an engine of its own. The result does not depend on it.
    progress
        Called with the number of documents done.

    Raises
    ------
    MapperError
        Whatever the program raises.
    """
    parts = tuple(parts)
    done: dict[int, tuple[Document, Answer]] = {}
    numbered = list(enumerate(corpus.documents))
    source = (
        _ask(numbered, corpus.format, parts)
        if jobs == 1
        else _ask_many(numbered, corpus.format, parts, jobs)
    )
    for index, document, answer in source:
        done[index] = (document, answer)
        progress(len(done))
    return _judged(corpus, [done[i] for i in range(len(done))])


def judge_records(corpus: Corpus, path: Path) -> Judged:
    """Judge what ``mapper parse`` wrote, without running anything.

    Parameters
    ----------
    corpus
        The gold.
    path
        JSON Lines in the contract's form, told apart by the articles' ids; an article that is
        not there counts as one in which nothing was found.

    Raises
    ------
    SourceError
        If the file cannot be read or a line is no analysis record.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read") from error
    answers = [_answer(line, f"{path}:{n}") for n, line in enumerate(lines, 1) if line.strip()]
    records = {answer.doc: answer for answer in answers}
    with Gazetteer(user=False) as gazetteer:
        done = [
            (
                annotate(document, gazetteer),
                records.get(document.id, Answer(doc=document.id, mentions=(), incidents=())),
            )
            for document in corpus.documents
        ]
    return _judged(corpus, done)


def _answer(line: str, where: str) -> Answer:
    try:
        record = json.loads(line)
        return from_record(record, record["article"]["id"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(f"{where}: is not an analysis record") from error


def _judged(corpus: Corpus, done: Iterable[tuple[Document, Answer]]) -> Judged:
    done = list(done)
    asked = replace(corpus, documents=tuple(document for document, _ in done))
    outcomes = [outcome for document, answer in done for outcome in judge(asked, document, answer)]
    return Judged(corpus=asked, outcomes=tuple(outcomes))


def _ask(
    numbered: Sequence[tuple[int, Document]], kind: Format, parts: Sequence[Part]
) -> Iterator[_Done]:
    # What somebody added on this machine would change the figures.
    with Mapper(Settings(user_gazetteer=False)) as engine:
        program = Program(engine, parts)
        for index, document in numbered:
            told = annotate(document, engine.gazetteer)
            yield index, told, program.answer(told, kind)


def _work(
    pipe: Connection,
    numbered: Sequence[tuple[int, Document]],
    kind: Format,
    parts: Sequence[Part],
) -> None:
    """Body of a worker process: answers through the pipe, an error or None last."""
    try:
        for done in _ask(numbered, kind, parts):
            pipe.send(done)
        pipe.send(None)
    except MapperError as error:
        pipe.send(error)
    finally:
        pipe.close()


def _ask_many(
    numbered: Sequence[tuple[int, Document]], kind: Format, parts: Sequence[Part], jobs: int
) -> Iterator[_Done]:
    context = get_context("spawn")
    workers = []
    pipes: set[Connection] = set()
    try:
        for first in range(min(jobs, len(numbered))):
            here, there = context.Pipe(duplex=False)
            worker = context.Process(
                target=_work, args=(there, numbered[first::jobs], kind, parts), daemon=True
            )
            worker.start()
            there.close()
            workers.append(worker)
            pipes.add(here)
        while pipes:
            for pipe in cast("list[Connection]", wait(list(pipes))):
                try:
                    message = pipe.recv()
                except EOFError as error:
                    raise MapperError("a process of the evaluation died; see above") from error
                if message is None:
                    pipes.discard(pipe)
                elif isinstance(message, MapperError):
                    raise message
                else:
                    yield message
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()
