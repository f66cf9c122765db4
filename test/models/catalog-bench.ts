import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Caller } from '../setup/caller.ts';
import { given, password } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { CatalogSource } from './catalog-source.ts';

interface SyncAnswer {
  readonly message: string;
  readonly output: string[];
  readonly run: {
    readonly public_id: string;
    readonly state: string;
    readonly skipped: { id: string; reason: string }[];
  };
  readonly [count: string]: unknown;
}

export interface ListedModel {
  readonly id: number;
  readonly slug: string;
  readonly state: string;
  readonly is_callable: boolean;
  readonly problem: string | null;
  readonly price: {
    readonly id: string;
    readonly prices: Record<string, string>;
    readonly tiers: unknown[];
  } | null;
  readonly [field: string]: unknown;
}

export interface Page<Row> {
  readonly data: Row[];
  readonly total: number;
}

/** An installation with a worker, a source of models and an administrator. */
export interface CatalogBench {
  readonly installation: Installation;
  readonly source: CatalogSource;
  readonly app: NestFastifyApplication;
  readonly call: Caller;
  readonly admin: Caller;
  sync(body?: object): Promise<{ status: number; body: SyncAnswer }>;
  model(slug: string): Promise<ListedModel | undefined>;
}

export async function catalogBench(options: { readonly worker?: boolean } = {}): Promise<CatalogBench> {
  const source = await CatalogSource.start();
  const installation = await Installation.create({ env: { ONEGATE_OPENROUTER_URL: source.url } });
  installation.onClose(() => source.stop());
  const { app, call } = await installation.api();
  if (options.worker !== false) await installation.worker();
  const admin = await signedIn(call, (await given(app).superAdmin()).email);
  return {
    installation,
    source,
    app,
    call,
    admin,
    sync: (body) => admin.post<SyncAnswer>('/api/llm-models/sync', body),
    async model(slug) {
      const found = await admin.get<Page<ListedModel>>(
        `/api/llm-models?active=all&per_page=100&search=${slug}`,
      );
      return found.body.data.find((model) => model.slug === slug);
    },
  };
}

export async function signedIn(call: Caller, email: string): Promise<Caller> {
  const { body } = await call.post<{ access_token: string }>('/api/auth/login', { email, password });
  return call.signedIn(body.access_token);
}
