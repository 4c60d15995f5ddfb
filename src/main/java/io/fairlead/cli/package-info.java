/** The command line, the demo, and Main. */
@NullMarked
package io.fairlead.cli;

import org.jspecify.annotations.NullMarked;
