package io.readback.layer2.announcer;

import io.readback.layer2.link.LinkSpeaker;
import io.readback.layer2.own.ClaimOptions;
import io.readback.layer2.own.Liveness;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.Settings;
import java.util.List;

/** Makes announcers of type {@code layer2}. */
public final class Layer2AnnouncerFactory implements AnnouncerFactory<Layer2Settings> {
  private static final ConfigKey<Boolean> FAIL_BACK =
      ConfigKey.optional(
          "whenTheFirstReturns",
          Layer2AnnouncerFactory::failBack,
          true,
          "`fail-back`: the node that comes first for a VIP takes it back when it returns."
              + " `stick`: whoever has a VIP keeps it while it is there. The same on all nodes;"
              + " default fail-back.");

  private static final ConfigKey<Integer> BACKUPS =
      ConfigKey.optional(
          "backups",
          Layer2AnnouncerFactory::backups,
          3,
          "How many nodes stand behind the first one of each VIP, 0 to 16: as many may be gone at"
              + " once. The same on all nodes; default 3.");

  private final LinkHost host;

  public Layer2AnnouncerFactory() {
    this(
        (self, settings, context) ->
            LinkSpeaker.start(
                self,
                settings.options(),
                context.logger(),
                changed -> Liveness.ASSUMED,
                context::requestObservation));
  }

  /** For links of another network namespace. */
  Layer2AnnouncerFactory(LinkHost host) {
    this.host = host;
  }

  @Override
  public String type() {
    return "layer2";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(FAIL_BACK, BACKUPS);
  }

  @Override
  public Layer2Settings configure(Settings settings) {
    ClaimOptions claims = ClaimOptions.DEFAULT.withFailBack(settings.get(FAIL_BACK));
    return new Layer2Settings(new LinkSpeaker.Options(claims, settings.get(BACKUPS)));
  }

  @Override
  public Announcer create(PluginContext context, Layer2Settings config) {
    return new Layer2Announcer(context, config, host);
  }

  private static Boolean failBack(String text) {
    return switch (text) {
      case "fail-back" -> true;
      case "stick" -> false;
      default -> throw new IllegalArgumentException("fail-back or stick");
    };
  }

  private static Integer backups(String text) {
    int value = text.matches("\\d{1,2}") ? Integer.parseInt(text) : -1;
    if (value < 0 || value > 16) {
      throw new IllegalArgumentException("a number of 0 to 16");
    }
    return value;
  }
}
