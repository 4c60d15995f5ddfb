/** Bytes in, message out: heads, body framing, rewriting, cookies. Pure, no sockets. */
@NullMarked
package io.fairlead.http;

import org.jspecify.annotations.NullMarked;
