package io.fairlead.config;

/**
 * A UNIX socket ({@code unix@<path>}, {@code abns@<name>}; unix(7)).
 *
 * @param isAbstract the name stands in no file system
 */
public record UnixAddress(String path, boolean isAbstract) implements Endpoint {}
