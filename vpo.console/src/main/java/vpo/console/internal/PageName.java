package vpo.console.internal;

/**
 * A page of ours.
 *
 * @param label its path below the console's
 * @param title as people read it
 * @param file of its HTML and its module, without their endings
 */
record PageName(String label, String title, String file) {}
