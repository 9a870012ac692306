package io.readback.spi.plugin;

/** Makes announcers. */
public non-sealed interface AnnouncerFactory<C> extends PluginFactory<C> {
  /** Wires only: no I/O and no threads before {@link Announcer#start}. */
  Announcer create(PluginContext context, C config);
}
