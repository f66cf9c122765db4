import { Inject, Injectable } from '@nestjs/common';
import type { CatalogModel, Usage } from '@onegate/models';
import { LOGGER, type Logger } from '@onegate/platform';
import { chargeFor } from '../cost/charge.js';
import type { UsageEvent } from '../events/usage-event.js';
import { HoldReturns } from '../holds/hold-returns.service.js';
import { OpenCalls } from '../processes/open-calls.js';
import type { OpenCall } from '../settlement/open-call.js';
import { Settlement, type SettlingManner } from '../settlement/settlement.service.js';
import { callCost } from '../settlement/call-cost.js';
import { settledEvent } from '../settlement/settled-event.js';
import type { AdmittedCall, CallEnd } from './admission.js';
import type { Admittance } from './admittance.js';
import { LocalAllowance } from './local-allowance.js';

/** The end of each admitted call: charged or given back, once. */
@Injectable()
export class CallEnding {
  constructor(
    private readonly settlement: Settlement,
    private readonly returns: HoldReturns,
    private readonly open: OpenCalls,
    private readonly allowance: LocalAllowance,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Fails while the charge of a call could not be written down. */
  requireRoom(): void {
    this.settlement.requireRoom();
  }

  /** Whom holds belong to. */
  get process(): string {
    return this.open.process;
  }

  begin(call: OpenCall, { budgets, ...told }: Admittance): AdmittedCall {
    this.open.add(call);
    let ending: Promise<UsageEvent> | 'released' | null = null;
    return {
      ...told,
      holdNano: call.holdNano,
      covers: (usage, model) => covers(call, usage, model),
      costOf: (end) => callCost(call, end),
      settle: (end, charged) => {
        if (ending === 'released') return this.afterRelease(call, end);
        ending ??= this.settle(call, end, { budgets, charged });
        return ending;
      },
      release: async () => {
        if (ending !== null) return;
        ending = 'released';
        await this.release(call);
      },
    };
  }

  private settle(call: OpenCall, end: CallEnd, manner: Omit<SettlingManner, 'told'>): Promise<UsageEvent> {
    this.open.remove(call);
    return this.settlement.settle(call, end, { ...manner, told: () => this.giveBackAllowance(call) });
  }

  private async release(call: OpenCall): Promise<void> {
    this.open.remove(call);
    this.giveBackAllowance(call);
    if (call.record === null) return;
    await this.returns.giveBack(call.tag, call.ask.eventId);
  }

  private giveBackAllowance(call: OpenCall): void {
    if (call.record === null) this.allowance.giveBack(call.holdNano);
  }

  /** The first one counts. */
  private async afterRelease(call: OpenCall, end: CallEnd): Promise<UsageEvent> {
    this.log.error({ event: call.ask.eventId }, 'A call was settled after its hold had been given back');
    return { ...settledEvent(call, end, Date.now()), chargedNano: '0' };
  }
}

function covers({ holdNano, markups, startedAt }: OpenCall, usage: Usage, model: CatalogModel): boolean {
  if (holdNano === 0n) return true;
  const markupBps = markups.get(model.id) ?? 0;
  return chargeFor(usage, model, { markupBps, at: startedAt }).chargedNano <= holdNano;
}
