/**
 * The benchmark: starts the daemon and those it is compared with as processes, one after the other, measures them from
 * outside, and prints one table.
 */
package vpo.bench;
