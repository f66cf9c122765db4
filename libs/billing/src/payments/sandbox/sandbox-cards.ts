/** The test cards of the sandbox, and how each behaves. Only the name of the behaviour is ever sent or kept. */
export const sandboxCards = {
  succeeds: { brand: 'visa', last4: '4242', about: 'Every payment succeeds' },
  declines: { brand: 'visa', last4: '0002', about: 'The bank declines every payment' },
  declines_later: {
    brand: 'mastercard',
    last4: '0341',
    about: 'Can be saved, but is declined when it is charged',
  },
  confirms: { brand: 'visa', last4: '3155', about: 'The bank asks you to confirm every payment' },
  disputes: { brand: 'amex', last4: '0259', about: 'Succeeds, and is disputed a moment later' },
} as const;

export type SandboxCard = keyof typeof sandboxCards;
export const sandboxCardNames = [
  'succeeds',
  'declines',
  'declines_later',
  'confirms',
  'disputes',
] as const satisfies readonly SandboxCard[];

export const declined = { code: 'card_declined', message: 'The bank declined the card.' };
export const unconfirmed = { code: 'authentication_failed', message: 'The payment was not confirmed.' };
export const detached = { code: 'method_removed', message: 'The payment method was removed.' };
