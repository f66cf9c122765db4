import type { Mail } from '@onegate/platform';
import type { AlertFacts } from './alert-notice.entity.js';
import type { AlertKind } from './alert-rule.entity.js';

interface Told {
  readonly to: string;
  readonly account: string;
  readonly kind: AlertKind;
  readonly facts: AlertFacts;
}

const subjects: Readonly<Record<AlertKind, (told: Told) => string>> = {
  balance: ({ facts, account }) => `The balance of ${account} is below $${facts.thresholdUsd}`,
  key_quota: ({ facts }) => `${facts.percent}% of the quota of an API key is used`,
  budget: ({ facts, account }) => `${facts.percent}% of a budget of ${account} is used`,
};

const sentences: Readonly<Record<AlertKind, (told: Told) => string>> = {
  balance: ({ facts, account }) =>
    `The balance of ${account} fell to $${facts.balanceUsd}, which is below $${facts.thresholdUsd}.`,
  key_quota: ({ facts, account }) =>
    `With the API key "${facts.keyName}" (${facts.keyId}) on ${account}, $${facts.spentUsd} of $${facts.limitUsd} were spent.`,
  budget: ({ facts, account }) =>
    `Of the ${facts.userId === null ? 'budget' : 'budget of a member'} of ${account}, $${facts.spentUsd} of $${facts.limitUsd} were spent.`,
};

/** What people read when a threshold was crossed. */
export function alertMail(told: Told): Mail {
  return {
    to: told.to,
    subject: subjects[told.kind](told),
    text: [
      sentences[told.kind](told),
      'You get this mail because an alert was set for it. Alerts are changed where the account is managed.',
    ].join('\n\n'),
  };
}
