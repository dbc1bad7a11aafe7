/** TCPROS: how messages travel between nodes. */
package org.ros.internal.transport;
