export * from './billing.module.js';
export * from './wallets/billed-account.js';
