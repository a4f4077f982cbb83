/**
 * The installed layout: bundles and launcher as flat jars on one class path, and the JVM's cache of what a start loads,
 * trained by a real one.
 */
package vpo.launcher.image;
