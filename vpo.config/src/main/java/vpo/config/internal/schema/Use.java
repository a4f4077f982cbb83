package vpo.config.internal.schema;

/** Whether anything in the daemon acts on a key. */
public enum Use {
    /** Something does. */
    NOW,
    /** Nothing does so far; the key is there for existing files, and checked. */
    NOT_YET,
    /** Nothing does so far, and whoever sets it counts on being protected by it. */
    PROTECTS_NOT_YET
}
