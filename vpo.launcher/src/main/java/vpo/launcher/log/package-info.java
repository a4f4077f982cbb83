/**
 * The process's log: its formats, its destinations, and the ways into it from the framework, the OSGi log service and
 * {@code java.util.logging}. Built on logback, which is configured here and nowhere else.
 */
package vpo.launcher.log;
