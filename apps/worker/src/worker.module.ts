import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from '@onegate/auth';
import { BillingModule } from '@onegate/billing';
import { FilesModule, StateModule } from '@onegate/gateway';
import { ModelsModule } from '@onegate/models';
import { PlatformModule, type Configuration, type Logger } from '@onegate/platform';
import { TenantsModule } from '@onegate/tenants';
import { UsageModule } from '@onegate/usage';
import { alertProcessors } from './processors/alert.processors.js';
import { balanceProcessors } from './processors/balance.processors.js';
import { billingProcessors } from './processors/billing.processors.js';
import { CapacityRefreshProcessor } from './processors/capacity-refresh.processor.js';
import { ContentRetentionProcessor } from './processors/content-retention.processor.js';
import { fileProcessors } from './processors/file.processors.js';
import { HoldSweepProcessor } from './processors/hold-sweep.processor.js';
import { MailProcessor } from './processors/mail.processor.js';
import { MailSweepProcessor } from './processors/mail-sweep.processor.js';
import { ModelSyncProcessor } from './processors/model-sync.processor.js';
import { ReconciliationProcessor } from './processors/reconciliation.processor.js';
import { ReratingProcessor } from './processors/rerating.processor.js';
import { ResealingProcessor } from './processors/resealing.processor.js';
import { signInProcessors } from './processors/sign-in.processors.js';
import { stateProcessors } from './processors/state.processors.js';
import { tenantProcessors } from './processors/tenant.processors.js';
import { UsageAggregationProcessor } from './processors/usage-aggregation.processor.js';
import { UsagePartitionsProcessor } from './processors/usage-partitions.processor.js';

/** The processors of this app: one for each kind of job, checked at start. */
export const processorTypes = [
  ...alertProcessors,
  ...balanceProcessors,
  CapacityRefreshProcessor,
  ContentRetentionProcessor,
  ...fileProcessors,
  MailProcessor,
  MailSweepProcessor,
  ModelSyncProcessor,
  UsageAggregationProcessor,
  UsagePartitionsProcessor,
  ...billingProcessors,
  HoldSweepProcessor,
  ReconciliationProcessor,
  ReratingProcessor,
  ResealingProcessor,
  ...signInProcessors,
  ...stateProcessors,
  ...tenantProcessors,
];

@Module({})
export class WorkerModule {
  static for(config: Configuration, log: Logger): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.for({ application: 'worker', config, log }),
        AuthModule,
        BillingModule,
        FilesModule,
        ModelsModule,
        StateModule,
        TenantsModule,
        UsageModule,
      ],
      providers: processorTypes,
    };
  }
}
