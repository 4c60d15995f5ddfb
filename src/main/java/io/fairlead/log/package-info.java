/** HAProxy's log lines, carried to syslog. */
@NullMarked
package io.fairlead.log;

import org.jspecify.annotations.NullMarked;
