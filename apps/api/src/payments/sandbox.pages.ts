import { escaped, formatCents } from '@onegate/platform';
import {
  sandboxCardNames,
  sandboxCards,
  type GivenCard,
  type SandboxCard,
  type SandboxCharge,
  type SandboxSession,
} from '@onegate/billing';
import { paymentPage } from './payment-page.js';

const head = '<header><span>Onegate</span><span class="badge">Test mode</span></header>';
const note =
  '<p class="soft">This is the built-in sandbox. No real money is moved, and no card is asked for.</p>';

/** A form as it is shown: anew, or with what was chosen and why that was not good enough. */
export interface Shown {
  readonly complaint: string | null;
  readonly chosen: GivenCard | null;
}

/** The page on which is paid. */
export function checkoutPage(session: SandboxSession, { complaint, chosen }: Shown): string {
  const amount = formatCents(session.amountCents ?? 0);
  return paymentPage(
    `Pay ${amount}`,
    `${head}
<div><h1>${escaped(session.about)}</h1>
<p class="amount">${amount}</p></div>
${session.taxNote === null ? '' : `<p class="soft">${escaped(session.taxNote)}</p>`}
${alertOf(complaint)}
<form method="post">
${cardChoice(chosen)}
<button>Pay ${amount}</button>
</form>
${note}
${backLink(session.cancelUrl, 'Go back without paying')}`,
  );
}

/** The page on which a card is left. */
export function setupPage(session: SandboxSession, thisYear: number, { complaint, chosen }: Shown): string {
  const { expMonth, expYear } = chosen ?? { expMonth: 12, expYear: thisYear + 3 };
  return paymentPage(
    'Save a payment method',
    `${head}
<div><h1>Save a payment method</h1>
<p class="soft">It is charged for later purchases of this account, and for automatic ones.</p></div>
${alertOf(complaint)}
<form method="post">
${cardChoice(chosen)}
<div class="expiry">
<label>Month <select name="expMonth">${options(range(1, 12), expMonth)}</select></label>
<label>Year <select name="expYear">${options(range(thisYear, thisYear + 12), expYear)}</select></label>
</div>
<button>Save the card</button>
</form>
${note}
${backLink(session.cancelUrl, 'Go back without saving')}`,
  );
}

/** What a bank asks its customer. */
export function confirmPage({ amountCents, about, card }: SandboxCharge): string {
  const { last4 } = sandboxCards[card];
  return paymentPage(
    'Confirm the payment',
    `<header><span>Sandbox Bank</span><span class="badge">Test mode</span></header>
<div><h1>Did you order this payment?</h1>
<p class="amount">${formatCents(amountCents)}</p></div>
<p>${escaped(about)}, with the card ending in ${last4}.</p>
<form method="post" class="buttons">
<button name="answer" value="yes">Confirm the payment</button>
<button name="answer" value="no" class="quiet">Refuse it</button>
</form>
${note}`,
  );
}

export function overPage(): string {
  return paymentPage(
    'This page is over',
    `${head}<h1>This page is over</h1><p>It has been used already, or its time has passed. Open a new one.</p>`,
  );
}

const brandNames = { visa: 'Visa', mastercard: 'Mastercard', amex: 'American Express' } as const;

function cardChoice(chosen: GivenCard | null): string {
  const preset = chosen?.card ?? 'succeeds';
  return `<fieldset><legend>Test card</legend>${sandboxCardNames.map((name) => choice(name, name === preset)).join('')}</fieldset>`;
}

function choice(name: SandboxCard, isPreset: boolean): string {
  const { brand, last4, about } = sandboxCards[name];
  return `<label class="choice"><input type="radio" name="card" value="${name}"${isPreset ? ' checked' : ''}>
<b>${brandNames[brand]} <bdi>•••• ${last4}</bdi></b><span>${about}</span></label>`;
}

function options(values: readonly number[], chosen: number): string {
  return values
    .map(
      (value) => `<option${value === chosen ? ' selected' : ''}>${String(value).padStart(2, '0')}</option>`,
    )
    .join('');
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function alertOf(complaint: string | null): string {
  return complaint === null ? '' : `<p role="alert">${escaped(complaint)}</p>`;
}

function backLink(address: string, text: string): string {
  return `<p class="center"><a href="${escaped(address)}" rel="noreferrer">${text}</a></p>`;
}
