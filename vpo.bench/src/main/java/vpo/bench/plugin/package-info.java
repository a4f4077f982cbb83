/** What is inside the small plugins that the benchmark deploys; it runs in the daemon and not in the benchmark. */
package vpo.bench.plugin;
