import { Controller, Get } from '@nestjs/common';
import { toOpenRouterModel } from './catalog-model.js';
import { catalog } from './catalog.js';

/** The catalog that OpenRouter publishes to everyone, key or none. */
@Controller('api/v1/models')
export class CatalogController {
  @Get()
  list(): object {
    return { data: catalog.map(toOpenRouterModel), links: { next: null }, total_count: catalog.length };
  }
}
