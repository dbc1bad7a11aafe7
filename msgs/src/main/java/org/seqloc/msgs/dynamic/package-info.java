/**
 * Messages of types that have no generated class: read, written, filled and printed by their
 * definition, as a bag or a connection header carries it.
 */
package org.seqloc.msgs.dynamic;
