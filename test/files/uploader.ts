import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@onegate/platform';
import { Caller, type Answer } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import type { Installation } from '../setup/installation.ts';

type Body = NonNullable<RequestInit['body']>;

export interface FileBody {
  readonly id: string;
  readonly bytes: number;
  readonly filename: string;
  readonly purpose: string;
  readonly status: string;
  readonly expires_at?: number;
}

/** Someone with a key, who uploads files the way a program does that knows HTTP and no SDK. */
export class Uploader {
  constructor(
    readonly call: Caller,
    readonly key: string,
  ) {}

  static async of(app: NestFastifyApplication, call: Caller): Promise<Uploader> {
    const make = given(app);
    const key = await make.apiKey(await make.user());
    return new Uploader(call.signedIn(key), key);
  }

  form(file: Blob, fields: Record<string, string> = {}, filename = 'note.txt'): Promise<Answer<FileBody>> {
    const form = new FormData();
    form.append('file', file, filename);
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    return this.send('POST', '/v1/files', form);
  }

  put(where: string, body: Body, headers: Record<string, string> = {}): Promise<Answer<FileBody>> {
    return this.send('PUT', `/v1/files/${where}`, body, headers);
  }

  async bytes(id: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.call.url}/v1/files/${id}/content`, { headers: { ...this.signed, ...headers } });
  }

  async status(id: string, headers: Record<string, string> = {}): Promise<number> {
    const response = await this.bytes(id, headers);
    await response.arrayBuffer();
    return response.status;
  }

  async text(id: string): Promise<string> {
    return (await this.bytes(id)).text();
  }

  /** A connection on which the test says every byte itself. */
  async raw(head: string): Promise<Socket> {
    const { hostname, port } = new URL(this.call.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    socket.write(`${head}\r\nhost: x\r\nauthorization: Bearer ${this.key}\r\n\r\n`);
    return socket;
  }

  private async send(
    method: string,
    where: string,
    body: Body,
    headers: Record<string, string> = {},
  ): Promise<Answer<FileBody>> {
    const init = { method, body, headers: { ...this.signed, ...headers }, duplex: 'half' } as RequestInit;
    const response = await fetch(this.call.url + where, init);
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as FileBody,
    };
  }

  private get signed(): Record<string, string> {
    return { authorization: `Bearer ${this.key}` };
  }
}

/** Everything that is on the disk, finished or not. */
export async function filesOnDisk({ config }: Installation): Promise<string[]> {
  const root = path.join(config.runtime.dataDir, 'files');
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

export async function rowCount(app: NestFastifyApplication): Promise<number> {
  const [row] = await app.get(Database).query<{ count: string }>('select count(*) as count from files');
  return Number(row?.count);
}

export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** So many bytes, a megabyte at a time, made as they are asked for. */
export function manyBytes(megabytes: number): ReadableStream<Uint8Array> {
  const piece = new Uint8Array(1024 * 1024).fill(7);
  let left = megabytes;
  return new ReadableStream({
    pull(controller) {
      if (left === 0) return controller.close();
      left -= 1;
      return controller.enqueue(piece);
    },
  });
}
