/** Questions to the master, for tools. */
package org.ros.master.client;
