/** The ways to carry bytes between two sockets, behind one contract. */
@NullMarked
package io.fairlead.splice;

import org.jspecify.annotations.NullMarked;
