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
 * <p>The format does not say where pixels count from. Of what Seqloc computes, cameras and
 * keypoints alike, (0, 0) is the centre of the top-left pixel, as everywhere in this product.
 * Numbers of others pass unchanged, as they do through kapture's own tools: a kapture that was made
 * by COLMAP has its keypoints and principal points half a pixel off, both alike, unless its import
 * was told to shift them.
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
