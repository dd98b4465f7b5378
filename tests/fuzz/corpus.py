"""Writes a first corpus for the fuzzer: the sample, the first case, every trap and fault of the tests.

python -m tests.fuzz.corpus FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.case.test_syntax import FAULTS
from tests.case.test_yaml import TRAPS
from tests.case.written import SAMPLE

from standoff.case.make.template import first_case


def main(case: Path) -> None:
    case.mkdir(parents=True, exist_ok=True)
    texts = [SAMPLE, *first_case().values()]
    texts += [text for _, text, *_ in TRAPS] + [text for text, *_ in FAULTS]
    for number, text in enumerate(texts):
        (case / f"{number:03}").write_bytes(text.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
