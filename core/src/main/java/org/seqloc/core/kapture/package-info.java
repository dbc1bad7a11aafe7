/**
 * The kapture format of NAVER LABS, version 1.1 (1.0 is read too): sensors, rigs, trajectories,
 * records and their files; keypoints, descriptors, global features, matches, points and
 * observations. {@link org.seqloc.core.kapture.KaptureDataset} is a whole directory, {@link
 * org.seqloc.core.kapture.Kapture} its sensors part, {@link org.seqloc.core.kapture.Reconstruction}
 * the rest.
 *
 * <p>In the files a trajectory pose is deviceFromWorld and a rig pose sensorFromRig; both become
 * this product's {@code mapFromDevice} and {@code cameraFromBody} here and nowhere else. The format
 * leaves the unit of a timestamp open; Seqloc writes nanoseconds and takes what it reads as such.
 *
 * <p>What is read comes back when it is written: numbers as the same doubles (records and sensors'
 * parameters digit for digit, quaternions not normalized), features bit for bit. Rows are written
 * sorted: sensors by id, rigs by id and member, poses and records by timestamp and device, tracks
 * by point; so the same dataset gives the same bytes. Comments are not kept, except in tables of
 * records of kinds that the format leaves open, which stay as they are, line by line. Files that
 * the format does not know are left out.
 *
 * <p>A dataset is not trusted: names never lead out of its folders, sizes are checked before
 * anything is allocated, the dtype of features is looked up in a list. What is wrong is told in one
 * line with file and line. Datasets are written beside their place and moved there when they are
 * whole.
 *
 * @see <a href="https://github.com/naver/kapture/blob/main/kapture_format.adoc">kapture format</a>
 */
package org.seqloc.core.kapture;
