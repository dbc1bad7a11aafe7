/** From a command line and environment to a node's configuration. */
package org.ros.internal.loader;
