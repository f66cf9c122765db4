import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { newId } from '@onegate/platform';
import { UsageIngest, UsageStream, type UsageEvent } from '@onegate/usage';
import { EventPartitions } from '../../libs/usage/src/events/event-partitions.ts';

let count = 0;

/** A call as it leaves admission; what matters to a test is given. It was settled a second ago unless told. */
export function usageEvent(given: Partial<UsageEvent> = {}): UsageEvent {
  count += 1;
  const settledAt = given.settledAt ?? Date.now() - 1_000;
  return {
    id: newId('evt', new Date(settledAt - 500)),
    requestId: `req_${count}`,
    generationId: `gen_${count}`,
    startedAt: settledAt - 500,
    settledAt,
    account: 'o1',
    userId: 1,
    keyId: null,
    serviceUser: null,
    operation: 'chat',
    requestedModel: 'gpt-4o-mini',
    modelId: 1,
    modelSlug: 'openai/gpt-4o-mini',
    upstreamAccountId: null,
    providerKind: 'openai',
    upstreamName: 'gpt-4o-mini',
    isSimulated: false,
    isOwnUpstream: false,
    usage: { input: 100, cached_read: 20, output: 40, reasoning: 10 },
    countSource: 'upstream',
    priceVersionId: 1,
    markupBps: 2_000,
    costNano: '1000000',
    chargedNano: '1200000',
    reportedCostNano: null,
    holdNano: '5000000',
    overdraftNano: '0',
    status: 'completed',
    httpStatus: 200,
    finishReason: 'stop',
    isStream: true,
    disconnect: 'none',
    latencyMs: 500,
    firstTokenMs: 100,
    attempts: 1,
    isCached: false,
    ...given,
  };
}

/** So many calls, told apart by their number. */
export function usageEvents(number: number, of: (index: number) => Partial<UsageEvent>): UsageEvent[] {
  return Array.from({ length: number }, (_, index) => usageEvent(of(index)));
}

/** The short way to Postgres, for tests of what is shown of usage. */
export async function recorded(app: NestFastifyApplication, events: readonly UsageEvent[]): Promise<void> {
  await app.get(EventPartitions).ensureFor(events.map(({ id }) => id));
  await app.get(UsageIngest).take(events);
}

/** The whole way, as a process does that settles calls. */
export async function sent(
  app: NestFastifyApplication,
  events: readonly (UsageEvent | string)[],
  process = 'api-1',
): Promise<void> {
  for (const [seq, event] of events.entries()) await app.get(UsageStream).append(event, { process, seq });
}
