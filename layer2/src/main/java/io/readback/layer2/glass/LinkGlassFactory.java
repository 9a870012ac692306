package io.readback.layer2.glass;

import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.RouterRef;
import io.readback.spi.plugin.Settings;
import java.util.List;

/** Makes looking glasses of the type {@code link}. */
public final class LinkGlassFactory implements LookingGlassFactory<LinkGlassConfig> {
  private final AskedLink link;

  public LinkGlassFactory() {
    this(AskedLink.ofThisHost());
  }

  /** For links of another network namespace. */
  LinkGlassFactory(AskedLink link) {
    this.link = link;
  }

  @Override
  public String type() {
    return "link";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return LinkGlassConfig.KEYS;
  }

  @Override
  public LinkGlassConfig configure(Settings settings) {
    return LinkGlassConfig.of(settings);
  }

  @Override
  public LookingGlass create(PluginContext context, RouterRef router, LinkGlassConfig config) {
    return new LinkLookingGlass(context, config, link);
  }
}
