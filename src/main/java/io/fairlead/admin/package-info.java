/** The counters, seen as a stats page. */
@NullMarked
package io.fairlead.admin;

import org.jspecify.annotations.NullMarked;
