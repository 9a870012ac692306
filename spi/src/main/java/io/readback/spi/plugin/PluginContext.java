package io.readback.spi.plugin;

import java.time.InstantSource;

/** Given to an instance by the engine. Every method is safe from any thread and never blocks. */
public interface PluginContext {
  /** The instance's name in configuration. */
  String name();

  InstantSource clock();

  System.Logger logger();

  /** Asks for a reconcile with the present state soon. Repeated calls collapse. */
  void requestReconcile(String reason);

  /** Says that observe would now answer differently. Repeated calls collapse. */
  void requestObservation();
}
