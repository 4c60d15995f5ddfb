package io.fairlead.config;

/**
 * {@code mode}, {@code uid}, {@code gid} of a UNIX socket's file.
 *
 * @param mode permission bits; -1: as it comes
 * @param uid -1: as it comes
 * @param gid -1: as it comes
 */
public record Access(int mode, int uid, int gid) {}
