/**
 * The language of {@code .msg} and {@code .srv} files: parsing, names, MD5 sums and full texts.
 * Knows nothing but the JDK, because the build runs it before anything else is compiled. All text
 * counts as untrusted: it may come from a bag or a peer.
 */
package org.seqloc.msgs.definition;
