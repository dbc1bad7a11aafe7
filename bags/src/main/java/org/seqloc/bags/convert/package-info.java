/** Recordings to kapture datasets and back. */
package org.seqloc.bags.convert;
