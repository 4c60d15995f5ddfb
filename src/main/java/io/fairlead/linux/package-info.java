/** The only room that sees java.lang.foreign: system calls, errno, structs, descriptors, privileges. */
@NullMarked
package io.fairlead.linux;

import org.jspecify.annotations.NullMarked;
