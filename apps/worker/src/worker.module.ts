import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from '@onegate/auth';
import { BillingModule } from '@onegate/billing';
import { ModelsModule } from '@onegate/models';
import { PlatformModule, type Configuration, type Logger } from '@onegate/platform';
import { TenantsModule } from '@onegate/tenants';
import { billingProcessors } from './processors/billing.processors.js';
import { UsageModule } from '@onegate/usage';
import { CapacityRefreshProcessor } from './processors/capacity-refresh.processor.js';
import { HoldSweepProcessor } from './processors/hold-sweep.processor.js';
import { MailProcessor } from './processors/mail.processor.js';
import { MailSweepProcessor } from './processors/mail-sweep.processor.js';
import { ModelSyncProcessor } from './processors/model-sync.processor.js';
import { signInProcessors } from './processors/sign-in.processors.js';
import { tenantProcessors } from './processors/tenant.processors.js';
import { UsagePartitionsProcessor } from './processors/usage-partitions.processor.js';

/** The processors of this app: one for each kind of job, checked at start. */
export const processorTypes = [
  CapacityRefreshProcessor,
  HoldSweepProcessor,
  MailProcessor,
  MailSweepProcessor,
  ModelSyncProcessor,
  ...billingProcessors,
  UsagePartitionsProcessor,
  ...signInProcessors,
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
        ModelsModule,
        TenantsModule,
        UsageModule,
      ],
      providers: processorTypes,
    };
  }
}
