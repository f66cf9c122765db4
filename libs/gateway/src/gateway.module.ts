import { Module } from '@nestjs/common';
import { ModelsModule } from '@onegate/models';
import { UsageModule } from '@onegate/usage';
import { PassThrough } from './answers/pass-through.service.js';
import { EmbeddingAnswers } from './embeddings/embedding-answers.service.js';
import { TranslatedAnswers } from './answers/translated-answers.service.js';
import { AttachmentLoader } from './attachments/attachment-loader.service.js';
import { CallAsks } from './calls/call-asks.service.js';
import { AnswerCache } from './answer-cache/answer-cache.service.js';
import { CacheHits } from './answer-cache/cache-hits.service.js';
import { Quotes } from './quotes/quotes.service.js';
import { RepeatableCalls } from './idempotency/repeatable-calls.service.js';
import { KeptAnswers } from './kept-answers/kept-answers.service.js';
import { AnswerDelivery } from './calls/answer-delivery.service.js';
import { ContentRecording } from './contents/content-recording.service.js';
import { CallBeginning } from './calls/call-beginning.service.js';
import { CallSettlement } from './calls/call-settlement.service.js';
import { Gateway } from './calls/gateway.service.js';
import { TokenCounting } from './calls/token-counting.service.js';
import { FilesModule } from './files/files.module.js';
import { BackgroundResponses } from './responses/background-responses.service.js';
import { BackgroundRunner } from './responses/background-runner.service.js';
import { PreparedResponses } from './responses/prepared-responses.service.js';
import { ResponseCompaction } from './responses/compaction.service.js';
import { RunningResponses } from './responses/running-responses.service.js';
import { StatefulResponses } from './responses/stateful-responses.service.js';
import { NativeCalls } from './native/native-calls.service.js';
import { ProtocolSupport } from './routes/protocol-support.service.js';
import { RouteTries } from './routes/route-tries.service.js';
import { StateModule } from './state.module.js';
import { AccountFetch } from './upstream/account-fetch.service.js';
import { ReadingAgents } from './upstream/reading-agents.js';
import { UpstreamCalls } from './upstream/upstream-calls.service.js';

@Module({
  imports: [FilesModule, ModelsModule, StateModule, UsageModule],
  providers: [
    AccountFetch,
    ReadingAgents,
    AnswerCache,
    AnswerDelivery,
    ContentRecording,
    AttachmentLoader,
    BackgroundResponses,
    BackgroundRunner,
    CacheHits,
    CallAsks,
    CallBeginning,
    CallSettlement,
    Gateway,
    KeptAnswers,
    NativeCalls,
    PassThrough,
    PreparedResponses,
    ProtocolSupport,
    Quotes,
    RepeatableCalls,
    ResponseCompaction,
    RouteTries,
    RunningResponses,
    StatefulResponses,
    TokenCounting,
    EmbeddingAnswers,
    TranslatedAnswers,
    UpstreamCalls,
  ],
  exports: [
    BackgroundResponses,
    FilesModule,
    Gateway,
    NativeCalls,
    Quotes,
    RepeatableCalls,
    ResponseCompaction,
    StateModule,
    StatefulResponses,
    TokenCounting,
  ],
})
export class GatewayModule {}
