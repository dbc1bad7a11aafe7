"""Decodes images with ROS's cv_bridge, and with OpenCV where cv_bridge knows no way.

The first file has lines of: encoding, target, bits of a pixel, width, height, step, is_bigendian, data
in hex. For each a line with the target's samples in hex, of 16 bits with the upper byte first, of 32 bits with
the lower.
"""
import sys

try:
    import cv2
    import numpy as np
    from cv_bridge import CvBridge
    from sensor_msgs.msg import Image
except ImportError as e:
    print('absent: %s' % e)
    sys.exit(0)


def semi_planar(encoding, width, height, step, data):
    rows = np.frombuffer(data, np.uint8)
    luma = np.stack([rows[y * step:y * step + width] for y in range(height)])
    chroma = rows[height * step:]
    share_x, share_y = {'nv12': (2, 2), 'nv21': (2, 2), 'nv16': (2, 1), 'nv61': (2, 1),
                        'nv24': (1, 1), 'nv42': (1, 1)}[encoding]
    chroma_step = 2 * step // share_x
    pairs = np.stack([chroma[y * chroma_step:y * chroma_step + 2 * width // share_x]
                      for y in range(height // share_y)])
    if encoding in ('nv12', 'nv21'):
        code = cv2.COLOR_YUV2RGB_NV12 if encoding == 'nv12' else cv2.COLOR_YUV2RGB_NV21
        return cv2.cvtColor(np.concatenate([luma, pairs]), code)
    # Each pixel with its own colour is a pair of two alike in YUYV.
    u = np.repeat(pairs[:, 0::2], share_x, axis=1)
    v = np.repeat(pairs[:, 1::2], share_x, axis=1)
    if encoding in ('nv61', 'nv42'):
        u, v = v, u
    quad = np.stack([luma, u, luma, v], axis=-1).reshape(height, 2 * width, 2)
    return cv2.cvtColor(quad, cv2.COLOR_YUV2RGB_YUYV)[:, ::2]


bridge = CvBridge()
for line in open(sys.argv[1]):
    encoding, target, bits, width, height, step, big, data = line.split()
    width, height, step, data = int(width), int(height), int(step), bytes.fromhex(data)
    if encoding.startswith('nv'):
        image = semi_planar(encoding, width, height, step, data)
        print(image.tobytes().hex())
        continue
    # Noetic's cv_bridge takes padding for pixels.
    row = width * int(bits) // 8
    rows = np.ascontiguousarray(np.frombuffer(data, np.uint8).reshape(height, step)[:, :row])
    if encoding in ('yuv422_yuy2', 'yuyv', 'uyvy'):
        code = cv2.COLOR_YUV2RGB_UYVY if encoding == 'uyvy' else cv2.COLOR_YUV2RGB_YUYV
        image = cv2.cvtColor(rows.reshape(height, width, 2), code)
    else:
        message = Image(width=width, height=height, step=row, encoding=encoding)
        message.data = rows.tobytes()
        message.is_bigendian = int(big)
        image = bridge.imgmsg_to_cv2(message, target)
        if encoding in ('8UC3', '16UC3', '8UC4', '16UC4'):
            # OpenCV's order.
            image = image[:, :, 2::-1]
    image = np.ascontiguousarray(image)
    print(image.astype({1: '>u1', 2: '>u2', 4: '<f4'}[image.itemsize]).tobytes().hex())
