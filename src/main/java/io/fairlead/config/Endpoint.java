package io.fairlead.config;

/** Where something listens, or is connected to. */
public sealed interface Endpoint permits Address, UnixAddress, InheritedSocket {}
