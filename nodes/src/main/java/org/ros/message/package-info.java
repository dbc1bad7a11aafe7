/** Listeners and factories of messages; Time and Duration. */
package org.ros.message;
