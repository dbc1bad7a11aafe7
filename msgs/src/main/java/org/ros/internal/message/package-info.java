/** The interface of all messages by the name that rosjava gives it. */
package org.ros.internal.message;
