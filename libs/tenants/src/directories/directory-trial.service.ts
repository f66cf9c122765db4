import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { DirectoriesService } from './directories.service.js';
import { DirectoryReader } from './directory-reader.js';
import { isDirectoryFailure } from './directory.errors.js';
import type { DirectoryPerson } from './directory-person.js';

const samplesShown = 5;

export type DirectoryTrial =
  | {
      readonly ok: true;
      readonly total: number | null;
      readonly unreadable: number;
      readonly sample: readonly DirectoryPerson[];
    }
  | { readonly ok: false; readonly message: string };

/** Reads the first page and changes nothing, so that whoever sets a directory up sees what would come of it. */
@Injectable()
export class DirectoryTrialService {
  constructor(
    private readonly directories: DirectoriesService,
    private readonly reader: DirectoryReader,
  ) {}

  async run(actor: Actor, tenantId: number): Promise<DirectoryTrial> {
    const directory = await this.directories.read(actor, tenantId);
    try {
      for await (const { people, total } of this.reader.read(directory)) {
        const readable = people.filter((person) => person !== null);
        const sample = readable.slice(0, samplesShown);
        return { ok: true, total, unreadable: people.length - readable.length, sample };
      }
      return { ok: true, total: 0, unreadable: 0, sample: [] };
    } catch (error) {
      if (isDirectoryFailure(error)) return { ok: false, message: error.message };
      throw error;
    }
  }
}
