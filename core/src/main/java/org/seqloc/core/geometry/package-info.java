/**
 * Rigid transforms, cameras and rigs. A pose named {@code aFromB} takes points of frame b to frame
 * a, so that chains read off their names: {@code mapFromBody =
 * mapFromCamera.times(cameraFromBody)}. Metres, radians; quaternions are Hamilton, unit length, w
 * first; pixel (0, 0) is the centre of the top-left pixel; camera axes are x right, y down, z
 * forward.
 */
package org.seqloc.core.geometry;
