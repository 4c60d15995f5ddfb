/** HAProxy's language: words, keyword table, sections, checks, immutable model. */
@NullMarked
package io.fairlead.config;

import org.jspecify.annotations.NullMarked;
