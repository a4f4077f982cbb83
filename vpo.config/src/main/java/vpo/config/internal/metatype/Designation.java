package vpo.config.internal.metatype;

import java.util.List;

/**
 * That a configuration has these attributes.
 *
 * @param pid of the configuration, or of its factory
 */
record Designation(String pid, boolean factory, List<Attribute> attributes) {}
