import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { chromiumPath, openBrowser, screenshot } from '../setup/browser.ts';
import { Installation } from '../setup/installation.ts';
import { Mailbox, type ReceivedMail } from '../setup/mailbox.ts';
import { planStory, type PlanStory } from '../stories/plan-story.ts';

let mailbox: Mailbox;
let installation: Installation;
let story: PlanStory;
let browser: Browser | null = null;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  installation = await Installation.create({
    env: { SMTP_URL: mailbox.url, ONEGATE_PAYMENT_TAX_NOTE: 'No VAT is charged <§ 13b>.' },
  });
  const { app, call } = await installation.api();
  await installation.worker();
  story = planStory(app, call);
  if (chromiumPath) browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await installation.close();
  await mailbox.close();
});

/** Where there is a browser: as it looks on a telephone. */
async function look({ html }: ReceivedMail, name: string): Promise<void> {
  if (!browser) return;
  const page = await browser.newPage({ viewport: { width: 390, height: 700 } });
  await page.setContent(html ?? '');
  expect(await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')).toBe(false);
  await screenshot(page, name);
}

it('the receipt of a payment comes as text and as a page that say the same, and nothing from elsewhere', async () => {
  const { user, call } = await story.person();
  await story.pay.card({ kind: 'user', id: user.id });
  const { body } = await call.post<{ data: { id: string } }>('/api/v1/users/me/credits/purchase', {
    amountCents: 2_500,
  });
  const mail = await mailbox.newest(user.email);
  expect(mail.subject).toBe('Receipt: $25.00 paid to Onegate');
  for (const part of [mail.text, mail.html]) {
    for (const fact of ['Onegate credit', '$25.00', body.data.id, 'visa ending in 4242']) {
      expect(part).toContain(fact);
    }
    expect(part).toContain('no real money was moved');
  }
  expect(mail.text).toContain('No VAT is charged <§ 13b>.');
  expect(mail.html).toContain('No VAT is charged &lt;§ 13b&gt;.');
  expect(mail.html).not.toMatch(/<(?:script|img|link|iframe)|https?:|url\(/);
  await look(mail, 'mail-receipt');
});

it('so does the invoice of a plan, line by line, for the owners of an organization', async () => {
  const plan = await story.plan({ display_name: 'Team <Pro>' });
  const team = await story.team();
  await story.subscribe(team, plan.public_id, 3);
  const mail = await mailbox.newest(team.organization.owner.user.email);
  expect(mail.subject).toMatch(/^Invoice INV-\d{6}: \$60\.00 paid to Onegate$/);
  expect(mail.text).toContain('For Acme');
  expect(mail.text).toContain('Total: $60.00');
  expect(mail.html).toContain('For Acme');
  expect(mail.html).toMatch(/3 × [^<]*Team &lt;Pro&gt;/);
  expect(mail.html).toContain('$60.00 USD');
  expect(mail.html).not.toContain('<Pro>');
  await look(mail, 'mail-invoice');
});

it('neither part stays once it is sent', async () => {
  const rows = await story.database.query<{ sent: boolean; kept: boolean }>(
    `select sent_at is not null as sent, sealed_body is not null or sealed_html is not null as kept
     from outgoing_mails`,
  );
  expect(rows.filter(({ sent }) => sent).length).toBeGreaterThan(0);
  expect(rows.filter(({ sent, kept }) => sent === kept)).toEqual([]);
});
