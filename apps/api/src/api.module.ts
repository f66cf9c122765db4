import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from '@onegate/auth';
import { BillingModule } from '@onegate/billing';
import { GatewayModule } from '@onegate/gateway';
import { ModelsModule } from '@onegate/models';
import { PlatformModule, type Configuration, type Logger } from '@onegate/platform';
import { TenantsModule } from '@onegate/tenants';
import { UsageModule } from '@onegate/usage';
import { accountControllers } from './account/account-controllers.js';
import { booksControllers } from './admin/books.controllers.js';
import { modelControllers } from './admin/model.controllers.js';
import { moneyControllers } from './admin/money.controllers.js';
import { peopleControllers } from './admin/people.controllers.js';
import { AccountDoor } from './account/account-door.service.js';
import { AccountPlans } from './account/account-plans.service.js';
import { signInControllers } from './admin/sign-in.controllers.js';
import { MessagesController } from './anthropic/messages.controller.js';
import { Arriving } from './files/arriving.js';
import { keyHolderControllers } from './key-holder/key-holder.controllers.js';
import { NativeController } from './native/native.controller.js';
import { chatControllers } from './openai/chat.controllers.js';
import { IncomingForms } from './inference/incoming-form.js';
import { EmbeddingsController } from './openai/embeddings.controller.js';
import { ConversationsController } from './openai/conversations.controller.js';
import { mediaControllers } from './openai/media.controllers.js';
import { ResponsesController } from './openai/responses.controller.js';
import { FilesController } from './openai/files.controller.js';
import { FileUploadsController } from './openai/file-uploads.controller.js';
import { StoredResponsesController } from './openai/stored-responses.controller.js';
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
        ...booksControllers,
        ...keyHolderControllers,
        ...mediaControllers,
        ...modelControllers,
        ...moneyControllers,
        ...peopleControllers,
        ...signInControllers,
        ...chatControllers,
        EmbeddingsController,
        ConversationsController,
        ResponsesController,
        StoredResponsesController,
        FilesController,
        FileUploadsController,
        MessagesController,
        ModelsController,
        NativeController,
      ],
      providers: [AccountDoor, AccountPlans, Arriving, IncomingForms],
    };
  }
}
