"""NAVER's converter for `seqloc bench bags`: the steps of its kapture_import_rosbag.py.

    kapture_peer.py BAG RIG_KAPTURE OUT ODOMETRY_TOPIC IMAGE_TOPIC CAMERA jpeg|png
"""

import os
import sys

import kapture.io.csv
from kapture.converter.ros_tools.import_rosbag import RosBagImporter
from PIL import Image


class PngImporter(RosBagImporter):
    """Writes files that lose nothing."""

    def _save_image(self, image_bitmap, image_directory_path, image_number, timestamp):
        path = os.path.join(image_directory_path, f"frame_{image_number:09d}.png")
        Image.fromarray(image_bitmap).save(path)
        self._saved_number += 1
        return os.path.relpath(path, self._images_full_path)


def main():
    bag, rig, out, odometry, images, camera, form = sys.argv[1:]
    made_by_hand = kapture.io.csv.kapture_from_dir(rig)
    kind = PngImporter if form == "png" else RosBagImporter
    importer = kind(bag, made_by_hand.rigs, made_by_hand.sensors, out, True)
    importer.import_multi_camera(odometry, [images], [camera], True, False, True, 100)
    importer.save_to_kapture(next(iter(made_by_hand.rigs)))


if __name__ == "__main__":
    main()
