"""Makes reference.tum, estimate.tum and expected.json beside this file: the oracle of EvaluationTest.

Written against numpy alone and on purpose by other means than the Java code: 4 x 4 matrices instead
of quaternions, and alignment by Horn's quaternion eigenvector instead of a singular value
decomposition. Run with Python 3 and numpy: python3 golden.py
"""
import json
import os

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(20260101)


def rotation(vector):
    angle = np.linalg.norm(vector)
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector / angle
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * k @ k


def matrix_of_quaternion(x, y, z, w):
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)]])


def quaternion(r):
    k = np.array([
        [r[0, 0] - r[1, 1] - r[2, 2], 0, 0, 0],
        [r[1, 0] + r[0, 1], r[1, 1] - r[0, 0] - r[2, 2], 0, 0],
        [r[2, 0] + r[0, 2], r[2, 1] + r[1, 2], r[2, 2] - r[0, 0] - r[1, 1], 0],
        [r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1], np.trace(r)]]) / 3
    values, vectors = np.linalg.eigh(k)
    return vectors[:, -1]  # x y z w


def write(name, rows):
    with open(os.path.join(here, name), "w") as f:
        f.write("# made by golden.py\n")
        for nanos, q, t in rows:
            f.write("%d.%09d %s\n" % (nanos // 10**9, nanos % 10**9,
                                      " ".join("%.17g" % v for v in [*t, *q])))


def read(name):
    poses = {}
    for line in open(os.path.join(here, name)):
        if not line.startswith("#"):
            s, *v = line.split()
            v = [float(x) for x in v]
            m = np.eye(4)
            m[:3, :3] = matrix_of_quaternion(*v[3:])
            m[:3, 3] = v[:3]
            poses[int(s.replace(".", ""))] = m
    return poses


def angle_deg(r):
    # Through the chord, which is exact for small angles where acos of the trace is not.
    return np.degrees(2 * np.arcsin(min(1.0, np.linalg.norm(r - np.eye(3)) / np.sqrt(8))))


reference, estimate = [], []
for i in range(60):
    nanos = 1403636579763555584 + i * 50_000_003
    r = rotation(np.array([0.1 * np.sin(i / 9), 0.05 * np.cos(i / 5), 0.11 * i]))
    t = np.array([12 * np.cos(0.11 * i), 12 * np.sin(0.11 * i), 0.3 * np.sin(i / 7)])
    reference.append((nanos, quaternion(r), t))
    if i % 7 == 3 or 40 <= i < 45:
        continue
    noise = 3.0 if i in (11, 50) else 0.15
    drift = rotation(np.array([0.0, 0.01, 0.02]))
    t2 = drift @ t + np.array([0.2, -0.1, 0.05]) + rng.normal(0, noise, 3)
    r2 = drift @ r @ rotation(rng.normal(0, 0.01 * noise / 0.15, 3))
    jitter = int(rng.integers(-400_000, 400_001))
    estimate.append((nanos + jitter, quaternion(r2), t2))
# One pose between two exposures belongs to none.
estimate.append((reference[-1][0] + 25_000_000, estimate[-1][1], estimate[-1][2]))
write("reference.tum", reference)
write("estimate.tum", estimate)

ref, est = read("reference.tum"), read("estimate.tum")
pairs = []
for s in sorted(ref):
    near = [e for e in est if abs(e - s) <= 1_000_000]
    if near:
        pairs.append((ref[s], est[min(near, key=lambda e: abs(e - s))]))
errors = [np.linalg.inv(q) @ p for q, p in pairs]
trans = np.array([np.linalg.norm(e[:3, 3]) for e in errors])
rot = np.array([angle_deg(e[:3, :3]) for e in errors])

a = np.array([q[:3, 3] for q, _ in pairs])
b = np.array([p[:3, 3] for _, p in pairs])
am, bm = a.mean(0), b.mean(0)
m = (b - bm).T @ (a - am)
delta = np.array([m[1, 2] - m[2, 1], m[2, 0] - m[0, 2], m[0, 1] - m[1, 0]])
n = np.zeros((4, 4))
n[0, 0] = np.trace(m)
n[0, 1:] = n[1:, 0] = delta
n[1:, 1:] = m + m.T - np.trace(m) * np.eye(3)
w, x, y, z = np.linalg.eigh(n)[1][:, -1]
moved = (b - bm) @ matrix_of_quaternion(x, y, z, w).T + am

steps = []
for (q0, p0), (q1, p1) in zip(pairs, pairs[1:]):
    steps.append(np.linalg.inv(np.linalg.inv(q0) @ q1) @ (np.linalg.inv(p0) @ p1))


def rmse(v):
    return float(np.sqrt(np.mean(np.square(v))))


def recall(m, deg):
    return float(np.sum((trans <= m) & (rot <= deg)) / len(ref))


expected = {
    "frames": len(ref),
    "localized": len(pairs),
    "recall": {"0.25m_2deg": recall(0.25, 2), "0.5m_5deg": recall(0.5, 5), "5m_10deg": recall(5, 10)},
    "median_translation_error_m": float(np.median(trans)),
    "median_rotation_error_deg": float(np.median(rot)),
    "max_translation_error_m": float(trans.max()),
    "max_rotation_error_deg": float(rot.max()),
    "ate_rmse_m": rmse(trans),
    "ate_aligned_rmse_m": rmse(np.linalg.norm(moved - a, axis=1)),
    "rpe_translation_rmse_m": rmse([np.linalg.norm(s[:3, 3]) for s in steps]),
    "rpe_rotation_rmse_deg": rmse([angle_deg(s[:3, :3]) for s in steps]),
}
json.dump(expected, open(os.path.join(here, "expected.json"), "w"), indent=2)
