#!/usr/bin/env python3
"""The rospy side of InteropMatrixTest.

    interop_peer.py publish     publishes one message of each type, latched, until it is ended
    interop_peer.py subscribe   prints "TOPIC SHA1" of each message that comes, until all have come
    interop_peer.py serve       serves /interop/switch until it is ended; on false it fails
    interop_peer.py call        calls /interop/switch, with connections of its own and a lasting one

The sum is of the serialized message with header.seq 0, which clients fill or do not.
"""
import hashlib
import io
import sys
import threading

import rospy
from geometry_msgs.msg import PoseStamped, TransformStamped
from sensor_msgs.msg import CompressedImage, Image
from std_msgs.msg import String
from std_srvs.srv import SetBool, SetBoolResponse
from tf2_msgs.msg import TFMessage

STAMP = rospy.Time(1700000000, 250000001)


def pattern(length):
    return bytes(7 * i + (i >> 8) & 255 for i in range(length))


def image():
    message = Image(width=640, height=480, encoding="rgb8", step=3 * 640)
    message.data = pattern(message.step * message.height)
    return message


def compressed():
    return CompressedImage(format="jpeg", data=pattern(10007))


def pose():
    message = PoseStamped()
    message.pose.position.x, message.pose.position.y, message.pose.position.z = 1.5, -2.25, 0.1
    message.pose.orientation.w = 1
    return message


def tf():
    transforms = []
    for child in ("base_link", "camera/front"):
        transform = TransformStamped()
        transform.header.stamp = STAMP
        transform.header.frame_id = "map"
        transform.child_frame_id = child
        transform.transform.translation.x = len(child)
        transform.transform.rotation.z = 1
        transforms.append(transform)
    return TFMessage(transforms)


def words():
    return String("grüß dich, 世界")


MESSAGES = {
    "/interop/image": image,
    "/interop/compressed": compressed,
    "/interop/pose": pose,
    "/interop/tf": tf,
    "/interop/words": words,
}


def publish():
    publishers = []
    for topic, make in MESSAGES.items():
        message = make()
        if hasattr(message, "header"):
            message.header.stamp = STAMP
            message.header.frame_id = "map"
        publisher = rospy.Publisher(topic, type(message), latch=True, queue_size=1)
        publisher.publish(message)
        publishers.append(publisher)
    print("publishing", flush=True)
    rospy.spin()


def subscribe():
    missing = set(MESSAGES)
    done = threading.Event()
    lock = threading.Lock()

    def receive(message, topic):
        if hasattr(message, "header"):
            message.header.seq = 0
        buffer = io.BytesIO()
        message.serialize(buffer)
        with lock:
            if topic in missing:
                print(topic, hashlib.sha1(buffer.getvalue()).hexdigest(), flush=True)
                missing.discard(topic)
            if not missing:
                done.set()

    for topic, make in MESSAGES.items():
        rospy.Subscriber(topic, type(make()), receive, topic)
    done.wait(60)


def serve():
    def switch(request):
        if not request.data:
            raise rospy.ServiceException("rospy cannot switch off")
        return SetBoolResponse(True, "rospy switched on")

    service = rospy.Service("/interop/switch", SetBool, switch)
    print("serving", flush=True)
    rospy.spin()
    del service


def call():
    rospy.wait_for_service("/interop/switch", 20)
    lasting = rospy.ServiceProxy("/interop/switch", SetBool, persistent=True)
    single = rospy.ServiceProxy("/interop/switch", SetBool)
    for proxy in (single, single, lasting, lasting):
        print("answer:", proxy(True).message, flush=True)
    try:
        lasting(False)
    except rospy.ServiceException as e:
        print("refusal:", e, flush=True)
    print("answer:", lasting(True).message, flush=True)


rospy.init_node("rospy_" + sys.argv[1], disable_signals=True)
{"publish": publish, "subscribe": subscribe, "serve": serve, "call": call}[sys.argv[1]]()
