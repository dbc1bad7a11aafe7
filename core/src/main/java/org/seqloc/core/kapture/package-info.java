/**
 * The kapture format of NAVER LABS, version 1.1: sensors, rigs, trajectories, camera records and
 * image files, read and written.
 *
 * <p>In the files a trajectory pose is deviceFromWorld and a rig pose sensorFromRig; both become
 * this product's {@code mapFromDevice} and {@code cameraFromBody} here and nowhere else. The format
 * leaves the unit of a timestamp open; Seqloc writes nanoseconds and takes what it reads as such.
 *
 * @see <a href="https://github.com/naver/kapture/blob/main/kapture_format.adoc">kapture format</a>
 */
package org.seqloc.core.kapture;
