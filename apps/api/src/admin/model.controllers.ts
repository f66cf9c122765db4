import { LlmModelsController } from './llm-models.controller.js';
import { ManualModelsController } from './manual-models.controller.js';
import { ModelSyncController } from './model-sync.controller.js';
import { PriceChangesController } from './price-changes.controller.js';
import { UpstreamAccountsController } from './upstream-accounts.controller.js';

/** The catalog and those who answer for it, on the admin surface; fixed paths before those with an id. */
export const modelControllers = [
  ModelSyncController,
  PriceChangesController,
  ManualModelsController,
  LlmModelsController,
  UpstreamAccountsController,
];
