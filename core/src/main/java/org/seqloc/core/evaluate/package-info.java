/**
 * How good a run was: recall at the thresholds of the field, absolute and relative trajectory
 * errors, and a report page with pictures. Errors in metres and degrees, as tables print them.
 */
package org.seqloc.core.evaluate;
