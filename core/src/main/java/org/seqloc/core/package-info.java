/** Localization without ROS: no sockets, no messages, no clock, no logger. */
package org.seqloc.core;
