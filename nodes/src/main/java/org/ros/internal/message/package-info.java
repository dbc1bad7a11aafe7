/**
 * What programs written for rosjava take from its package of this name to make messages without a
 * node.
 */
package org.ros.internal.message;
