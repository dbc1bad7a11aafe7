/** Where servers listen, and what other nodes are told of it. */
package org.ros.address;
