import { Module } from '@nestjs/common';
import { ModelsModule } from '@onegate/models';
import { UsageModule } from '@onegate/usage';
import { PassThrough } from './answers/pass-through.service.js';
import { TranslatedAnswers } from './answers/translated-answers.service.js';
import { AttachmentLoader } from './attachments/attachment-loader.service.js';
import { CallAsks } from './calls/call-asks.service.js';
import { AnswerCache } from './answer-cache/answer-cache.service.js';
import { CacheHits } from './answer-cache/cache-hits.service.js';
import { RepeatableCalls } from './idempotency/repeatable-calls.service.js';
import { KeptAnswers } from './kept-answers/kept-answers.service.js';
import { AnswerDelivery } from './calls/answer-delivery.service.js';
import { Gateway } from './calls/gateway.service.js';
import { TokenCounting } from './calls/token-counting.service.js';
import { FilesModule } from './files/files.module.js';
import { NativeCalls } from './native/native-calls.service.js';
import { ProtocolSupport } from './routes/protocol-support.service.js';
import { RouteTries } from './routes/route-tries.service.js';
import { AccountFetch } from './upstream/account-fetch.service.js';
import { UpstreamCalls } from './upstream/upstream-calls.service.js';

@Module({
  imports: [FilesModule, ModelsModule, UsageModule],
  providers: [
    AccountFetch,
    AnswerCache,
    AnswerDelivery,
    AttachmentLoader,
    CacheHits,
    CallAsks,
    Gateway,
    KeptAnswers,
    NativeCalls,
    PassThrough,
    ProtocolSupport,
    RepeatableCalls,
    RouteTries,
    TokenCounting,
    TranslatedAnswers,
    UpstreamCalls,
  ],
  exports: [FilesModule, Gateway, NativeCalls, RepeatableCalls, TokenCounting],
})
export class GatewayModule {}
