import { setTimeout as pause } from 'node:timers/promises';
import { Agent, fetch } from 'undici';
import { until } from '../setup/until.ts';

interface LoadOptions {
  readonly url: string;
  readonly keys: readonly string[];
  /** How many call at the same time, one call after the other. */
  readonly callers: number;
  readonly model?: string;
  readonly script?: string;
  /** Between two calls of one caller. */
  readonly restMillis?: number;
}

/** Clients that call a model one time after the other over connections that they keep. */
export class Load {
  /** What became of the calls: a status, or what went wrong with the connection. */
  readonly outcomes: (number | string)[] = [];
  private readonly agent: Agent;
  private readonly callers: Promise<void>[];
  private isOver = false;

  constructor(private readonly options: LoadOptions) {
    this.agent = new Agent({ connections: options.callers, pipelining: 1 });
    this.callers = Array.from({ length: options.callers }, (_, index) => this.keepCalling(index));
  }

  get served(): number {
    return this.outcomes.filter((outcome) => outcome === 200).length;
  }

  get failures(): (number | string)[] {
    return this.outcomes.filter((outcome) => outcome !== 200);
  }

  /** So many more are served from now on. */
  async serves(count: number, withinMillis = 30_000): Promise<void> {
    const from = this.served;
    await until(`${count} more calls`, () => this.served >= from + count, withinMillis);
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.callers);
    await this.agent.close();
  }

  private async keepCalling(index: number): Promise<void> {
    const { keys, restMillis = 0 } = this.options;
    while (!this.isOver) {
      this.outcomes.push(await this.call(keys[index % keys.length] ?? '', index % 2 === 0));
      await pause(restMillis);
    }
  }

  private async call(key: string, stream: boolean): Promise<number | string> {
    const { url, model = 'openai/gpt-4o', script = 'ttft=5,tps=2000,out=10' } = this.options;
    try {
      const answer = await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        dispatcher: this.agent,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'x-simulate': script },
        body: JSON.stringify({
          model,
          stream,
          max_tokens: 10,
          messages: [{ role: 'user', content: 'Hello' }],
        }),
      });
      const text = await answer.text();
      if (answer.status !== 200) return answer.status;
      return stream && !text.includes('[DONE]') ? 'cut short' : 200;
    } catch (error) {
      return String(error instanceof Error ? (error.cause ?? error) : error);
    }
  }
}
