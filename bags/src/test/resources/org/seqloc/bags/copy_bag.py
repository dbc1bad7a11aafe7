"""Writes a bag anew with ROS: source, target, compression, chunk size in bytes."""
import sys

import rosbag

source, target, compression, chunk_bytes = sys.argv[1:]
with rosbag.Bag(source) as bag:
    with rosbag.Bag(target, 'w', compression=compression, chunk_threshold=int(chunk_bytes)) as out:
        for topic, message, stamp, header in bag.read_messages(
                raw=True, return_connection_header=True):
            out.write(topic, message, stamp, raw=True, connection_header=header)
