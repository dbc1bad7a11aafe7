/** Definitions of the message types whose classes are on the class path. */
package org.ros.internal.message.definition;
