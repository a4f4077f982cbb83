/**
 * Makes what people install out of {@code vpo.jar}: programs of the build, which are part of no package.
 */
package vpo.dist;
