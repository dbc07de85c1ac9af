"""Format ``gexf``: the network of actors, for Gephi."""

from pathlib import Path

import networkx as nx

from detente.exporting.graph import build_graph
from detente.exporting.selection import Selection

VERSION = "1.2draft"


def write(selection: Selection, path: Path) -> None:
    """Write a GEXF file whose edges last from the first to the last day of their stances."""
    nx.write_gexf(build_graph(selection), path, version=VERSION)
