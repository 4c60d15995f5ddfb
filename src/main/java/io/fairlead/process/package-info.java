/** Daemon, signals, privileges, the start and the end. */
@NullMarked
package io.fairlead.process;

import org.jspecify.annotations.NullMarked;
