package io.fairlead.config;

/** A listening socket that the parent process opened ({@code fd@<number>}). */
public record InheritedSocket(int fd) implements Endpoint {}
