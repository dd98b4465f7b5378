"""What the app takes from others stands with version, hash and the licence texts of all that is in it."""

import hashlib
import json
from importlib.resources import files

VENDOR = files("standoff.app.web").joinpath("static", "vendor")


def _sha256(name: str) -> str:
    return hashlib.sha256(VENDOR.joinpath(name).read_bytes()).hexdigest()


def test_each_file_is_the_one_that_was_built() -> None:
    record = json.loads(VENDOR.joinpath("VENDORED.json").read_text("utf-8"))
    assert {each["file"]: _sha256(each["file"]) for each in record["files"]} == {
        each["file"]: each["sha256"] for each in record["files"]
    }
    assert _sha256("LICENCES.txt") == record["licences"]["sha256"]


def test_every_file_is_listed_and_every_package_has_its_licence_text() -> None:
    record = json.loads(VENDOR.joinpath("VENDORED.json").read_text("utf-8"))
    listed = {each["file"] for each in record["files"]} | {"LICENCES.txt", "VENDORED.json"}
    assert {each.name for each in VENDOR.iterdir()} == listed
    licences = VENDOR.joinpath("LICENCES.txt").read_text("utf-8")
    headed = set(licences.splitlines())
    for each in record["files"]:
        for package in each["packages"]:
            assert package["name"] in headed
            assert package["licence"] in ("MIT", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC")
            assert package["version"]


def test_the_lock_says_the_same_versions() -> None:
    """`vendor/` is not installed with the package: in a checkout its lock and the list agree."""
    from pathlib import Path

    lock = json.loads(Path("vendor/package-lock.json").read_text("utf-8"))["packages"]
    record = json.loads(VENDOR.joinpath("VENDORED.json").read_text("utf-8"))
    for each in record["files"]:
        for package in each["packages"]:
            assert lock[f"node_modules/{package['name']}"]["version"] == package["version"]


def test_nothing_of_it_speaks_of_another_host() -> None:
    """No file of the app's own holds an address of another host."""
    static = files("standoff.app.web").joinpath("static")
    for each in static.iterdir():
        if each.name.endswith((".js", ".css")):
            text = each.read_text("utf-8")
            assert "http://" not in text.replace("http://www.w3.org/", "")
            assert "https://" not in text
