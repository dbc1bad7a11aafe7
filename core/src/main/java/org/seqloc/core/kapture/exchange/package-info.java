/** Other datasets' layouts, read as kapture. */
package org.seqloc.core.kapture.exchange;
