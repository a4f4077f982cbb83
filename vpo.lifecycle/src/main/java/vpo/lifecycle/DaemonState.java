package vpo.lifecycle;

/**
 * The states of the daemon, in the order in which they are passed. There is no way back: what is missing later, such as
 * the database, is told by health and not by the state.
 */
public enum DaemonState {
    /** The configuration is being read, logging set up and the container started; the database is opened beside that. */
    STARTING,
    /** The configuration is published. A database that is not verified yet is waited for, and then the port is bound. */
    CONNECTING,
    /** Requests are served. */
    RUNNING,
    /** No new work is taken; what is in flight is waited for. */
    SHUTTING_DOWN,
    /** The drain is over and the bundles stop. */
    STOPPED
}
