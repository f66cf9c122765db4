import type { Usage } from '@onegate/models';
import { toUsdFloat } from '@onegate/platform';
import type { CallCost } from '@onegate/usage';
import type { PricedAnswer } from '../answers/retelling.js';
import { tokenCounts } from '../translation/chat/chat-usage.js';
import type { JsonObject } from '../translation/wire.js';

/** The provider's words about the tokens, or ours where it told none, with what the call costs its account. */
export function routerUsage(told: JsonObject | null, { end, cost }: PricedAnswer): JsonObject {
  const counted: Usage = end.usage;
  return {
    ...(told ?? tokenCounts(counted)),
    cost: toUsdFloat(cost.chargedNano),
    is_byok: cost.ownCostNano !== null,
    cost_details: costDetails(cost),
  };
}

/** Where the account at the provider is the organization's own, what that provider asks for; else the parts of what we ask. */
function costDetails({ ownCostNano, promptNano, answerNano }: CallCost): JsonObject {
  return {
    upstream_inference_cost: ownCostNano === null ? null : toUsdFloat(ownCostNano),
    upstream_inference_prompt_cost: toUsdFloat(promptNano),
    upstream_inference_completions_cost: toUsdFloat(answerNano),
  };
}
