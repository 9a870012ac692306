package io.readback.kernel.ledger;

import io.readback.linux.netlink.NlRequest;
import io.readback.linux.netlink.NlWriter;
import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.RouteCodec;
import org.jspecify.annotations.Nullable;

/**
 * A change of a route.
 *
 * @param target who wants the route; null: nobody does any more
 */
record RouteOp(Verb verb, KernelRoute route, @Nullable TargetLedger target) implements NlRequest {
  enum Verb {
    CREATE,
    REPLACE,
    DELETE
  }

  @Override
  public void write(NlWriter to, int sequence) {
    NlRequest request =
        switch (verb) {
          case CREATE -> RouteCodec.create(route);
          case REPLACE -> RouteCodec.replace(route);
          case DELETE -> RouteCodec.delete(route.key(), route.protocol());
        };
    request.write(to, sequence);
  }

  void refuse(String reason) {
    if (target != null) {
      target.refused(route.key().prefix(), reason, false);
    }
  }
}
