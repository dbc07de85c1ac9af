"""The command line with small parts, so that a short run has several."""

import detente.cluster.run
from detente.cli import main

if __name__ == "__main__":
    detente.cluster.run.PART = 3
    main()
