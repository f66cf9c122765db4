import { defineFailure } from '@onegate/platform';

/** One answer for a code that never was, is over, used up, switched off or for others: who guesses learns nothing. */
export const codeUnusable = defineFailure(
  'promotion.code_unusable',
  'not_found',
  'This code cannot be redeemed.',
);
export const alreadyRedeemed = defineFailure(
  'promotion.already_redeemed',
  'conflict',
  'You have taken part in this promotion as often as it allows.',
);
export const promotionUnknown = defineFailure('promotion.unknown', 'not_found', 'Promotion not found');
export const codeTaken = defineFailure('promotion.code_taken', 'conflict', 'This code exists already.');
