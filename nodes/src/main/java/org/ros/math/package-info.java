/** Small arithmetic that messages call for. */
package org.ros.math;
