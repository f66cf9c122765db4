import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import { In } from 'typeorm';
import { Ledger } from '../ledger/ledger.service.js';
import type { BilledAccount } from '../wallets/billed-account.js';
import { AccountWallets } from '../wallets/account-wallets.service.js';
import { codeName, PromotionCodeHasher } from './promotion-code.js';
import { PromotionCode } from './promotion-code.entity.js';
import { alreadyRedeemed, codeUnusable } from './promotion.errors.js';
import { Promotion } from './promotion.entity.js';
import { PromotionRedemption, referenceOfRedemption } from './promotion-redemption.entity.js';
import type { RedemptionWish } from './promotion.schema.js';
import { creditExpiry, isCodeOpen, isOpen, isTaken, type TakenPart } from './promotion-terms.js';

/** An account, and who acts for it. */
export interface Participant {
  readonly account: BilledAccount;
  readonly userId: number;
}

export interface Redeemed {
  readonly redemption: Pick<PromotionRedemption, 'publicId' | 'amountNano' | 'redeemedAt'>;
  readonly promotion: Promotion;
  readonly expiresAt: Date | null;
}

interface Chosen {
  readonly promotion: Promotion;
  readonly code: PromotionCode | null;
}

/**
 * Taking part in campaigns, to be called within a transaction. Whoever takes part holds the campaign until it ends, so
 * that of many at once each sees what those before him took: limits hold exactly.
 */
@Injectable()
export class Redemptions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallets: AccountWallets,
    private readonly ledger: Ledger,
    private readonly hasher: PromotionCodeHasher,
  ) {}

  async take(participant: Participant, wish: RedemptionWish): Promise<Redeemed> {
    const chosen = await this.choose(wish);
    const now = this.clock.now();
    const { promotion, code } = chosen;
    if (code && !isCodeOpen(code, now)) throw codeUnusable();
    if (!isOpen(promotion, participant.account.kind, now)) throw codeUnusable();
    const walletId = await this.wallets.open(participant.account);
    if (isTaken(promotion, await this.takenPart(promotion.id, walletId, participant.userId))) {
      throw alreadyRedeemed();
    }
    return this.grant(chosen, { ...participant, walletId, now });
  }

  private async choose(wish: RedemptionWish): Promise<Chosen> {
    if (!('code' in wish)) {
      const promotion = await this.locked({ publicId: wish.promotionId, isListed: true });
      return { promotion, code: null };
    }
    const hash = In(this.hasher.candidates(codeName(wish.code)));
    const seen = await this.database.of(PromotionCode).findOneBy({ hash });
    if (!seen) throw codeUnusable();
    const promotion = await this.locked({ id: seen.promotionId });
    const code = await this.database.of(PromotionCode).findOneBy({ id: seen.id });
    if (!code) throw codeUnusable();
    return { promotion, code };
  }

  private async locked(where: Partial<Pick<Promotion, 'id' | 'publicId' | 'isListed'>>): Promise<Promotion> {
    const promotion = await this.database
      .of(Promotion)
      .findOne({ where, lock: { mode: 'pessimistic_write' } });
    if (!promotion) throw codeUnusable();
    return promotion;
  }

  private async grant(
    { promotion, code }: Chosen,
    { account, userId, walletId, now }: Participant & { walletId: number; now: Date },
  ): Promise<Redeemed> {
    const publicId = newId('red');
    const { id: promotionId, amountNano } = promotion;
    const redemption = { publicId, promotionId, walletId, userId, amountNano, redeemedAt: now };
    await this.database.of(PromotionRedemption).insert({ ...redemption, codeId: code?.id ?? null });
    await this.database.of(Promotion).increment({ id: promotionId }, 'redeemedCount', 1);
    if (code) await this.database.of(PromotionCode).increment({ id: code.id }, 'redeemedCount', 1);
    const expiresAt = creditExpiry(promotion, now);
    await this.ledger.grantCredit({
      account,
      kind: 'promotion',
      amount: amountNano,
      reference: referenceOfRedemption(publicId),
      expiresAt,
      about: promotion.name,
      actorUserId: userId,
    });
    return { redemption, promotion, expiresAt };
  }

  private async takenPart(promotionId: number, walletId: number, userId: number): Promise<TakenPart> {
    const [row] = await this.database.query<{ account: number; person: number }>(
      `select count(*) filter (where wallet_id = $2)::integer as account,
        count(*) filter (where user_id = $3)::integer as person
       from promotion_redemptions where promotion_id = $1 and (wallet_id = $2 or user_id = $3)`,
      [promotionId, walletId, userId],
    );
    return { byAccount: row?.account ?? 0, byPerson: row?.person ?? 0 };
  }
}
