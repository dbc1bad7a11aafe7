"""Writes the points of a bag's only cloud as ROS reads them: x, y, z, intensity, ring, packed."""
import struct
import sys

import rosbag
from sensor_msgs import point_cloud2

with rosbag.Bag(sys.argv[1]) as bag, open(sys.argv[2], 'wb') as out:
    for _, message, _ in bag.read_messages():
        fields = ['x', 'y', 'z', 'intensity', 'ring']
        for point in point_cloud2.read_points(message, field_names=fields):
            out.write(struct.pack('<4fH', *point))
