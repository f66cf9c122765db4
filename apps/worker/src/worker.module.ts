import { Module, type DynamicModule } from '@nestjs/common';
import { ModelsModule } from '@onegate/models';
import { PlatformModule, type Configuration, type Logger } from '@onegate/platform';
import { MailProcessor } from './processors/mail.processor.js';
import { MailSweepProcessor } from './processors/mail-sweep.processor.js';
import { ModelSyncProcessor } from './processors/model-sync.processor.js';

/** The processors of this app: one for each kind of job, checked at start. */
export const processorTypes = [MailProcessor, MailSweepProcessor, ModelSyncProcessor];

@Module({})
export class WorkerModule {
  static for(config: Configuration, log: Logger): DynamicModule {
    return {
      module: WorkerModule,
      imports: [PlatformModule.for({ application: 'worker', config, log }), ModelsModule],
      providers: processorTypes,
    };
  }
}
