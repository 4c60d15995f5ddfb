/** Conformance by comparison: the same bytes to Fairlead and to HAProxy, and what clients, servers and logs see. */
@NullMarked
package io.fairlead.system.differential;

import org.jspecify.annotations.NullMarked;
