/** The ROS master: who publishes, subscribes and serves what, and the parameter server. */
package org.ros.internal.master;
