/** Loops and executors of nodes. */
package org.ros.concurrent;
