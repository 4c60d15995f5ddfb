/** Asks servers how they are. */
@NullMarked
package io.fairlead.health;

import org.jspecify.annotations.NullMarked;
