/** What is done with whole recordings: checked, mended, copied in part, merged, split. */
package org.seqloc.bags.tool;
