package io.fairlead.config;

import java.util.List;

/**
 * A whole configuration, checked and immutable: every reference resolves, every number is in range.
 *
 * @param global the process's own settings
 * @param proxies every proxy in declaration order, disabled ones included
 */
public record Config(GlobalConfig global, List<ProxyConfig> proxies) {}
