"""The fuzzer starts and tries a few inputs, where atheris is installed."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from tests.case.written import SAMPLE

HERE = Path(__file__).parent


@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="atheris is not installed: no fuzzing"
)
def test_a_few_inputs(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "sample").write_text(SAMPLE, "utf-8")
    done = subprocess.run(
        [
            sys.executable,
            str(HERE / "fuzz_case.py"),
            "-runs=60",
            "-max_len=2000",
            f"-dict={HERE / 'case.dict'}",
            f"-artifact_prefix={tmp_path}/",
            str(tmp_path / "corpus"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Done 60 runs" in done.stderr
