"""NAVER's converter for `seqloc bench bags`: the steps of its kapture_import_rosbag.py.

    kapture_peer.py BAG RIG_KAPTURE OUT ODOMETRY_TOPIC IMAGE_TOPIC CAMERA
"""

import sys

import kapture.io.csv
from kapture.converter.ros_tools.import_rosbag import RosBagImporter


def main():
    bag, rig, out, odometry, images, camera = sys.argv[1:]
    made_by_hand = kapture.io.csv.kapture_from_dir(rig)
    importer = RosBagImporter(bag, made_by_hand.rigs, made_by_hand.sensors, out, True)
    importer.import_multi_camera(odometry, [images], [camera], True, False, True, 100)
    importer.save_to_kapture(next(iter(made_by_hand.rigs)))


if __name__ == "__main__":
    main()
