import type { Caller } from '../setup/caller.ts';
import { until } from '../setup/until.ts';
import type { Page, PersonBody, TenantBody } from '../admin/administration.ts';
import { scimToken, type ScimServer } from './scim-server.ts';

export interface RunBody {
  readonly id: number;
  readonly tenant_id: number;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly departures: number | null;
  readonly failure: string | null;
  readonly problems: {
    readonly code: string;
    readonly external_id: string | null;
    readonly email: string | null;
  }[];
}

const stillGoing = new Set(['queued', 'listing', 'applying']);

/** What a test does with a tenant that has a directory, through the API. */
export function synchronisation(call: Caller, tenant: TenantBody) {
  const runOf = async (id: number): Promise<RunBody> =>
    (await call.get<RunBody>(`/api/users/sync-runs/${id}`)).body;

  const ended = (id: number): Promise<RunBody> =>
    until(
      `run ${id} to end`,
      async () => {
        const run = await runOf(id);
        return !stillGoing.has(run.state) && run;
      },
      15_000,
    );

  return {
    runOf,
    ended,
    connect: (directory: ScimServer, settings: object = {}) =>
      call.put(`/api/tenants/${tenant.id}/directory`, {
        kind: 'scim',
        base_url: directory.url,
        credentials: { type: 'bearer', token: scimToken },
        ...settings,
      }),
    start: async (): Promise<RunBody> => (await call.post<RunBody>(`/api/users/sync/${tenant.id}`)).body,
    async sync(): Promise<RunBody> {
      const { status, body } = await call.post<RunBody>(`/api/users/sync/${tenant.id}`);
      if (status !== 202) throw new Error(`No run was started: ${JSON.stringify(body)}`);
      return ended(body.id);
    },
    /** E-mail and status of everybody there. */
    async people(): Promise<Record<string, string>> {
      const { body } = await call.get<Page<PersonBody>>(`/api/users?tenant_id=${tenant.id}&per_page=100`);
      return Object.fromEntries(body.data.map(({ email, status }) => [email, status]));
    },
    async person(email: string): Promise<PersonBody> {
      const { body } = await call.get<Page<PersonBody>>(
        `/api/users?tenant_id=${tenant.id}&search=${encodeURIComponent(email)}`,
      );
      const found = body.data.find((one) => one.email === email);
      if (!found) throw new Error(`There is no ${email}`);
      return found;
    },
  };
}

export type Synchronisation = ReturnType<typeof synchronisation>;
