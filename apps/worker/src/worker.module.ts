import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from '@onegate/auth';
import { PlatformModule, type Configuration, type Logger } from '@onegate/platform';
import { MailProcessor } from './processors/mail.processor.js';
import { MailSweepProcessor } from './processors/mail-sweep.processor.js';
import { signInProcessors } from './processors/sign-in.processors.js';

/** The processors of this app: one for each kind of job, checked at start. */
export const processorTypes = [MailProcessor, MailSweepProcessor, ...signInProcessors];

@Module({})
export class WorkerModule {
  static for(config: Configuration, log: Logger): DynamicModule {
    return {
      module: WorkerModule,
      imports: [PlatformModule.for({ application: 'worker', config, log }), AuthModule],
      providers: processorTypes,
    };
  }
}
