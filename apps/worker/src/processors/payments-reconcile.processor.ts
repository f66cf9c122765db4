import { Injectable } from '@nestjs/common';
import { PaymentReconciliation, reconcilePayments, SandboxEvents, type Reconciled } from '@onegate/billing';
import type { Processor } from '@onegate/platform';

@Injectable()
export class PaymentsReconcileProcessor implements Processor<object> {
  readonly job = reconcilePayments;

  constructor(
    private readonly reconciliation: PaymentReconciliation,
    private readonly sandbox: SandboxEvents,
  ) {}

  async process(): Promise<Reconciled> {
    await this.sandbox.startWaiting();
    return this.reconciliation.run();
  }
}
