package io.fairlead.config;

import java.util.List;

/**
 * A configuration file in memory.
 *
 * @param lines without their line ends, each char an octet ({@link Octets})
 */
record SourceFile(String name, List<String> lines) {}
