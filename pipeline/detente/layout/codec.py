"""Articles and layouts in spaCy's own byte formats (``Doc.to_bytes``, DocBin, processes)."""

from array import array
from collections.abc import Callable
from typing import Any

import srsly  # type: ignore[import-untyped]

from detente.article import Article, Metadata, Offsets
from detente.layout.offsets import INTEGERS, Block, BlockKind, Layout

_KEY = "__detente__"

Chain = Callable[[Any], Any] | None


def register() -> None:
    """Teach srsly, which writes the user data of Docs, both types. Idempotent."""
    srsly.msgpack_encoders.register("detente", func=_encode)
    srsly.msgpack_decoders.register("detente", func=_decode)


def _encode(obj: Any, chain: Chain) -> Any:
    match obj:
        case Layout():
            blocks = [[block.start, block.end, block.kind.value] for block in obj.blocks]
            offsets = [obj.starts.tobytes(), obj.ends.tobytes()]
            return {_KEY: "Layout", "fields": [obj.raw, obj.text, *offsets, blocks]}
        case Article():
            metadata = [getattr(obj.metadata, name) for name in Metadata.__dataclass_fields__]
            fields = [getattr(obj, name) for name in Article.__dataclass_fields__]
            fields[fields.index(obj.metadata)] = metadata
            return {_KEY: "Article", "fields": fields}
    return obj if chain is None else chain(obj)


def _decode(obj: Any, chain: Chain) -> Any:
    match obj.get(_KEY):
        case "Layout":
            raw, text, starts, ends, blocks = obj["fields"]
            return Layout(
                raw,
                text,
                array(INTEGERS, starts),
                array(INTEGERS, ends),
                tuple(Block(start, end, BlockKind(kind)) for start, end, kind in blocks),
            )
        case "Article":
            id_, text, metadata, format_, markup, warnings = obj["fields"]
            return Article(
                id_,
                text,
                Metadata(*metadata),
                format_,
                tuple(Offsets(*stretch) for stretch in markup),
                tuple(warnings),
            )
    return obj if chain is None else chain(obj)
