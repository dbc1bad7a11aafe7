/**
 * MCAP files (https://mcap.dev/spec): read with and without their summary, as far as they are
 * whole, and written.
 */
package org.seqloc.bags.mcap;
