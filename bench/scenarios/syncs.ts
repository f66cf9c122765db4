import { setTimeout as pause } from 'node:timers/promises';
import { fixed, goal, whole } from '../measuring/wording.ts';
import type { Scenario, Table } from '../scenario.ts';
import { AdminClient } from '../servers/admin-client.ts';

interface SyncRun {
  readonly id: number;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
}

export const users: Scenario = {
  name: 'users',
  about: "A tenant's directory of 100,000 people, read for the first time and again without a change",
  async run(stage) {
    const admin = await AdminClient.signIn(stage.url);
    const tenant = await admin.send<{ id: number }>('POST', '/api/tenants', {
      name: `Directory ${Date.now()}`,
    });
    await admin.send('PUT', `/api/tenants/${tenant.id}/directory`, {
      kind: 'scim',
      base_url: `${stage.providerUrl}/directory/scim/v2`,
      credentials: { type: 'bearer', token: 'a-token' },
    });
    const sync = () => timed(async () => runToEnd(admin, tenant.id));
    const first = await sync();
    const again = await sync();
    const people =
      first.result.counts['seen'] ?? Object.values(first.result.counts).reduce((a, b) => a + b, 0);
    return [
      {
        ...secondsTable([
          ['first time', first.seconds],
          ['again', again.seconds],
        ]),
        notes: [
          goal(`${whole(people)} people in ${fixed(first.seconds, 1)} s of 60 s`, first.seconds <= 60),
          `The run ended as “${first.result.state}”: ${JSON.stringify(first.result.counts)}.`,
        ],
      },
    ];
  },
};

async function runToEnd(admin: AdminClient, tenantId: number): Promise<SyncRun> {
  const { id } = await admin.send<SyncRun>('POST', `/api/users/sync/${tenantId}`);
  for (;;) {
    const run = await admin.send<SyncRun>('GET', `/api/users/sync-runs/${id}`);
    if (!['queued', 'listing', 'applying'].includes(run.state)) return run;
    await pause(100);
  }
}

export const models: Scenario = {
  name: 'models',
  about: 'A catalog of 500 models, read for the first time and again without a change',
  async run(stage) {
    const admin = await AdminClient.signIn(stage.url);
    const sync = () => timed(() => admin.send('POST', '/api/llm-models/sync', { accept_vanished: true }));
    const first = await sync();
    const again = await sync();
    const notes = [goal(`${fixed(first.seconds, 1)} s of 3 s`, first.seconds <= 3)];
    return [
      {
        ...secondsTable([
          ['first time', first.seconds],
          ['again', again.seconds],
        ]),
        notes,
      },
    ];
  },
};

async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; seconds: number }> {
  const begun = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - begun) / 1_000 };
}

function secondsTable(timings: readonly (readonly [what: string, seconds: number])[]): Table {
  return {
    columns: ['seconds'],
    rows: timings.map(([what, seconds]) => ({ what, figures: [fixed(seconds, 2)] })),
  };
}
