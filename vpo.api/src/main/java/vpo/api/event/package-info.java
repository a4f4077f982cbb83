/**
 * What plugins are told of, as immutable records, and the services through which they are told. Names and payloads are
 * those of the existing VPO's events.
 */
@Export
@Version("1.0.0")
package vpo.api.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
