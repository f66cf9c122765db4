import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from '@onegate/auth';
import { BillingModule } from '@onegate/billing';
import { GatewayModule } from '@onegate/gateway';
import { ModelsModule } from '@onegate/models';
import { PlatformModule, type Configuration, type Logger } from '@onegate/platform';
import { TenantsModule } from '@onegate/tenants';
import { UsageModule } from '@onegate/usage';
import { accountControllers } from './account/account-controllers.js';
import { modelControllers } from './admin/model.controllers.js';
import { peopleControllers } from './admin/people.controllers.js';
import { signInControllers } from './admin/sign-in.controllers.js';
import { UpstreamAccountsController } from './admin/upstream-accounts.controller.js';
import { WalletsController } from './admin/wallets.controller.js';
import { MessagesController } from './anthropic/messages.controller.js';
import { AccountCapacityController } from './key-holder/account-capacity.controller.js';
import { BillingReadsController } from './key-holder/billing-reads.controller.js';
import { EmailCodeController } from './key-holder/email-code.controller.js';
import { GenerationController } from './key-holder/generation.controller.js';
import { KeyUsageController } from './key-holder/key-usage.controller.js';
import { ChatController } from './openai/chat.controller.js';
import { ModelsController } from './openai/models.controller.js';

@Module({})
export class ApiModule {
  static for(config: Configuration, log: Logger): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        PlatformModule.for({ application: 'api', config, log }),
        AuthModule,
        BillingModule,
        GatewayModule,
        ModelsModule,
        TenantsModule,
        UsageModule,
      ],
      controllers: [
        ...accountControllers,
        ...modelControllers,
        ...peopleControllers,
        ...signInControllers,
        AccountCapacityController,
        BillingReadsController,
        ChatController,
        EmailCodeController,
        GenerationController,
        KeyUsageController,
        MessagesController,
        ModelsController,
        UpstreamAccountsController,
        WalletsController,
      ],
    };
  }
}
