import { Injectable } from '@nestjs/common';
import { callWebhook, WebhookCalls } from '@onegate/billing';
import type { JobRun, Processor } from '@onegate/platform';
import { checkSpending, SpendAlerts, SpendWatch, sweepSpending, type CheckSpending } from '@onegate/usage';

@Injectable()
class SpendAlertsProcessor implements Processor<CheckSpending> {
  readonly job = checkSpending;

  constructor(private readonly alerts: SpendAlerts) {}

  process({ account }: CheckSpending): Promise<number> {
    return this.alerts.consider(account);
  }
}

@Injectable()
class SpendSweepProcessor implements Processor<object> {
  readonly job = sweepSpending;

  constructor(private readonly watch: SpendWatch) {}

  process(): Promise<number> {
    return this.watch.sweep();
  }
}

@Injectable()
class WebhookProcessor implements Processor<{ deliveryId: number }> {
  readonly job = callWebhook;

  constructor(private readonly calls: WebhookCalls) {}

  process({ deliveryId }: { deliveryId: number }, { isLast }: JobRun): Promise<void> {
    return this.calls.call(deliveryId, isLast);
  }
}

/** What people are told of their money. */
export const alertProcessors = [SpendAlertsProcessor, SpendSweepProcessor, WebhookProcessor];
