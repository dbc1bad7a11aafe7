#!/usr/bin/python3
"""Writes what the tests compare with: types, messages, strings and numbers as ROS Noetic has them.

    make_goldens.py     (no arguments; writes into ../resources/org/seqloc/msgs)

Needs Debian's ros-core and the python3-*-msgs packages of all definitions in src/main. The same
packages give the same files.
"""
import base64
import importlib
import io
import math
import pathlib
import random
import struct

import genmsg
import genpy
import yaml

TESTS = pathlib.Path(__file__).resolve().parents[1]
MAIN = TESTS.parent / "main"
TARGET = TESTS / "resources" / "org" / "seqloc" / "msgs"
HEADER = "# Made by src/test/python/make_goldens.py of Debian's ROS Noetic packages.\n"

SIGNED = {"int8": 8, "byte": 8, "int16": 16, "int32": 32, "int64": 64}
UNSIGNED = {"uint8": 8, "char": 8, "uint16": 16, "uint32": 32, "uint64": 64}
# What YAML takes for something else than a string, or must quote.
WORDS = """map a 7 -7 +7 1_000 0x1F 0b101 017 08 0 1.5 -1.5 1. .5 1e3 1.0e3 1.0e+3 1:30 1:30.5 .inf -.Inf .nan nan
    yes No TRUE false on Off y n ~ null NULL Null << = ! & * - -- --- ---a ... ? : :a a: a:b #a a#b ' '' it's "a" 'a'
    \\ [a] {a} a,b , %a @a `a |a >a 2026-11-21 2026-1-2 2026-11-21T01:02:03Z /seqloc/pose 1a -a""".split()
WORDS += ["", " ", "  ", " a", "a ", "a b", "a  b", "a: b", "a :b", "a #b", "- a", "? a", ": a", "<< a", "yes no"]
WORDS += ["2026-11-21 01:02:03", "2026-11-21 01:02:03.5 +01:00", "\n", "\n\n", "a\n", "\na", "a\nb", "a\n\nb"]
WORDS += ["a \nb", "a\n b", "a\n\nb\n\n", "it's\nb", "\t", "a\tb", "\r\n", "\0", "\x07\x08\x0b\x0c\x1b\x7f\x80"]
WORDS += ["\x85", "\xa0", "grüß dich", "漢字", "😀", "\u2028\u2029", "\ufeff", "\ufffd\uffff"]


def text(rng):
    """A random string, some of them so long that PyYAML breaks them."""
    if rng.random() < 0.5:
        return rng.choice(WORDS)
    letters = rng.choice(["abc  ", "a ", "a b\n", "a'\n", "'\" \\", "aé ", "a😀\t ", "ab", "  a", "\x85\u2028a \n"])
    return "".join(rng.choice(letters) for _ in range(rng.choice([3, 20, 90, 200])))


def real(kind, rng):
    value = rng.choice(
        [0.0, -0.0, 1.0, -1.5, 1e-7, 123456789.125, 1e22, 5e-324, 1e-45, 3.4e38, math.nan, math.inf, -math.inf]
        + [rng.uniform(-1e3, 1e3) for _ in range(20)])
    return value if kind == "float64" else struct.unpack("<f", struct.pack("<f", value))[0]


def value(kind, rng):
    if kind.endswith("]"):
        base, size = kind[:-1].split("[")
        count = int(size) if size else rng.randrange(0, 4)
        if base in ("uint8", "char"):
            return bytes(rng.randrange(256) for _ in range(count))
        return [value(base, rng) for _ in range(count)]
    if kind in SIGNED:
        half = 1 << (SIGNED[kind] - 1)
        return rng.choice([-half, half - 1, 0, rng.randrange(-half, half)])
    if kind in UNSIGNED:
        end = 1 << UNSIGNED[kind]
        return rng.choice([0, end - 1, rng.randrange(end)])
    if kind == "bool":
        return rng.random() < 0.5
    if kind == "string":
        return rng.choice(["", "map", "/seqloc/pose", "grüß\ndich", 'quote " and \\ slash', "7", rng.choice(WORDS)])
    if kind == "time":
        return genpy.Time(rng.randrange(1 << 32), rng.choice([0, 7, 999999999, rng.randrange(1000000000)]))
    if kind == "duration":
        return genpy.Duration(rng.randrange(-(1 << 31), 1 << 31), rng.randrange(1000000000))
    if "/" in kind:
        return message(loaded(kind), rng)
    return real(kind, rng)


def message(made_class, rng):
    made = made_class()
    for slot, slot_type in zip(made.__slots__, made._slot_types):
        setattr(made, slot, value(slot_type, rng))
    return made


def loaded(name, kind="msg"):
    package, simple = name.split("/")
    return getattr(importlib.import_module(package + "." + kind), simple)


def names(kind):
    return sorted(path.parent.name + "/" + path.stem for path in (MAIN / kind).rglob("*." + kind))


def message_classes():
    """The class of each message and of both halves of each service, by name."""
    found = [(name, loaded(name)) for name in names("msg")]
    for name in names("srv"):
        service = loaded(name, "srv")
        found += [(name + "Request", service._request_class), (name + "Response", service._response_class)]
    return sorted(found, key=lambda pair: pair[0])


def write(name, lines):
    (TARGET / name).write_text(HEADER + "".join(line + "\n" for line in lines), encoding="ascii")


def types():
    for name in names("srv"):
        yield "service %s %s" % (name, loaded(name, "srv")._md5sum)
    for name, made_class in message_classes():
        yield "message %s %s" % (name, made_class._md5sum)
        own, *used = made_class._full_text.split("\n" + "=" * 80 + "\nMSG: ")
        spec = genmsg.msg_loader.load_msg_from_string(genmsg.MsgContext(), own, name)
        for section in used:
            yield "uses " + section.split("\n")[0]
        for constant in spec.constants:
            yield "constant %s %s %s" % (constant.type, constant.name, constant.val)
        for slot, slot_type in zip(made_class.__slots__, made_class._slot_types):
            yield "field %s %s" % (slot_type, slot)


def messages():
    """Of each type the empty message and some random ones: its name, its bytes, lines of its text behind '|'."""
    for name, made_class in message_classes():
        rng = random.Random(name)
        made = [made_class()]
        if made_class.__slots__:
            made += [message(made_class, rng) for _ in range(2)]
        for one in made:
            out = io.BytesIO()
            one.serialize(out)
            # Read back: then the numbers have the types in which a subscriber prints them.
            printed = str(made_class().deserialize(out.getvalue()))
            yield name + " " + base64.b64encode(out.getvalue()).decode()
            for line in printed.split("\n"):
                yield "|" + line


def strings():
    """A string, it as a field's value, a list of it alone; each in base64."""
    rng = random.Random("strings")
    for one in WORDS + [text(rng) for _ in range(250)]:
        forms = [one, genpy.message.strify_message(one), genpy.message.strify_message([one], "    ")]
        yield " ".join(base64.b64encode(form.encode()).decode() or "-" for form in forms)


def numbers():
    """The bits of a float64 and what Python's repr gives."""
    rng = random.Random("numbers")
    values = [0.0, -0.0, math.nan, math.inf, -math.inf, 0.1, 1 / 3, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308]
    values += [2.0**e for e in range(-1074, 1024, 23)] + [10.0**e for e in range(-20, 25)]
    values += [struct.unpack("<d", struct.pack("<Q", rng.getrandbits(64)))[0] for _ in range(300)]
    values += [struct.unpack("<f", struct.pack("<I", rng.getrandbits(32)))[0] for _ in range(200)]
    values += [round(rng.uniform(-1e4, 1e4), rng.randrange(8)) for _ in range(200)]
    for one in values:
        yield "%s %r" % (struct.pack(">d", one).hex(), one)


write("noetic-types.txt", types())
write("noetic-messages.txt", messages())
write("noetic-strings.txt", strings())
write("noetic-numbers.txt", numbers())
