/**
 * What the poses before tell about this one: odometry, the motion prior, and the filter that fuses
 * them with measured poses.
 */
package org.seqloc.core.sequence;
