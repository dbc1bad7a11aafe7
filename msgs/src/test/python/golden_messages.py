#!/usr/bin/python3
"""Writes golden-messages.txt: one random message of each type, as ROS Noetic serializes and prints it.

    golden_messages.py TYPE... > ../resources/org/seqloc/msgs/golden-messages.txt

Needs Debian's python3-*-msgs. Each line: type, serialization in base64, str() of the message in base64.
"""
import base64
import importlib
import io
import random
import sys

import genpy

RANGES = {"int8": 8, "byte": 8, "int16": 16, "int32": 32, "int64": 64}
UNSIGNED = {"uint8": 8, "char": 8, "uint16": 16, "uint32": 32, "uint64": 64}


def number(kind, rng):
    if kind in RANGES:
        half = 1 << (RANGES[kind] - 1)
        return rng.choice([-half, half - 1, 0, rng.randrange(-half, half)])
    if kind in UNSIGNED:
        top = 1 << UNSIGNED[kind]
        return rng.choice([0, top - 1, rng.randrange(top)])
    if kind == "bool":
        return rng.random() < 0.5
    value = rng.choice([0.0, 1.0, -1.5, 1e-7, 123456789.125, rng.uniform(-1e3, 1e3), 1e22])
    # What float32 cannot hold exactly would print otherwise than it was sent.
    return value if kind == "float64" else genpy_float32(value)


def genpy_float32(value):
    import struct

    return struct.unpack("<f", struct.pack("<f", value))[0]


def value(kind, rng, depth):
    if kind.endswith("]"):
        base, size = kind[:-1].split("[")
        count = int(size) if size else rng.randrange(0, 4)
        if base in ("uint8", "char"):
            return bytes(rng.randrange(256) for _ in range(count))
        return [value(base, rng, depth + 1) for _ in range(count)]
    if kind == "string":
        return rng.choice(["", "map", "grüß dich", 'quote " and \\ slash', "two words", "7"])
    if kind == "time":
        return genpy.Time(rng.randrange(1 << 32), rng.randrange(1000000000))
    if kind == "duration":
        return genpy.Duration(rng.randrange(-(1 << 31), 1 << 31), rng.randrange(1000000000))
    if "/" in kind or kind == "Header":
        return message(kind if "/" in kind else "std_msgs/Header", rng, depth + 1)
    return number(kind, rng)


def message(name, rng, depth=0):
    package, kind = name.split("/")
    made = getattr(importlib.import_module(package + ".msg"), kind)()
    for slot, slot_type in zip(made.__slots__, made._slot_types):
        setattr(made, slot, value(slot_type, rng, depth))
    return made


def main():
    for name in sys.argv[1:]:
        rng = random.Random(name)
        made = message(name, rng)
        out = io.BytesIO()
        made.serialize(out)
        again = type(made)().deserialize(out.getvalue())
        print(
            name,
            base64.b64encode(out.getvalue()).decode(),
            base64.b64encode(str(again).encode()).decode(),
        )


main()
