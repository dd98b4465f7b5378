"""The JSON Schema: what is written well fits it, and the plainest faults do not."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.case.written import SAMPLE

from standoff.case.format.schema import schema
from standoff.case.make.template import first_case

CASES = Path(__file__).parents[2] / "cases"
KINDS = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def valid(value, rule, root):
    """Whether a value fits a schema; knows the words of JSON Schema that ours uses, and no others."""
    known = {
        "$ref",
        "type",
        "properties",
        "additionalProperties",
        "propertyNames",
        "pattern",
        "items",
    }
    notes = {"$schema", "$defs", "title", "description", "examples"}
    assert set(rule) <= known | notes | {"anyOf", "enum", "const", "required", "not"}
    if "$ref" in rule:
        return valid(value, root["$defs"][rule["$ref"].rpartition("/")[2]], root)
    named = rule.get("type", [])
    types = [named] if isinstance(named, str) else named
    return (
        (not types or any(isinstance(value, KINDS.get(each, (int, float))) for each in types))
        and (not isinstance(value, dict) or _object(value, rule, root))
        and (
            not isinstance(value, list) or all(valid(v, rule.get("items", {}), root) for v in value)
        )
        and (not isinstance(value, str) or re.search(rule.get("pattern", ""), value) is not None)
        and ("anyOf" not in rule or any(valid(value, each, root) for each in rule["anyOf"]))
        and ("enum" not in rule or value in rule["enum"])
        and ("const" not in rule or value == rule["const"])
        and ("not" not in rule or not valid(value, rule["not"], root))
    )


def _object(value, rule, root):
    properties = rule.get("properties", {})
    others = rule.get("additionalProperties", {})
    return (
        all(key in value for key in rule.get("required", []))
        and all(re.search(rule.get("propertyNames", {}).get("pattern", ""), key) for key in value)
        and all(key in properties or others is not False for key in value)
        and all(valid(item, properties.get(key, others), root) for key, item in value.items())
    )


def loaded(text):
    """As an editor sees it: with YAML's own idea of numbers and the like (but dates are text).

    The one line that YAML cannot scan, a gloss in straight quotes, stands in curly ones here.
    """
    text = re.sub(r'(?m)^(\s*- +)"([^"]*)"(?= by )', r"\1“\2”", text)
    yaml = YAML(typ="safe", pure=True)
    dates = "tag:yaml.org,2002:timestamp"
    yaml.constructor.add_constructor(dates, lambda constructor, node: node.value)
    return yaml.load(text)


@pytest.mark.parametrize(
    "text",
    [
        SAMPLE,
        first_case()["case.yaml"],
        *(path.read_text("utf-8") for path in sorted(CASES.glob("*/case.yaml"))),
        *(path.read_text("utf-8") for path in sorted(CASES.glob("*/readings/*.yaml"))),
    ],
)
def test_what_is_written_well_fits(text):
    rules = schema()
    assert valid(loaded(text), rules, rules)


@pytest.mark.parametrize(
    "text",
    [
        "casee: q\n",
        "questions: q\n",
        "questions: {a: {why: b}}\n",
        "motives: {a: {m: {why: b, wants: [c]}}}\n",
        "motives: {A.a: {m: {why: b}}}\n",
        "evidence: {A.a: {e: {says: b, ratings: [a]}}}\n",
        "precedents: [{when: 1995}]\n",
        "now: a\n",
        "now:\n  - a [b]\n",
        "options: {press: x}\n",
        "actors: {A: {als: x}}\n",
        "wants: {A: silen}\n",
        "wants: {A: {rankings: []}}\n",
        "variants: {a: {own: true}}\n",
        "sources: {a: {sha256: x}}\n",
    ],
)
def test_what_does_not_fit_the_schema(text):
    rules = schema()
    assert not valid(loaded(text), rules, rules)
