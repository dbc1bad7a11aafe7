/** The {@code seqloc} command line: reads arguments, calls the other modules, says how it went. */
package org.seqloc.launch;
