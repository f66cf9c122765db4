import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { writeDurably } from './durable-file.ts';

/** Ports chosen once and kept, so that addresses stay the same from start to start for as long as they are free. */
export class PortBook {
  readonly #file: string;
  readonly #known: Record<string, number>;

  constructor(file: string) {
    this.#file = file;
    this.#known = readBook(file);
  }

  async take(name: string): Promise<number> {
    const before = this.#known[name];
    const others = Object.entries(this.#known).filter(([other]) => other !== name);
    const taken = new Set(others.map(([, port]) => port));
    if (before !== undefined && !taken.has(before) && (await isPortFree(before))) return before;
    const port = await freePort(taken);
    this.#known[name] = port;
    writeDurably(this.#file, `${JSON.stringify(this.#known, null, 2)}\n`);
    return port;
  }
}

export async function freePort(except: ReadonlySet<number> = new Set()): Promise<number> {
  for (;;) {
    const port = await listenOnce(0);
    if (port !== undefined && !except.has(port)) return port;
  }
}

async function isPortFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) !== undefined;
}

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}

/** The book only saves choosing anew, so a damaged one counts as empty. */
function readBook(file: string): Record<string, number> {
  try {
    const book = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const ports = Object.entries(book).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number',
    );
    return Object.fromEntries(ports);
  } catch {
    return {};
  }
}
