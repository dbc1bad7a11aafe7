/** Where the master is. */
package org.ros.master.uri;
