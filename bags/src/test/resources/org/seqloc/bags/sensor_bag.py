"""Writes a bag of sensors as a driver would, in the order of receipt."""
import struct
import sys

import rosbag
import rospy
from sensor_msgs.msg import (FluidPressure, Imu, LaserScan, MagneticField, NavSatFix, PointCloud2,
                             PointField)


def stamped(message, nanos, frame):
    message.header.stamp = rospy.Time(0, nanos)
    message.header.frame_id = frame
    return message


START = 1600000000 * 10 ** 9
with rosbag.Bag(sys.argv[1], 'w') as bag:
    def write(topic, message, nanos):
        bag.write(topic, message, rospy.Time(0, nanos + 5000000))

    for i in range(200):
        nanos = START + i * 5000000
        imu = stamped(Imu(), nanos, 'imu')
        imu.angular_velocity.x = i / 7.0
        imu.angular_velocity.y = -0.125
        imu.linear_acceleration.z = 9.81 + i / 3.0
        write('/imu/data', imu, nanos)
        if i % 20 == 0:
            fix = stamped(NavSatFix(), nanos, 'gps')
            fix.status.status = -1 if i == 0 else 0
            fix.latitude, fix.longitude, fix.altitude = 45.0 + i / 1e7, 5.75 - i / 1e7, 230.25
            write('/gps/fix', fix, nanos)
            field = stamped(MagneticField(), nanos, 'imu')
            field.magnetic_field.y = 4.8e-05
            write('/imu/mag', field, nanos)
            write('/baro', stamped(FluidPressure(fluid_pressure=101325.0 - i), nanos, 'baro'),
                  nanos)
        if i % 100 == 0:
            cloud = stamped(PointCloud2(), nanos, 'velodyne')
            cloud.height, cloud.width, cloud.point_step, cloud.row_step = 1, 2, 16, 32
            cloud.fields = [PointField(n, 4 * k, PointField.FLOAT32, 1)
                            for k, n in enumerate('xyz')]
            cloud.data = struct.pack('<8f', i, 1, 2, 99, 3, 4, 5, 99)
            write('/velodyne_points', cloud, nanos)
            scan = stamped(LaserScan(), nanos, 'laser')
            scan.range_min, scan.range_max, scan.ranges = 1.0, 10.0, [0.5, 2.0]
            write('/scan', scan, nanos)
