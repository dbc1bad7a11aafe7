/**
 * Makes Java classes of {@code .msg} and {@code .srv} files. Runs within the build of this module,
 * before its other classes are compiled, and later for packages of users.
 */
package org.seqloc.msgs.generate;
