/**
 * The installed layout: all classes in one jar, the bundles beside it, and the JVM's cache of what a start loads, trained
 * by a real one.
 */
package vpo.launcher.image;
