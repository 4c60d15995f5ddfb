package io.fairlead.config;

import java.net.InetAddress;

/** A resolved IPv4 or IPv6 address with its port, 0 to 65535. */
public record Address(InetAddress ip, int port) implements Endpoint {}
