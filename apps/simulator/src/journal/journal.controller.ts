import { Controller, Delete, Get, HttpCode, Query } from '@nestjs/common';
import { PromptCache } from '../model/prompt-cache.js';
import { ScriptsService } from '../script/scripts.service.js';
import { type JournalEntry, RequestJournal } from './request-journal.js';

/** For tests: what has reached the simulator. Needs no key. */
@Controller('simulator/requests')
export class JournalController {
  constructor(
    private readonly journal: RequestJournal,
    private readonly scripts: ScriptsService,
    private readonly cache: PromptCache,
  ) {}

  /** `contains` picks requests whose requested model holds that text, such as a script's tag. */
  @Get()
  list(@Query('contains') contains = ''): { data: JournalEntry[] } {
    return { data: this.journal.list().filter((entry) => (entry.model ?? '').includes(contains)) };
  }

  /** Forgets everything: the requests, what `first=` has counted, and the prompt cache. */
  @Delete()
  @HttpCode(204)
  clear(): void {
    this.journal.clear();
    this.scripts.forget();
    this.cache.clear();
  }
}
