"""A model fitted on a few articles of the project's own corpus."""

from pathlib import Path

import pytest

from detente.nlp import load_reader
from detente.reading import read_options
from detente.stances.encoder import Encoder, load_encoder
from detente.stances.persistence import models_folder
from detente.training.examples import Example
from detente.training.fit import Models
from detente.training.held_out import HeldOut, load_held_out
from detente.training.run import GoldSet, LabelledDoc, fit_models, labelled_docs, labelled_examples

ROOT = Path(__file__).parents[2]
ARTICLES = 7


@pytest.fixture(scope="session")
def own_set(tmp_path_factory: pytest.TempPathFactory) -> GoldSet:
    folder = tmp_path_factory.mktemp("corpus")
    names = sorted(path.name for path in (ROOT / "corpus").glob("*.md"))[:ARTICLES]
    for name in names:
        (folder / name).write_bytes((ROOT / "corpus" / name).read_bytes())
    lines = (ROOT / "annotations/gold/sample.jsonl").read_text(encoding="utf-8").splitlines()
    gold = folder.parent / "gold.jsonl"
    kept = [line for line in lines if any(f'"doc": "{name}"' in line for name in names)]
    gold.write_text("\n".join(kept), encoding="utf-8")
    return GoldSet(gold, folder)


@pytest.fixture(scope="session")
def docs(own_set: GoldSet) -> list[LabelledDoc]:
    return labelled_docs(load_reader(None), own_set, read_options())


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder(models_folder())


@pytest.fixture(scope="session")
def held_out_readings() -> HeldOut:
    return load_held_out(models_folder())


@pytest.fixture(scope="session")
def own_examples(
    docs: list[LabelledDoc], encoder: Encoder, held_out_readings: HeldOut
) -> list[Example]:
    return labelled_examples(docs, encoder, held_out_readings)


@pytest.fixture(scope="session")
def models(own_examples: list[Example], docs: list[LabelledDoc], encoder: Encoder) -> Models:
    return fit_models(own_examples, docs, encoder)
