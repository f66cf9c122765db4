import { Injectable } from '@nestjs/common';
import { Database, toUsdText } from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import { accountUnknown } from '../ledger/ledger.errors.js';
import type { PostedMovement } from '../ledger/ledger-orders.js';
import { Ledger } from '../ledger/ledger.service.js';
import { tagOf, type BilledAccount } from './billed-account.js';
import type { CreditChange, NewWallet } from './wallet-admin.schema.js';
import { WalletListing, type OwnedWallet } from './wallet-listing.service.js';
import { Wallets } from './wallets.service.js';

/** What administrators of the platform do with wallets by hand. */
@Injectable()
export class WalletAdmin {
  constructor(
    private readonly database: Database,
    private readonly wallets: Wallets,
    private readonly listing: WalletListing,
    private readonly ledger: Ledger,
    private readonly audit: AuditLog,
  ) {}

  /** The wallet of an account, which every account can have: opened unless it is there. */
  async open(actor: Actor, owner: NewWallet): Promise<OwnedWallet> {
    const account: BilledAccount =
      'user_id' in owner
        ? { kind: 'user', id: owner.user_id }
        : { kind: 'organization', id: owner.tenant_id };
    const tag = tagOf(account);
    const walletId = (await this.wallets.open([tag])).get(tag);
    if (walletId === undefined) throw accountUnknown();
    return this.listing.read(actor, walletId);
  }

  /** Gives or takes credit. The reference is unique within the wallet, so that the same change is made once. */
  async change(actor: Actor, walletId: number, change: CreditChange): Promise<PostedMovement> {
    const wallet = await this.listing.read(actor, walletId);
    return this.database.transaction(async () => {
      const posted = await this.post(actor, wallet, change);
      if (posted.isNew) await this.record(actor, wallet, change);
      return posted;
    });
  }

  private post(
    actor: Actor,
    { owner, publicId }: OwnedWallet,
    change: CreditChange,
  ): Promise<PostedMovement> {
    const order = {
      account: owner,
      amount: change.amount_usd,
      reference: `manual:${publicId}:${change.reference}`,
      about: change.reason,
      actorUserId: actor.userId,
    };
    return change.action === 'grant'
      ? this.ledger.grantCredit({ ...order, kind: 'manual', expiresAt: change.expires_at })
      : this.ledger.withdrawCredit({ ...order, kind: 'withdrawal' });
  }

  private async record(actor: Actor, { owner, publicId }: OwnedWallet, change: CreditChange): Promise<void> {
    const { action, amount_usd: amount, reason, reference, expires_at: expiresAt } = change;
    await this.audit.record(actor, {
      action: action === 'grant' ? 'wallet.credit_granted' : 'wallet.credit_withdrawn',
      target: { kind: 'wallet', id: publicId },
      tenantId: owner.kind === 'organization' ? owner.id : null,
      changes: { amount_usd: toUsdText(amount), reason, reference, expires_at: expiresAt },
    });
  }
}
