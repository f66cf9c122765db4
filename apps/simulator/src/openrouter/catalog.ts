import { anthropicModels } from './anthropic.models.js';
import type { CatalogModel } from './catalog-model.js';
import { openAiModels } from './openai.models.js';
import { otherModels } from './other.models.js';

/**
 * A small catalog in the manner of OpenRouter's, with what makes price lists hard: cache prices, an hour's cache, prices
 * that change with the length of the prompt or the time of day, free models, and a router whose price is unknown (-1).
 * Prices are dollars per token as decimal strings.
 */
export const catalog: readonly CatalogModel[] = [...openAiModels, ...anthropicModels, ...otherModels];
