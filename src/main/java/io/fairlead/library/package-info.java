/**
 * TCP splicing for other programs of the JVM, without the balancer: what libtcpsplice was to C programs in 2007. The only
 * package that is everybody's; docs/tcp-splicing.md shows how to use it.
 */
@NullMarked
package io.fairlead.library;

import org.jspecify.annotations.NullMarked;
