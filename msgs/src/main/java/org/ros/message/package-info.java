/** ROS's two kinds of time, with the API that rosjava gave them. */
package org.ros.message;
