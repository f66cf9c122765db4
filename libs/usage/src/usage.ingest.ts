import { UsageAggregation } from './aggregation/usage-aggregation.service.js';
import { UsageStretch } from './aggregation/usage-stretch.entity.js';
import { EventPartitions } from './events/event-partitions.js';
import { RecordedEvent } from './events/usage-event.entity.js';
import { UsageDeadLetter } from './ingest/dead-letter.entity.js';
import { BookedNews } from './ingest/booked-news.service.js';
import { DeadLetterDesk } from './ingest/dead-letter-desk.service.js';
import { DeadLetterRevival } from './ingest/dead-letter-revival.service.js';
import { DeadLetters } from './ingest/dead-letters.js';
import { EntryIntake } from './ingest/entry-intake.js';
import { IngestLoop } from './ingest/ingest-loop.js';
import { IngestMetrics } from './ingest/ingest-metrics.js';
import { IngestedEvents } from './ingest/ingested.js';
import { StreamReader } from './ingest/stream-reader.js';
import { UsageIngest } from './ingest/usage-ingest.js';
import { UsageStream } from './ingest/usage-stream.js';
import { UsageDay, UsageMonth, UsageQuarter, UsageShift, UsageWeek } from './rollups/rollup.entity.js';
import { RollupWriting } from './rollups/rollup-writing.js';
import { AccountRemains } from './service-users/account-remains.service.js';
import { EventRetention } from './retention/event-retention.service.js';
import { RetiredDay } from './retention/retired-day.entity.js';
import { RetiredMonth } from './retention/retired-month.entity.js';
import { RetiredMonths } from './retention/retired-months.service.js';
import { ServiceUserDirectory } from './service-users/service-user-directory.js';
import { ServiceUser } from './service-users/service-user.entity.js';

/** How usage events come to Postgres, and what they become there. */
export const ingestEntities = [
  RecordedEvent,
  RetiredDay,
  RetiredMonth,
  ServiceUser,
  UsageDay,
  UsageDeadLetter,
  UsageMonth,
  UsageQuarter,
  UsageShift,
  UsageStretch,
  UsageWeek,
];

/** Those that other libs and the apps call. */
export const ingestServices = [
  AccountRemains,
  DeadLetterDesk,
  EventPartitions,
  EventRetention,
  IngestedEvents,
  IngestLoop,
  UsageAggregation,
  UsageIngest,
  UsageStream,
];

export const ingestProviders = [
  ...ingestServices,
  BookedNews,
  DeadLetterRevival,
  DeadLetters,
  EntryIntake,
  IngestMetrics,
  RetiredMonths,
  RollupWriting,
  ServiceUserDirectory,
  StreamReader,
];
