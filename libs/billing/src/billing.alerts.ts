import { AlertDesk } from './alerts/alert-desk.service.js';
import { AlertNotice } from './alerts/alert-notice.entity.js';
import { AlertNotices } from './alerts/alert-notices.service.js';
import { AlertRule } from './alerts/alert-rule.entity.js';
import { AlertRules } from './alerts/alert-rules.service.js';
import { BalanceAlerts } from './alerts/balance-alerts.service.js';
import { AccountPeople } from './wallets/account-people.service.js';
import { AccountWallets } from './wallets/account-wallets.service.js';
import { BalanceWatch } from './watch/balance-watch.service.js';
import { WebhookCalls } from './webhooks/webhook-calls.service.js';
import { WebhookDelivery } from './webhooks/webhook-delivery.entity.js';
import { WebhookDesk } from './webhooks/webhook-desk.service.js';
import { WebhookEndpoint } from './webhooks/webhook-endpoint.entity.js';
import { WebhookHistory } from './webhooks/webhook-history.service.js';
import { WebhookOutbox } from './webhooks/webhook-outbox.service.js';

/** What people want to be told of their money, and how they are. */
export const alertEntities = [AlertNotice, AlertRule, WebhookDelivery, WebhookEndpoint];

/** Those that other libs and the apps call. */
export const alertServices = [
  AccountWallets,
  AlertDesk,
  AlertNotices,
  AlertRules,
  BalanceAlerts,
  BalanceWatch,
  WebhookCalls,
  WebhookDesk,
  WebhookHistory,
  WebhookOutbox,
];

export const alertInternals = [AccountPeople];
