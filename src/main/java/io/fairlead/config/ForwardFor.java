package io.fairlead.config;

import org.jspecify.annotations.Nullable;

/**
 * {@code option forwardfor [except <network>] [header <name>] [if-none]}.
 *
 * @param except clients that are not named, or null
 * @param header {@code X-Forwarded-For} unless another was given
 * @param ifNone only where the request has no such header
 */
public record ForwardFor(@Nullable Network except, String header, boolean ifNone) {}
