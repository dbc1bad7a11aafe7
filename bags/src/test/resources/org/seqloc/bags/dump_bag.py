"""Prints what ROS reads of a bag: for each message topic, type, md5, stamp (ns), payload (sha1)."""
import hashlib
import sys

import rosbag

with rosbag.Bag(sys.argv[1]) as bag:
    for topic, message, stamp in bag.read_messages(raw=True):
        print(topic, message[0], message[2], stamp.to_nsec(), hashlib.sha1(message[1]).hexdigest())
