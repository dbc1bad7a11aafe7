/**
 * A simulated drive: a street rendered in software, seen by a rig of four cameras with drifting
 * wheel odometry, ground truth known. What runs where no recording is at hand.
 *
 * <p>Frames: map is z up, metres; base_link is x forward, y left, z up, on the ground. A seed
 * decides everything: same options, same bytes.
 */
package org.seqloc.nodes.simulator;
