/** Stories about the whole program: servers, a configuration, a client, what it must see. */
@NullMarked
package io.fairlead.system;

import org.jspecify.annotations.NullMarked;
