package vpo.plugins;

/**
 * What came of a request.
 *
 * @param done whether it was done; a {@code check} that finds a jar unfit is done, too
 * @param json what was asked for, or what was done, as a JSON object; empty if it was refused
 * @param refusal why it was not done, in a sentence; empty if it was
 */
public record PluginAnswer(boolean done, String json, String refusal) {}
