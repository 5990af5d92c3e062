"""`python -m mutuals` is the same as `mutuals`."""

import sys

from mutuals.cli.main import main

sys.exit(main())
