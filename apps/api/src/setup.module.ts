import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from '@onegate/auth';
import { BillingModule } from '@onegate/billing';
import { ModelsModule } from '@onegate/models';
import { PlatformModule, type Configuration, type Logger } from '@onegate/platform';
import { TenantsModule } from '@onegate/tenants';
import { UsageModule } from '@onegate/usage';

/** What the setup needs of the product: no routes and no gateway, which are half of what the API takes to load. */
@Module({})
export class SetupModule {
  static for(config: Configuration, log: Logger): DynamicModule {
    return {
      module: SetupModule,
      imports: [
        PlatformModule.for({ application: 'setup', config, log }),
        AuthModule,
        BillingModule,
        ModelsModule,
        TenantsModule,
        UsageModule,
      ],
    };
  }
}
