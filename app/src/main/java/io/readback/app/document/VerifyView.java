package io.readback.app.document;

import io.readback.core.verdict.RouteVerdict;
import io.readback.spi.net.IpAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** {@code verify}: by Service, address and router. */
final class VerifyView {
  private VerifyView() {}

  static List<VerifyRow> of(List<RouteVerdict> verdicts) {
    return verdicts.stream().map(VerifyView::row).toList();
  }

  private static VerifyRow row(RouteVerdict v) {
    return new VerifyRow(
        v.namespace(),
        v.name(),
        v.vip().map(IpAddress::toString).or(() -> v.prefix().map(Object::toString)).orElse(""),
        v.router(),
        v.kind().toString(),
        v.reason(),
        v.message(),
        texts(v.expectedNextHops()),
        texts(v.installedNextHops()),
        v.vantages().stream()
            .map(
                s ->
                    new VerifyRow.VantageRow(
                        s.vantage().name().toLowerCase(Locale.ROOT),
                        s.seen(),
                        s.witness(),
                        s.at().toString()))
            .toList());
  }

  private static List<String> texts(Collection<IpAddress> addresses) {
    return addresses.stream().map(IpAddress::toString).toList();
  }
}
