package io.readback.bgp.fsm;

import java.util.List;

/** The answer of the state machine to an event: where it is now and what is to be done. */
public record FsmStep(FsmState state, List<FsmEffect> effects) {
  public FsmStep {
    effects = List.copyOf(effects);
  }

  static FsmStep of(FsmState state, FsmEffect... effects) {
    return new FsmStep(state, List.of(effects));
  }
}
