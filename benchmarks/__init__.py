"""How fast, how large, against whom: `python -m benchmarks`."""

import os

# One thread each, unless said otherwise; this must stand before numpy is loaded.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
os.environ["STANDOFF_NO_CACHE"] = "1"  # what was answered before is no figure
