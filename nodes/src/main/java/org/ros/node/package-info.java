/** Nodes: what a program writes, and what runs it. */
package org.ros.node;
