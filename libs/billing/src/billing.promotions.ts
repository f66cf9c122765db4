import { ActivePromotions } from './promotions/active-promotions.service.js';
import { PromotionCode } from './promotions/promotion-code.entity.js';
import { PromotionCodeHasher } from './promotions/promotion-code.js';
import { PromotionCodes } from './promotions/promotion-codes.service.js';
import { PromotionDesk } from './promotions/promotion-desk.service.js';
import { Promotion } from './promotions/promotion.entity.js';
import { PromotionRedeeming } from './promotions/promotion-redeeming.service.js';
import { PromotionRedemption } from './promotions/promotion-redemption.entity.js';
import { Redemptions } from './promotions/redemptions.service.js';
import { SignUpCreditRecord } from './promotions/sign-up-credit.entity.js';
import { SignUpCredit } from './promotions/sign-up-credit.service.js';
import { SignUpGuard } from './promotions/sign-up-guard.js';

/** Credit that is given away. */
export const promotionEntities = [Promotion, PromotionCode, PromotionRedemption, SignUpCreditRecord];

/** Those that other libs and the apps call. */
export const promotionServices = [ActivePromotions, PromotionCodes, PromotionDesk, PromotionRedeeming];

export const promotionInternals = [PromotionCodeHasher, Redemptions, SignUpCredit, SignUpGuard];
