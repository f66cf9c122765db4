import { readFile, realpath } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { ProviderError } from '../exchange/provider-error.js';
import { simulatorSettings, type SimulatorSettings } from '../simulator.settings.js';

export interface Recording {
  readonly bytes: Buffer;
  readonly contentType: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.sse': 'text/event-stream; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.ndjson': 'application/x-ndjson',
};

/** Reads recorded answers, from within one directory and nowhere else. */
@Injectable()
export class RecordingsService {
  constructor(@Inject(simulatorSettings) private readonly settings: SimulatorSettings) {}

  async read(name: string): Promise<Recording> {
    const path = await this.locate(name);
    if (path === undefined)
      throw new ProviderError(404, `There is no recording '${name}'.`, {
        param: 'model',
        code: 'recording_not_found',
      });
    return {
      bytes: await readFile(path),
      contentType: contentTypes[extname(path)] ?? 'text/event-stream; charset=utf-8',
    };
  }

  /** The file's real path, where it lies in the directory once every link is followed. */
  private async locate(name: string): Promise<string | undefined> {
    const { recordings } = this.settings;
    if (recordings === undefined || name.includes('\0')) return undefined;
    const root = await realpath(recordings);
    const path = await realpath(resolve(root, name)).catch(() => undefined);
    return path?.startsWith(root + sep) ? path : undefined;
  }
}
