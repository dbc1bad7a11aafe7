"""Whether NAVER's kapture finds two datasets equal; features, matches and poses bit for bit.

Usage: peer.py A B
"""
import sys

import kapture
from kapture.algo.compare import equal_kapture
from kapture.io.csv import get_all_tar_handlers, kapture_from_dir
from kapture.io.features import (
    features_to_filepaths,
    get_matches_fullpath,
    image_descriptors_from_file,
    image_global_features_from_file,
    image_keypoints_from_file,
    image_matches_from_file,
)

READERS = {
    "keypoints": image_keypoints_from_file,
    "descriptors": image_descriptors_from_file,
    "global_features": image_global_features_from_file,
}


def check(same, what):
    if not same:
        sys.exit("differs: " + what)


def main(dir_a, dir_b):
    arrays = 0
    with get_all_tar_handlers(dir_a) as tars_a, get_all_tar_handlers(dir_b) as tars_b:
        a = kapture_from_dir(dir_a, tar_handlers=tars_a)
        b = kapture_from_dir(dir_b, tar_handlers=tars_b)
        check(equal_kapture(a, b), "equal_kapture")
        for kind, read in READERS.items():
            for name, features in (getattr(a, kind) or {}).items():
                files_a = features_to_filepaths(features, name, dir_a, tars_a)
                files_b = features_to_filepaths(getattr(b, kind)[name], name, dir_b, tars_b)
                for image in features:
                    x = read(files_a[image], features.dtype, features.dsize)
                    y = read(files_b[image], features.dtype, features.dsize)
                    check(x.tobytes() == y.tobytes(), f"{kind} {name} {image}")
                    arrays += 1
        for name, pairs in (a.matches or {}).items():
            for pair in pairs:
                x = image_matches_from_file(get_matches_fullpath(pair, name, dir_a, tars_a))
                y = image_matches_from_file(get_matches_fullpath(pair, name, dir_b, tars_b))
                check(x.tobytes() == y.tobytes(), f"matches {name} {pair}")
                arrays += 1
    for stamp, device, x in kapture.flatten(a.trajectories or kapture.Trajectories()):
        y = b.trajectories[stamp, device]
        check(x.r_raw == y.r_raw and x.t_raw == y.t_raw, f"pose {stamp} {device}")
    print("equal,", arrays, "arrays")


main(*sys.argv[1:])
