/** One thread, one epoll, timers, buffers, wake-ups; time is injected. */
@NullMarked
package io.fairlead.loop;

import org.jspecify.annotations.NullMarked;
