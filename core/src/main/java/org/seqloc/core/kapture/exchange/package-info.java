/**
 * Datasets in the layouts of others: read as kapture, and written from it.
 *
 * <p>Pixels. Those of a kapture count from the centre of the first pixel. What another format says
 * decides:
 *
 * <ul>
 *   <li>OpenSfM's are parts of the larger side from the image's middle, by its own formula ((width
 *       - 1) / 2, (height - 1) / 2) counted from the first pixel's centre: they are taken so.
 *   <li>COLMAP's count from the image's corner, and so do those made with it or with SiftGPU: its
 *       models and databases, RobotCar Seasons, Aachen, VisualSFM (NVM); Bundler does not tell, its
 *       middle is taken as VisualSFM's, (width / 2, height / 2). kapture's own converters leave all
 *       these as they are, half a pixel off, and so do these by default, for a kapture to be the
 *       same by either. The option {@code cornerOrigin} converts them, keypoints and principal
 *       points together; so it does on export to COLMAP.
 *   <li>All others bring calibrations that are taken as they are, and no keypoints, or OpenMVG's,
 *       which count from the first pixel's centre.
 * </ul>
 */
package org.seqloc.core.kapture.exchange;
