package io.readback.spi.plugin;

/** Makes looking glasses, one for each router that names the type. */
public non-sealed interface LookingGlassFactory<C> extends PluginFactory<C> {
  /** Wires only: no I/O and no threads before {@link LookingGlass#start}. */
  LookingGlass create(PluginContext context, RouterRef router, C config);
}
