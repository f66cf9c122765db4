import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SourceRow {
  readonly id: string;
  readonly pricing: Record<string, unknown>;
  readonly [field: string]: unknown;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A row as OpenRouter lists it. */
export function row(id: string, pricing: Record<string, unknown> = {}, more: object = {}): SourceRow {
  return {
    id,
    canonical_slug: id,
    name: `Model ${id}`,
    created: 1_700_000_000,
    description: 'A model of the test',
    context_length: 128_000,
    architecture: {
      modality: 'text->text',
      input_modalities: ['text'],
      output_modalities: ['text'],
      tokenizer: 'Other',
    },
    pricing: { prompt: '0.000002', completion: '0.00001', ...pricing },
    top_provider: { context_length: 128_000, max_completion_tokens: 8_192, is_moderated: false },
    per_request_limits: null,
    supported_parameters: ['max_tokens', 'temperature'],
    expiration_date: null,
    ...more,
  };
}

export function rows(count: number, prefix = 'acme/model', pricing = {}): SourceRow[] {
  return Array.from({ length: count }, (_, index) => row(`${prefix}-${index}`, pricing));
}

/** A server that answers as OpenRouter does, or as it should not. */
export class CatalogSource {
  readonly asked: { url: string; etag: string | undefined }[] = [];
  private answer: Answer = (_request, response) => response.end();
  private readonly server = createServer((request, response) => {
    this.asked.push({ url: request.url ?? '', etag: request.headers['if-none-match'] });
    this.answer(request, response);
  });

  static async start(): Promise<CatalogSource> {
    const source = new CatalogSource();
    await new Promise<void>((resolve) => {
      source.server.listen(0, '127.0.0.1', resolve);
    });
    return source;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/v1`;
  }

  answers(answer: Answer): void {
    this.answer = answer;
    this.asked.length = 0;
  }

  /** A page with all of it. */
  lists(models: readonly object[], more: object = {}): void {
    this.sends(JSON.stringify({ data: models, ...more }));
  }

  sends(body: string, { status = 200, headers = {} }: { status?: number; headers?: object } = {}): void {
    this.answers((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    });
  }

  /** Pages that follow each other by their links; answers `undefined` where a page is to fail. */
  pages(pages: readonly (readonly object[] | undefined)[], total: number): void {
    this.answers((request, response) => {
      const at = Number(new URL(request.url ?? '', 'http://source').searchParams.get('page') ?? 0);
      const data = pages[at];
      if (!data) return void response.writeHead(500).end('{}');
      const next = at + 1 < pages.length ? `/api/v1/models?page=${at + 1}` : null;
      const body = JSON.stringify({ data, links: { next }, total_count: total });
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
  }

  /** Serves with an ETag, and 304 to whoever has it. */
  tagged(models: readonly object[], etag: string): void {
    this.answers((request, response) => {
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
      const body = JSON.stringify({ data: models });
      return void response.writeHead(200, { 'content-type': 'application/json', etag }).end(body);
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }
}
