import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { LOGGER, RedisChannels, type Logger } from '@onegate/platform';
import { modelsChanged } from '../catalog/catalog.channels.js';
import { upstreamChanged } from '../upstream-accounts/upstream.channels.js';
import { routesFor } from './build-routes.js';
import { RouteLoading } from './route-loading.service.js';
import type { Route } from './route.js';

type Routes = ReadonlyMap<number, readonly Route[]>;

interface Loaded {
  readonly routes: Routes;
  /** How many changes had been heard of when the loading began. */
  readonly changes: number;
  readonly at: number;
}

/** Older routes are loaded anew while they go on serving, because news can be lost. */
const renewAfterMillis = 3_000;

/**
 * The ways to every model, in the memory of this process. News of a change make it load before the next answer; without
 * any it is never older than a few seconds. While Postgres is away nothing changes, and what is known goes on serving.
 */
@Injectable()
export class RouteTable implements OnModuleInit {
  private changes = 0;
  private loaded: Loaded | null = null;
  private loading: { readonly changes: number; readonly result: Promise<Loaded> } | null = null;

  constructor(
    private readonly source: RouteLoading,
    private readonly channels: RedisChannels,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    channels.onMissed(() => (this.changes += 1));
  }

  async onModuleInit(): Promise<void> {
    await this.channels.subscribe(upstreamChanged, () => (this.changes += 1));
    await this.channels.subscribe(modelsChanged, () => (this.changes += 1));
  }

  /** The ways to a model that the calls of this tenant may take. */
  async routesTo(modelId: number, tenantId: number | null): Promise<Route[]> {
    return routesFor((await this.current()).get(modelId) ?? [], tenantId);
  }

  /** Every way to every model. */
  async current(): Promise<Routes> {
    const { loaded } = this;
    if (loaded?.changes !== this.changes) return (await this.load()).routes;
    if (performance.now() - loaded.at > renewAfterMillis) void this.load();
    return loaded.routes;
  }

  /** Callers at the same time share one loading, unless it began before the last news. */
  private load(): Promise<Loaded> {
    if (this.loading?.changes === this.changes) return this.loading.result;
    const { changes } = this;
    const result = this.fetch(changes).finally(() => {
      if (this.loading?.result === result) this.loading = null;
    });
    this.loading = { changes, result };
    return result;
  }

  private async fetch(changes: number): Promise<Loaded> {
    const at = performance.now();
    try {
      return this.keep({ routes: await this.source.load(), changes, at });
    } catch (err) {
      if (!this.loaded) throw err;
      this.log.warn({ err }, 'Routes could not be loaded, going on with those of before');
      return this.keep({ routes: this.loaded.routes, changes, at });
    }
  }

  private keep(fresh: Loaded): Loaded {
    if (!this.loaded || fresh.at >= this.loaded.at) this.loaded = fresh;
    return this.loaded;
  }
}
