"""The Python side of `seqloc bench bags`: reads a bag of images with rosbag, as BenchReadCommand
does with our own reader.

    rosbag_peer.py BAG SECONDS list|pixels

again and again for so long, at least twice.
"""

import sys
import time

import rosbag

# One byte of each is read: of every page of memory.
PAGE = 4096


def read(file, pixels):
    begin = time.monotonic()
    messages = 0
    size = 0
    total = 0
    with rosbag.Bag(file) as bag:
        for topic, image, receipt in bag.read_messages():
            messages += 1
            size += len(image.data)
            total += receipt.to_nsec() + image.header.stamp.to_nsec() + len(topic)
            if pixels:
                total += sum(image.data[::PAGE])
    seconds = time.monotonic() - begin
    print("messages %d bytes %d sum %d seconds %.9f" % (messages, size, total % 2**64, seconds))


def main():
    end = time.monotonic() + float(sys.argv[2])
    passes = 0
    while passes < 2 or time.monotonic() < end:
        read(sys.argv[1], sys.argv[3] == "pixels")
        passes += 1


if __name__ == "__main__":
    main()
