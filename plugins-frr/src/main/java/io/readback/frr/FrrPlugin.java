package io.readback.frr;

import io.readback.frr.glass.FrrLookingGlassFactory;
import io.readback.spi.Spi;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.ReadbackPlugin;
import java.util.List;

/** FRR as a looking glass. */
public final class FrrPlugin implements ReadbackPlugin {
  @Override
  public String id() {
    return "frr";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public List<LookingGlassFactory<?>> lookingGlasses() {
    return List.of(new FrrLookingGlassFactory());
  }
}
