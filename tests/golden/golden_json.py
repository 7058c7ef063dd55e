"""Writes golden files: lines that a person can read, numbers with the 17 significant digits that they need."""

import json

import numpy as np

WIDTH = 118


def write_json(path, value):
    with open(path, "w", encoding="ascii", newline="\n") as file:
        file.write(_text(value, "") + "\n")


def _text(value, indent):
    inner = indent + "  "
    if isinstance(value, dict):
        body = ",\n".join(f"{inner}{json.dumps(key)}: {_text(item, inner)}" for key, item in value.items())
        return "{\n" + body + "\n" + indent + "}"
    if isinstance(value, np.ndarray):
        value = value.tolist()
    elif isinstance(value, np.generic):
        value = value.item()
    if not isinstance(value, list):
        return json.dumps(value)
    # Python writes the shortest decimal that reads back as the same float64, so nothing is lost.
    items = [_text(item, inner) for item in value]
    line = "[" + ", ".join(items) + "]"
    if len(indent) + len(line) <= WIDTH:
        return line
    if isinstance(value[0], list):
        lines = [inner + item for item in items]
        return "[\n" + ",\n".join(lines) + "\n" + indent + "]"
    return "[\n" + _filled(items, inner) + "\n" + indent + "]"


def _filled(items, indent):
    lines, line = [], indent + items[0]
    for item in items[1:]:
        if len(line) + len(item) + 3 > WIDTH:
            lines.append(line + ",")
            line = indent + item
        else:
            line += ", " + item
    return "\n".join(lines + [line])
