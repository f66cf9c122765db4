import { z } from 'zod';
import { read, secretSetting, setting } from './setting.js';
import { readMasterSecrets } from './master-secrets.js';
import { databaseSettings } from './database.settings.js';
import { fileSettings } from './file.settings.js';
import { gatewaySettings } from './gateway.settings.js';
import { keptAnswerSettings } from './kept-answer.settings.js';
import { invoiceSettings } from './invoice.settings.js';
import { paymentSettings } from './payment.settings.js';
import { processSettings } from './process.settings.js';
import { promotionSettings } from './promotion.settings.js';
import { providerKeySettings } from './provider-key.settings.js';
import { redisSettings } from './redis.settings.js';
import { telemetrySettings } from './telemetry.settings.js';
import { topUpSettings } from './top-up.settings.js';
import { usageSettings } from './usage.settings.js';

/** Everything that can be configured, by section. `docs/configuration.md` is generated from this table. */
export const settings = {
  runtime: {
    mode: setting(
      'ONEGATE_MODE',
      z.enum(['production', 'embedded', 'test']).default('production'),
      '`production` refuses what only a trial needs; `embedded` is what `npm start` sets.',
    ),
    dataDir: setting(
      'ONEGATE_DATA_DIR',
      read.text.default('.data'),
      'Folder for what a process keeps on its own disk: journals, mail without an SMTP server, uploaded files.',
    ),
    logLevel: setting(
      'ONEGATE_LOG_LEVEL',
      z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
      'The least severe log line that is written.',
    ),
  },
  http: {
    host: setting(
      'ONEGATE_HOST',
      read.text.default('127.0.0.1'),
      'Address to listen on; `0.0.0.0` in a container.',
    ),
    port: setting('PORT', read.port.default(3000), 'Port of the API.'),
    workerPort: setting(
      'ONEGATE_WORKER_PORT',
      read.port.default(3001),
      "Port of the worker's health and metrics.",
    ),
    publicUrl: setting(
      'ONEGATE_PUBLIC_URL',
      read.url('http:', 'https:').optional(),
      'Address under which people reach the API, for links in e-mails. Default: the host and port it listens on.',
    ),
    frontendUrl: setting(
      'ONEGATE_FRONTEND_URL',
      read.url('http:', 'https:').optional(),
      'Address of the front end: people come back to its `/auth/callback` after Google, and e-mails link to its `/reset-password` and `/invites/accept`. Default for invites: the public URL, where one is set; else mails have a token and no link.',
    ),
    corsOrigins: setting(
      'ONEGATE_CORS_ORIGINS',
      read.list.default([]),
      'Origins whose pages may call the account and admin surfaces, separated by commas; `*` for any. The model surfaces allow any origin, because every call carries its own key.',
    ),
    trustedProxies: setting(
      'ONEGATE_TRUSTED_PROXIES',
      read.list.default([]),
      'Addresses or ranges of reverse proxies whose `X-Forwarded-For` is believed.',
    ),
    bodyLimitBytes: setting(
      'ONEGATE_BODY_LIMIT_BYTES',
      read.count.default(32 * 1024 * 1024),
      'Largest JSON body that is accepted on the model surfaces.',
    ),
    adminBodyLimitBytes: setting(
      'ONEGATE_ADMIN_BODY_LIMIT_BYTES',
      read.count.default(1024 * 1024),
      'Largest JSON body on all other surfaces.',
    ),
    requestTimeoutSeconds: setting(
      'ONEGATE_REQUEST_TIMEOUT_SECONDS',
      read.seconds.default(60),
      'Time in which a request must have arrived in full.',
    ),
    drainSeconds: setting(
      'ONEGATE_DRAIN_SECONDS',
      read.seconds.default(15),
      'How long a stopping process waits for calls in flight.',
    ),
  },
  database: databaseSettings,
  redis: redisSettings,
  secrets: {
    master: secretSetting(
      'ONEGATE_SECRET_KEYS',
      z.string().transform(readMasterSecrets),
      'Master secrets `id:base64` of 32 bytes or more, separated by commas; the first one is used for what is new, the others can still be read. Put a new one first to rotate.',
    ),
  },
  bootstrap: {
    adminEmail: setting(
      'ONEGATE_ADMIN_EMAIL',
      z.email().optional(),
      'E-mail of the first administrator, made when it does not exist.',
    ),
    adminPassword: secretSetting(
      'ONEGATE_ADMIN_PASSWORD',
      z.string().min(8, 'must have 8 characters or more').optional(),
      'Password that the first administrator gets when he is made.',
    ),
    apiKey: secretSetting(
      'ONEGATE_API_KEY',
      z
        .string()
        .regex(
          /^sk[-_][A-Za-z0-9_-]{20,200}$/,
          'must start with sk- and have 20 to 200 further letters and digits',
        )
        .optional(),
      'Value of an API key that is made for the first administrator.',
    ),
  },
  signIn: {
    googleClientId: setting(
      'ONEGATE_GOOGLE_CLIENT_ID',
      read.text.optional(),
      'Client id for signing in with Google. Without it there is no such sign-in.',
    ),
    googleClientSecret: secretSetting(
      'ONEGATE_GOOGLE_CLIENT_SECRET',
      read.text.optional(),
      'The secret that belongs to the client id.',
    ),
    googleAuthorizationUrl: setting(
      'ONEGATE_GOOGLE_AUTHORIZATION_URL',
      read.url('http:', 'https:').default('https://accounts.google.com/o/oauth2/v2/auth'),
      'Where people sign in; another OpenID provider can stand in for Google.',
    ),
    googleTokenUrl: setting(
      'ONEGATE_GOOGLE_TOKEN_URL',
      read.url('http:', 'https:').default('https://oauth2.googleapis.com/token'),
      'Where the code is exchanged.',
    ),
    googleUserinfoUrl: setting(
      'ONEGATE_GOOGLE_USERINFO_URL',
      read.url('http:', 'https:').default('https://openidconnect.googleapis.com/v1/userinfo'),
      'Where the person is looked up.',
    ),
    googleAllowedDomains: setting(
      'ONEGATE_GOOGLE_ALLOWED_DOMAINS',
      read.list.default([]),
      'E-mail domains that may sign in with Google, separated by commas; new people of these get an account. Without any, only who has an account already may.',
    ),
  },
  mail: {
    smtpUrl: secretSetting(
      'SMTP_URL',
      read.url('smtp:', 'smtps:').optional(),
      'Mail server. Without it, messages are written to `mail/` in the data folder as .eml files.',
    ),
    from: setting(
      'ONEGATE_MAIL_FROM',
      read.text.default('Onegate <no-reply@onegate.local>'),
      'Sender of the e-mails.',
    ),
  },
  metrics: {
    token: secretSetting(
      'ONEGATE_METRICS_TOKEN',
      z.string().min(16, 'must have 16 characters or more').optional(),
      'Bearer token with which `/metrics` can be read. Without it only a super-admin reads them.',
    ),
  },
  telemetry: telemetrySettings,
  retention: {
    deletedTenantDays: setting(
      'ONEGATE_DELETED_TENANT_DAYS',
      read.count.default(30),
      'How long a deleted tenant is kept before it is purged for good.',
    ),
    responseDays: setting(
      'ONEGATE_RESPONSE_DAYS',
      read.count.default(30),
      'How long a stored response is kept after it was made or last built upon.',
    ),
    conversationDays: setting(
      'ONEGATE_CONVERSATION_DAYS',
      read.count.default(365),
      'How long a conversation is kept after its last change.',
    ),
  },
  simulator: {
    url: setting(
      'ONEGATE_SIMULATOR_URL',
      read.url('http:', 'https:').optional(),
      'Address of the built-in simulated provider. Set by `npm start`; never used in production mode.',
    ),
  },
  models: {
    openRouterUrl: setting(
      'ONEGATE_OPENROUTER_URL',
      read.url('http:', 'https:').default('https://openrouter.ai/api/v1'),
      'Where the catalog of models and prices is read from: OpenRouter, or a mirror that speaks like it.',
    ),
  },
  upstreams: {
    allowPrivate: setting(
      'ONEGATE_ALLOW_PRIVATE_UPSTREAMS',
      read.flag.default(false),
      'Whether URLs that the server calls (upstreams, directories, webhooks) may point to private addresses.',
    ),
  },
  routing: {
    policy: setting(
      'ONEGATE_ROUTING_POLICY',
      z.enum(['priority', 'cheapest', 'fastest', 'least-busy']).default('priority'),
      'How an account is chosen among those that serve a model: by priority then weight, by cost, by observed time to the first byte, or by calls in flight.',
    ),
  },
  gateway: gatewaySettings,
  keptAnswers: keptAnswerSettings,
  providerKeys: providerKeySettings,
  files: fileSettings,
  usage: usageSettings,
  invoices: invoiceSettings,
  payments: paymentSettings,
  processes: processSettings,
  promotions: promotionSettings,
  topUps: topUpSettings,
} as const;
