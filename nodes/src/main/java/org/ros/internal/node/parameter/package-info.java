/** How parameters work; not for use by programs. */
package org.ros.internal.node.parameter;
