package io.readback.layer2.announcer;

import io.readback.layer2.link.LinkSpeaker;
import io.readback.linux.LinuxException;
import io.readback.spi.plugin.PluginContext;

/** Starts answering on a machine's links. */
@FunctionalInterface
interface LinkHost {
  /**
   * @param self the name of this node
   */
  LinkSpeaker start(String self, Layer2Settings settings, PluginContext context)
      throws LinuxException;
}
