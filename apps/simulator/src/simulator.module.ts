import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { MessagesController } from './anthropic/messages.controller.js';
import { DeliveryService } from './exchange/delivery.service.js';
import { ExchangeService } from './exchange/exchange.service.js';
import { OpenConnections } from './exchange/open-connections.js';
import { ProviderErrorFilter } from './exchange/provider-error.filter.js';
import { StreamPlayer } from './exchange/stream-player.js';
import { HealthController } from './health.controller.js';
import { JournalController } from './journal/journal.controller.js';
import { RequestJournal } from './journal/request-journal.js';
import { PretendedModel } from './model/pretended-model.js';
import { PromptCache } from './model/prompt-cache.js';
import { ChatController } from './openai/chat/chat.controller.js';
import { CompletionsController } from './openai/completions/completions.controller.js';
import { EmbeddingsController } from './openai/embeddings/embeddings.controller.js';
import { MediaController } from './openai/media/media.controller.js';
import { ModelsController } from './openai/models/models.controller.js';
import { ModelsService } from './openai/models/models.service.js';
import { ResponsesController } from './openai/responses/responses.controller.js';
import { CatalogController } from './openrouter/catalog.controller.js';
import { RecordingsService } from './recordings/recordings.service.js';
import { ScriptsService } from './script/scripts.service.js';
import { simulatorSettings, type SimulatorSettings } from './simulator.settings.js';

/** A model provider to talk to when there is none. */
@Module({
  controllers: [
    ChatController,
    ResponsesController,
    CompletionsController,
    EmbeddingsController,
    MediaController,
    ModelsController,
    MessagesController,
    CatalogController,
    JournalController,
    HealthController,
  ],
  providers: [
    { provide: APP_FILTER, useClass: ProviderErrorFilter },
    DeliveryService,
    ExchangeService,
    ModelsService,
    OpenConnections,
    PretendedModel,
    PromptCache,
    RecordingsService,
    RequestJournal,
    ScriptsService,
    StreamPlayer,
  ],
})
export class SimulatorModule {
  static for(settings: SimulatorSettings): DynamicModule {
    return { module: SimulatorModule, providers: [{ provide: simulatorSettings, useValue: settings }] };
  }
}
