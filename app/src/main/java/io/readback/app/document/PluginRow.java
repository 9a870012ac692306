package io.readback.app.document;

import java.util.List;

/**
 * An element of {@code plugins}: a plugin that was found, or a place where one could not be loaded.
 */
public record PluginRow(
    String id,
    String version,
    int spiVersion,
    String from,
    List<String> announcers,
    List<String> lookingGlasses,
    List<String> problems) {}
