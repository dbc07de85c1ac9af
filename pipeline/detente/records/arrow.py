"""The record format as Arrow schemas, so that all Parquet files of a run agree."""

import types
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal, Union, get_args, get_origin

import pyarrow
from pydantic import BaseModel

SCALARS: Mapping[type, pyarrow.DataType] = {
    str: pyarrow.string(),
    int: pyarrow.int64(),
    float: pyarrow.float64(),
    bool: pyarrow.bool_(),
}


def arrow_schema(record: type[BaseModel]) -> pyarrow.Schema:
    """Give the columns of a record, nested as its fields are."""
    return pyarrow.schema(_fields(record))


def _fields(record: type[BaseModel]) -> list[pyarrow.Field]:
    return [
        pyarrow.field(field.alias or name, _type(field.annotation))
        for name, field in record.model_fields.items()
    ]


def _type(annotation: Any) -> pyarrow.DataType:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is list:
        return pyarrow.list_(_type(args[0]))
    if origin is Literal:
        return SCALARS[type(args[0])]
    if origin in (Union, types.UnionType):
        (present,) = (arg for arg in args if arg is not types.NoneType)
        return _type(present)
    if origin is not None:  # Annotated
        return _type(args[0])
    if issubclass(annotation, BaseModel):
        return pyarrow.struct(_fields(annotation))
    return SCALARS[str if issubclass(annotation, StrEnum) else annotation]
