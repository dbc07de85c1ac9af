"""The JSON Schemas in the package."""

from importlib.resources import files

from detente.records.json_schema import json_schemas


def test_committed_schemas_are_the_generated_ones() -> None:
    folder = files("detente.records") / "schema"
    committed = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    assert committed == json_schemas(), "run `make schema`"


def test_each_kind_has_one() -> None:
    assert sorted(json_schemas()) == [
        "documents-1.json",
        "rejected-1.json",
        "reviewed-1.json",
        "stances-1.json",
    ]
