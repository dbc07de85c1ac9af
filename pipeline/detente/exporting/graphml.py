"""Format ``graphml``: the network of actors, for igraph, Gephi, Cytoscape and yEd."""

from pathlib import Path

import networkx as nx

from detente.exporting.graph import build_graph
from detente.exporting.selection import Selection


def write(selection: Selection, path: Path) -> None:
    """Write a GraphML file."""
    nx.write_graphml_xml(build_graph(selection), path)
