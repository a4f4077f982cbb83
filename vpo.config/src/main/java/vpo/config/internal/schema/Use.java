package vpo.config.internal.schema;

/** Whether anything in the daemon acts on a key. */
public enum Use {
    /** Something does. */
    NOW,
    /** Nothing does so far; the key is there for existing files, and checked. */
    NOT_YET
}
