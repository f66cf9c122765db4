import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drive } from './driver/drive.ts';
import type { Target } from './driver/jobs.ts';
import { shortCall } from './scenarios/prompts.ts';
import { DatabaseServers } from './servers/database-servers.ts';
import { furnish, offers, type Offer } from './servers/furnishing.ts';
import { hotKey, Onegate } from './servers/onegate.ts';
import { startPortkey } from './servers/portkey.ts';
import { Program } from './servers/program.ts';
import { Worker } from './servers/worker.ts';

/** Somebody who can be asked, and the processes that answer. */
export interface Contender {
  readonly name: 'provider' | 'yardstick' | 'Portkey' | 'Onegate';
  /** Its server process. */
  readonly pid: number;
  target(offer: Offer, body: object, way?: number): Target;
}

const warmUpCalls = 20_000;

/** All servers of the benchmark. Each run has its own; nothing outlives it. */
export class Stage {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'onegate-bench-'));
  readonly databases = new DatabaseServers();
  private readonly programs: Program[] = [];
  private installation: Onegate | null = null;
  private paused: Worker | null = null;
  private readonly warm = new Set<Contender>();
  contenders: readonly Contender[] = [];
  /** Of the provider, which is a catalog and a directory as well. */
  providerUrl = '';
  /** Of the API. */
  url = '';
  redisPid = 0;

  readonly name: string;
  private readonly hasPackages: boolean;

  constructor(name: string, hasPackages: boolean) {
    this.name = name;
    this.hasPackages = hasPackages;
  }

  async up(): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    await this.databases.up();
    this.redisPid = await this.databases.redisPid();
    const provider = await this.own('upstream');
    const yardstick = await this.own('yardstick', provider.url);
    const portkey = this.hasPackages ? await startPortkey(this.folder) : null;
    if (portkey) this.programs.push(portkey);
    const env = { ONEGATE_OPENROUTER_URL: `${provider.url}/catalog` };
    this.installation = await Onegate.setUp({ ...(await this.place('onegate')), env });
    const both = [this.installation.api(apiFlags()), this.installation.worker()] as const;
    const [api, worker] = await Promise.all(both);
    this.paused = new Worker(worker);
    this.providerUrl = provider.url;
    this.url = api.url;
    await furnish(api.url, provider.url);
    this.contenders = [
      direct('provider', provider),
      direct('yardstick', yardstick),
      ...(portkey ? [throughPortkey(portkey, provider.url)] : []),
      throughOnegate(api),
    ];
  }

  get onegate(): Onegate {
    if (!this.installation) throw new Error('The stage is not up');
    return this.installation;
  }

  /** Writes events into Postgres between the rounds; while one is measured, it leaves the processors alone. */
  get worker(): Worker {
    if (!this.paused) throw new Error('The stage is not up');
    return this.paused;
  }

  contender(name: Contender['name']): Contender | undefined {
    return this.contenders.find((one) => one.name === name);
  }

  /** One more process of the API, whose memory says nothing of what others were asked before. */
  async freshOnegate(): Promise<Contender> {
    return throughOnegate(await this.onegate.api(apiFlags()));
  }

  /**
   * Before the first measure: Node compiles a program while it runs, which takes a large one 20,000 calls. A process that
   * is started fresh for the sake of its memory stays as it is, and so do all in a smoke test, which has no packages.
   */
  async warmUp(): Promise<void> {
    if (!this.hasPackages) return;
    for (const contender of this.contenders.filter((one) => !this.warm.has(one))) {
      this.warm.add(contender);
      const target = contender.target('short', shortCall);
      const job = { kind: 'flood', target, connections: 64, seconds: 0, amount: warmUpCalls } as const;
      const { failed } = await drive<'flood'>(job);
      if (failed > 0) throw new Error(`${contender.name} refused ${failed} calls while it warmed up`);
    }
  }

  /** Where another installation can be, apart from the first. */
  async place(name: string) {
    const full = `${this.name}_${name}`;
    return {
      databaseUrl: await this.databases.newDatabase(full),
      redisUrl: this.databases.redisUrl,
      name: full,
      folder: path.join(this.folder, name),
    };
  }

  heldNano(): Promise<number> {
    return this.databases.heldNano(`${this.name}_onegate`);
  }

  async down(): Promise<void> {
    this.paused?.goOn();
    await this.installation?.stop();
    for (const program of this.programs) await program.stop();
    await this.databases.down();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async own(file: string, ...args: string[]): Promise<Program> {
    const program = await Program.start({
      name: file,
      args: [path.join(import.meta.dirname, 'servers', `${file}.ts`), ...args],
      logFile: path.join(this.folder, `${file}.log`),
    });
    this.programs.push(program);
    return program;
  }
}

/** `ONEGATE_BENCH_NODE_FLAGS="--cpu-prof --cpu-prof-dir=/tmp/prof"` shows where the time of the API goes. */
function apiFlags(): string[] {
  return (process.env.ONEGATE_BENCH_NODE_FLAGS ?? '').split(' ').filter(Boolean);
}

function direct(name: 'provider' | 'yardstick', { url, pid }: Program): Contender {
  return {
    name,
    pid,
    target: (offer, body, way = 0) => ({
      url: `${url}/${offers[offer].ways[way] ?? ''}/v1/chat/completions`,
      headers: { authorization: 'Bearer sk-upstream' },
      body: JSON.stringify({ model: 'fixed', ...body }),
    }),
  };
}

function throughPortkey({ url, pid }: Program, upstreamUrl: string): Contender {
  return {
    name: 'Portkey',
    pid,
    target: (offer, body, way = 0) => ({
      url: `${url}/v1/chat/completions`,
      headers: {
        authorization: 'Bearer sk-upstream',
        'x-portkey-provider': offers[offer].ways[way] === 'anthropic' ? 'anthropic' : 'openai',
        'x-portkey-custom-host': `${upstreamUrl}/${offers[offer].ways[way] ?? ''}/v1`,
      },
      body: JSON.stringify({ model: 'fixed', ...body }),
    }),
  };
}

function throughOnegate({ url, pid }: Program): Contender {
  return {
    name: 'Onegate',
    pid,
    target: (offer, body) => ({
      url: `${url}/v1/chat/completions`,
      headers: { authorization: `Bearer ${hotKey}` },
      body: JSON.stringify({ model: offers[offer].model, ...body }),
    }),
  };
}
