/** The life of a connection: accept, parse, choose, connect, carry, log. */
@NullMarked
package io.fairlead.session;

import org.jspecify.annotations.NullMarked;
