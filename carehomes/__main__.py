"""``python -m carehomes``: the command line."""

import sys

from carehomes.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
