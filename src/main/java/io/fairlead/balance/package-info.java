/** Servers, weights, algorithms, limits, queues. Pure and deterministic. */
@NullMarked
package io.fairlead.balance;

import org.jspecify.annotations.NullMarked;
