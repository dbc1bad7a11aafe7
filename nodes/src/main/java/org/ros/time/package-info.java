/** What time it is on the graph: the wall clock or the topic /clock. */
package org.ros.time;
