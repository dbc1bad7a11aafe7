"""What Ternaris' rosbags (pip install rosbags) writes and reads, for the tests to compare with.

bags OUT SCALE    writes recordings to folders in OUT, and beside each a .txt: a line for each message
                  with topic, type, stamp, whether latched, the values as text, the bytes in ROS 1
types             prints the fields of all message types of three distributions of ROS 2
convert BAG OUT STORAGE   converts a rosbag to a recording in sqlite3 or mcap
"""

import random
import struct
import sys
from pathlib import Path

import numpy
from rosbags.interfaces import Nodetype, Qos, QosDurability, QosHistory, QosLiveliness
from rosbags.interfaces import QosReliability, QosTime
from rosbags.rosbag2 import CompressionFormat, CompressionMode, StoragePlugin, Writer
from rosbags.typesys import Stores, get_types_from_idl, get_types_from_msg, get_typestore

DUMMY = 'structure_needs_at_least_one_member'
NUMBERS = {
    'bool': numpy.bool_, 'byte': numpy.uint8, 'char': numpy.uint8,
    'int8': numpy.int8, 'uint8': numpy.uint8, 'int16': numpy.int16, 'uint16': numpy.uint16,
    'int32': numpy.int32, 'uint32': numpy.uint32, 'int64': numpy.int64, 'uint64': numpy.uint64,
    'float32': numpy.float32, 'float64': numpy.float64,
}
IDL_NAMES = {
    'bool': 'boolean', 'byte': 'octet', 'char': 'uint8', 'float32': 'float', 'float64': 'double',
}
OWN = {
    'seqloc_msgs/msg/Inner': """
# Odd alignment, and nothing to see.
uint8 small
std_msgs/Empty nothing
float64 large 1.5   # a default
""",
    'seqloc_msgs/msg/Odd': """
int32 COUNT=3
string NAME="text # with a sign = and more"
bool[] flags
string<=5 short "a=b # c"
string<=7[<=4] shorts
string[2] pair ["x", "y"]
Inner[<=3] some
seqloc_msgs/Inner[2] two
std_msgs/Empty[] nothings
byte[] raw
int64[] longs
char letter 65
uint16[3] triple [1, 2, 3]
builtin_interfaces/Duration wait
""",
}


def store():
    result = get_typestore(Stores.ROS2_HUMBLE)
    for name, text in OWN.items():
        result.register(get_types_from_msg(text, name))
    return result


def number(rng, kind):
    if kind == 'bool':
        return bool(rng.getrandbits(1))
    if kind == 'float64':
        return rng.choice([rng.gauss(0, 1e3), 0.0, -0.0, float('inf'), float('nan'), 1e-310])
    if kind == 'float32':
        return float(numpy.float32(rng.choice([rng.gauss(0, 1e3), float('-inf'), 3e-45])))
    if kind == 'byte':
        # rosbags has them signed, ROS 2 unsigned.
        return rng.randint(0, 127)
    info = numpy.iinfo(NUMBERS[kind])
    return rng.choice([rng.randint(int(info.min), int(info.max)), int(info.min), int(info.max)])


def text(rng, bound):
    letters = 'abc/_ \u00e4\u20ac\U0001f600'
    most = min(bound or 9, 9)
    return ''.join(rng.choice(letters) for _ in range(rng.randint(0, most)))


def make(rng, types, desc, scale):
    kind, args = desc
    if kind == Nodetype.BASE:
        return text(rng, args[1]) if args[0] == 'string' else number(rng, args[0])
    if kind == Nodetype.NAME:
        fields = types.fielddefs[args][1]
        return types.types[args](**{n: make(rng, types, d, scale) for n, d in fields})
    each, bound = args
    if kind == Nodetype.ARRAY:
        length = bound
    else:
        length = rng.randint(0, min(bound or 4, 4))
    if each[0] == Nodetype.BASE and each[1][0] != 'string':
        if kind == Nodetype.SEQUENCE and each[1][0] == 'uint8' and not bound:
            length *= scale
        if length > 1000:
            return numpy.frombuffer(rng.randbytes(length), NUMBERS[each[1][0]])
        values = [number(rng, each[1][0]) for _ in range(length)]
        return numpy.array(values, dtype=NUMBERS[each[1][0]])
    return [make(rng, types, each, scale) for _ in range(length)]


def show(types, desc, value):
    kind, args = desc
    if kind == Nodetype.BASE:
        return show_base(args[0], value)
    if kind == Nodetype.NAME:
        fields = [(n, d) for n, d in types.fielddefs[args][1] if n != DUMMY]
        return '{' + ','.join(n + '=' + show(types, d, getattr(value, n)) for n, d in fields) + '}'
    return '[' + ','.join(show(types, args[0], v) for v in value) + ']'


def show_base(kind, value):
    if kind == 'string':
        return "'" + value.encode().hex()
    if kind == 'bool':
        return 'true' if value else 'false'
    if kind == 'float32':
        return struct.pack('>f', value).hex()
    if kind == 'float64':
        return struct.pack('>d', value).hex()
    return str(int(value))


def same(types, noetic, kind):
    if kind not in noetic.fielddefs or kind == 'std_msgs/msg/Empty':
        return False
    ours = types.fielddefs[kind][1]
    theirs = [(n, d) for n, d in noetic.fielddefs[kind][1] if n != 'seq']
    if [d for _, d in ours] != [d for _, d in theirs]:
        return False
    inner = [d if d[0] == Nodetype.NAME else d[1][0] for _, d in ours if d[0] != Nodetype.BASE]
    return all(same(types, noetic, d[1]) for d in inner if d[0] == Nodetype.NAME)


def to_ros1(noetic, desc, value):
    kind, args = desc
    if kind == Nodetype.NAME:
        fields = noetic.fielddefs[args][1]
        return noetic.types[args](**{
            n: 0 if n == 'seq' else to_ros1(noetic, d, getattr(value, n.lower()))
            for n, d in fields})
    if kind != Nodetype.BASE and args[0][0] == Nodetype.NAME:
        return [to_ros1(noetic, args[0], v) for v in value]
    return value


def line(types, noetic, topic, kind, nanos, latched, raw):
    value = types.deserialize_cdr(raw, kind)
    ros1 = '-'
    if same(types, noetic, kind):
        ros1 = bytes(noetic.serialize_ros1(to_ros1(noetic, (Nodetype.NAME, kind), value), kind)).hex()
    shown = show(types, (Nodetype.NAME, kind), value)
    return '\t'.join([topic, kind, str(nanos), str(latched).lower(), shown, ros1])


def qos(latched):
    zero = QosTime(0, 0)
    durability = QosDurability.TRANSIENT_LOCAL if latched else QosDurability.VOLATILE
    return [
        Qos(QosHistory.KEEP_LAST, 1, QosReliability.RELIABLE, durability, zero, zero,
            QosLiveliness.AUTOMATIC, zero, False),
    ]


def to_idl(types, kind):
    """The text that rosidl makes of a .msg file: typedefs for arrays, constants beside."""
    seen, queue, texts = set(), [kind], []
    while queue:
        name = queue.pop(0)
        if name in seen:
            continue
        seen.add(name)
        package, middle, short = name.split('/')
        typedefs, members = {}, []
        for field, desc in types.fielddefs[name][1]:
            inner = desc if desc[0] in (Nodetype.BASE, Nodetype.NAME) else desc[1][0]
            if inner[0] == Nodetype.NAME:
                queue.append(inner[1])
            members.append(idl_member(field, desc, inner, typedefs))
        body = ''.join(f'    typedef {t} {n}[{k}];\n' for n, (t, k) in typedefs.items())
        text = '=' * 80 + f'\nIDL: {name}\n// generated from rosidl\n#include "x.idl"\n'
        text += f'module {package} {{\n  module {middle} {{\n{body}'
        text += f'    module {short}_Constants {{\n      const int32 LIMIT = 8;\n    }};\n'
        text += '    @verbatim (language="comment", text=\n      "of; all } that" "\\n" "is")\n'
        text += f'    struct {short} {{\n' + ''.join(members) + '    };\n  };\n};\n'
        texts.append(text)
    return ''.join(texts)


def idl_member(field, desc, inner, typedefs):
    if inner[0] == Nodetype.NAME:
        each = inner[1].replace('/', '::')
    else:
        kind, bound = inner[1]
        each = IDL_NAMES.get(kind, kind) + (f'<{bound}>' if bound else '')
    note = '      @verbatim (language="comment", text="x")\n      @unit (value="m")\n'
    if desc[0] == Nodetype.ARRAY:
        alias = each.replace('::', '__').replace('<', '_').replace('>', '') + f'__{desc[1][1]}'
        typedefs[alias] = (each, desc[1][1])
        return note + f'      {alias} {field};\n'
    if desc[0] == Nodetype.SEQUENCE:
        bound = f', {desc[1][1]}' if desc[1][1] else ''
        return note + f'      sequence<{each}{bound}> {field};\n'
    return note + f'      @default (value=TRUE)\n      {each} {field};\n'


def write(out, name, scale, storage, version, mode, kinds, idl=False):
    types, noetic = store(), get_typestore(Stores.ROS1_NOETIC)
    rng = random.Random(name)
    writer = Writer(out / name, version=version, storage_plugin=storage)
    writer.set_compression(mode, CompressionFormat.ZSTD)
    with writer:
        lines = []
        connections = []
        for i, kind in enumerate(kinds):
            topic = '/t%d/%s' % (i, kind.split('/')[-1].lower())
            latched = i % 3 == 0
            if idl:
                definition = to_idl(types, kind)
                registered = get_types_from_idl(definition)
                assert registered[kind][1] == [
                    (n, as_idl(d)) for n, d in types.fielddefs[kind][1]
                ], kind
                connections.append((writer.add_connection(
                    topic, kind, msgdef=definition, rihs01='RIHS01_' + '0' * 64,
                    offered_qos_profiles=qos(latched)), latched))
            else:
                connections.append((writer.add_connection(
                    topic, kind, typestore=types, offered_qos_profiles=qos(latched)), latched))
        nanos = 1_700_000_000_000_000_000
        for turn in range(2):
            for connection, latched in connections:
                # Now and then behind the one before.
                nanos += rng.randint(-300, 1000)
                message = make(rng, types, (Nodetype.NAME, connection.msgtype), scale)
                raw = bytes(types.serialize_cdr(
                    message, connection.msgtype, little_endian=turn == 0))
                writer.write(connection, nanos, raw)
                lines.append(line(
                    types, noetic, connection.topic, connection.msgtype, nanos, latched, raw))
    lines.sort(key=lambda entry: int(entry.split('\t')[2]))
    (out / (name + '.txt')).write_text('\n'.join(lines) + '\n')


def as_idl(desc):
    kind, args = desc
    if kind == Nodetype.BASE:
        return kind, ({'byte': 'octet', 'char': 'uint8'}.get(args[0], args[0]), args[1])
    if kind == Nodetype.NAME:
        return desc
    return kind, (as_idl(args[0]), args[1])


def bags(out, scale):
    every = sorted(store().fielddefs)
    few = ['sensor_msgs/msg/Image', 'sensor_msgs/msg/CameraInfo', 'tf2_msgs/msg/TFMessage',
           'seqloc_msgs/msg/Odd', 'std_msgs/msg/Empty']
    sqlite, mcap = StoragePlugin.SQLITE3, StoragePlugin.MCAP
    none, file, message, within = (
        CompressionMode.NONE, CompressionMode.FILE, CompressionMode.MESSAGE, CompressionMode.STORAGE)
    plans = [
        ('sqlite_all', sqlite, 8, none, every, False),
        ('sqlite_9', sqlite, 9, none, few, False),
        ('sqlite_file', sqlite, 9, file, few, False),
        ('sqlite_message', sqlite, 8, message, few, False),
        ('sqlite_idl', sqlite, 9, none, every, True),
        ('mcap_all', mcap, 9, none, every, False),
        ('mcap_8', mcap, 8, none, few, False),
        ('mcap_file', mcap, 9, file, few, False),
        ('mcap_message', mcap, 9, message, few, False),
        ('mcap_storage', mcap, 9, within, few, False),
        ('mcap_idl', mcap, 9, none, few, True),
    ]
    for name, storage, version, mode, kinds, idl in plans:
        write(out, name, scale, storage, version, mode, kinds, idl)


def convert(bag, out, storage):
    from rosbags.convert.cli import main
    sys.argv = ['rosbags-convert', '--src', bag, '--dst', out, '--dst-storage', storage,
                '--dst-typestore', 'ros2_humble']
    main()


def name_of(desc):
    kind, args = desc
    if kind == Nodetype.BASE:
        return args[0] + ('<=%d' % args[1] if args[1] else '')
    if kind == Nodetype.NAME:
        return args.replace('/msg/', '/')
    if kind == Nodetype.ARRAY:
        return '%s[%d]' % (name_of(args[0]), args[1])
    return name_of(args[0]) + ('[<=%d]' % args[1] if args[1] else '[]')


def print_types():
    for distribution in (Stores.ROS2_FOXY, Stores.ROS2_GALACTIC, Stores.ROS2_HUMBLE):
        types = get_typestore(distribution)
        for name, (_, fields) in sorted(types.fielddefs.items()):
            shown = [name_of(d) + ' ' + n for n, d in fields if n != DUMMY]
            print(distribution.value, name.replace('/msg/', '/'), ';'.join(shown), sep='\t')


if __name__ == '__main__':
    if sys.argv[1] == 'bags':
        bags(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1] == 'types':
        print_types()
    else:
        convert(*sys.argv[2:])
