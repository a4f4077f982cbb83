/** What the daemon is compared with, each a program of its own. */
package vpo.bench.candidate;
