import { Injectable } from '@nestjs/common';
import type { Processor } from '@onegate/platform';
import { reconcile, Reconciliation, type Reconcile } from '@onegate/usage';

@Injectable()
export class ReconciliationProcessor implements Processor<Reconcile> {
  readonly job = reconcile;

  constructor(private readonly reconciliation: Reconciliation) {}

  async process(payload: Reconcile): Promise<object> {
    const { accounts, differing, differenceNano } = await this.reconciliation.run(payload);
    return { accounts, differing, differenceNano: String(differenceNano) };
  }
}
