import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TenantsModule } from '@onegate/tenants';
import { alertEntities, alertInternals, alertServices } from './billing.alerts.js';
import { promotionEntities, promotionInternals, promotionServices } from './billing.promotions.js';
import { topUpEntities, topUpInternals, topUpServices } from './billing.top-ups.js';
import { CreditsPublisher } from './credits/credits-publisher.service.js';
import { WalletCredits } from './credits/wallet-credits.service.js';
import { CreditGrant } from './grants/credit-grant.entity.js';
import { SandboxCredit } from './grants/sandbox-credit.service.js';
import { GrantExpiry } from './grants/grant-expiry.service.js';
import { BookKeeping } from './ledger/book-keeping.service.js';
import { BooksCheck } from './ledger/books-check.service.js';
import { LedgerEntry } from './ledger/ledger-entry.entity.js';
import { LedgerTransaction } from './ledger/ledger-transaction.entity.js';
import { Ledger } from './ledger/ledger.service.js';
import { UsageLedger } from './ledger/usage-ledger.service.js';
import {
  paymentEntities,
  paymentExports,
  paymentInternals,
  paymentServices,
} from './payments/payment.parts.js';
import { Statements } from './statements/statement.service.js';
import {
  subscriptionEntities,
  subscriptionInternals,
  subscriptionServices,
} from './subscriptions/subscription.parts.js';
import { PlanPortsModule } from './subscriptions/terms/plan-ports.module.js';
import { AccountAccess } from './wallets/account-access.service.js';
import { Balances } from './wallets/balances.service.js';
import { WalletAdmin } from './wallets/wallet-admin.service.js';
import { WalletListing } from './wallets/wallet-listing.service.js';
import { Wallet } from './wallets/wallet.entity.js';
import { Wallets } from './wallets/wallets.service.js';

/** Those that other libs and the apps call. */
const services = [
  AccountAccess,
  Balances,
  BooksCheck,
  GrantExpiry,
  Ledger,
  SandboxCredit,
  Statements,
  UsageLedger,
  WalletAdmin,
  WalletCredits,
  WalletListing,
  ...alertServices,
  ...promotionServices,
  ...topUpServices,
];

@Module({
  imports: [
    PlanPortsModule,
    TypeOrmModule.forFeature([
      CreditGrant,
      LedgerEntry,
      LedgerTransaction,
      Wallet,
      ...alertEntities,
      ...paymentEntities,
      ...promotionEntities,
      ...subscriptionEntities,
      ...topUpEntities,
    ]),
    TenantsModule,
  ],
  providers: [
    ...services,
    ...alertInternals,
    ...paymentInternals,
    ...paymentServices,
    ...promotionInternals,
    ...subscriptionInternals,
    ...subscriptionServices,
    ...topUpInternals,
    BookKeeping,
    CreditsPublisher,
    Wallets,
  ],
  exports: [...services, ...paymentExports, ...subscriptionServices],
})
export class BillingModule {}
