/**
 * The border between ROS's images and calibrations and core's: live nodes and offline replay both
 * come through here.
 */
package org.seqloc.bags.image;
