#!/usr/bin/env python3
"""The rospy side of `seqloc bench transport`: see roscpp_peer.cpp, which does the same.

    rospy_peer.py sink   image|pose
    rospy_peer.py source image|pose WINDOW RATE_HZ WARMUP_S MEASURE_S
"""
import sys
import threading
import time

import rospy
from geometry_msgs.msg import PoseStamped
from sensor_msgs.msg import Image
from std_msgs.msg import UInt64

WARM_UP, MEASURED, END = "warmup", "measured", "end"
QUEUE = 1000


def image():
    message = Image(width=1280, height=720, encoding="rgb8", step=3 * 1280)
    message.data = bytes([127]) * (message.step * message.height)
    return message


def pose():
    message = PoseStamped()
    message.pose.orientation.w = 1
    return message


class Sink:
    def __init__(self, kind):
        self.latencies = []
        self.received = 0
        self.first = self.last = 0.0
        self.ack = rospy.Publisher("/bench/ack", UInt64, queue_size=QUEUE, tcp_nodelay=True)
        self.data = rospy.Subscriber(
            "/bench/data", type(kind()), self.receive, queue_size=None, tcp_nodelay=True,
            buff_size=1 << 24)

    def receive(self, message):
        now = rospy.get_rostime()
        phase = message.header.frame_id
        if phase == MEASURED:
            if not self.latencies:
                self.first = now
            self.last = now
            self.latencies.append((now - message.header.stamp).to_sec())
        elif phase == END:
            self.report()
            rospy.signal_shutdown("the source has ended")
        self.received += 1
        self.ack.publish(UInt64(self.received))

    def report(self):
        ordered = sorted(self.latencies) or [0.0]

        def at(fraction):
            return ordered[round(fraction * (len(ordered) - 1))]

        print("received %d seconds %.9f p50 %.9f p99 %.9f max %.9f" % (
            len(self.latencies), (self.last - self.first).to_sec(), at(0.5), at(0.99), at(1)),
            flush=True)


class Source:
    def __init__(self, kind, window):
        self.message = kind()
        self.window = window
        self.sent = self.acknowledged = 0
        self.condition = threading.Condition()
        self.ack = rospy.Subscriber("/bench/ack", UInt64, self.acknowledge, tcp_nodelay=True)
        self.data = rospy.Publisher(
            "/bench/data", type(self.message), queue_size=QUEUE, tcp_nodelay=True)

    def acknowledge(self, count):
        with self.condition:
            self.acknowledged = count.data
            self.condition.notify()

    def run(self, rate, warm_up, measured):
        while not rospy.is_shutdown() and not (
                self.data.get_num_connections() and self.ack.get_num_connections()):
            time.sleep(0.01)
        self.send(WARM_UP, warm_up, 0)
        self.send(MEASURED, measured, rate)
        self.message.header.frame_id = END
        self.data.publish(self.message)
        time.sleep(1)

    def send(self, phase, seconds, rate):
        self.message.header.frame_id = phase
        begin = time.monotonic()
        count = 0
        while not rospy.is_shutdown():
            if rate > 0:
                time.sleep(max(0.0, begin + count / rate - time.monotonic()))
            if time.monotonic() >= begin + seconds:
                return
            with self.condition:
                self.condition.wait_for(
                    lambda: rospy.is_shutdown() or self.sent - self.acknowledged < self.window, 60)
            self.sent += 1
            self.message.header.stamp = rospy.get_rostime()
            self.data.publish(self.message)
            count += 1


def main():
    arguments = rospy.myargv(sys.argv)[1:]
    kind = {"image": image, "pose": pose}[arguments[1]]
    rospy.init_node("bench_" + arguments[0], disable_signals=True)
    if arguments[0] == "sink":
        sink = Sink(kind)
        while not rospy.is_shutdown():
            time.sleep(0.1)
        del sink
    else:
        window, rate, warm_up, measured = map(float, arguments[2:6])
        Source(kind, window).run(rate, warm_up, measured)


if __name__ == "__main__":
    main()
