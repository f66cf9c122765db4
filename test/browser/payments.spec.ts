import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Browser, Page } from 'playwright-core';
import { freePort } from '../../scripts/stack/ports.ts';
import { people, type Person } from '../account/people.ts';
import { chromiumPath, openBrowser, screenshot } from '../setup/browser.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';

const inBrowser = chromiumPath ? describe : describe.skip;

inBrowser('the pages of the sandbox', () => {
  let installation: Installation;
  let app: NestFastifyApplication;
  let call: Caller;
  let browser: Browser;
  let page: Page;
  let payer: Person;
  const complaints: string[] = [];

  beforeAll(async () => {
    const port = await freePort();
    installation = await Installation.create({
      env: { PORT: String(port), ONEGATE_PAYMENT_TAX_NOTE: 'Prices are net; no VAT is charged.' },
    });
    ({ app, call } = await installation.api(port));
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 900, height: 900 } });
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    payer = await people(app, call).person();
  });
  afterAll(async () => {
    await browser.close();
    await installation.close();
  });

  it('lead through a payment that the bank asks about, back to where it began', async () => {
    const { body } = await payer.call.post<{ data: { checkoutUrl: string } }>(
      '/api/v1/users/credits/checkout',
      {
        amountCents: 123_450,
      },
    );
    await page.goto(body.data.checkoutUrl);
    expect(await page.textContent('.amount')).toBe('$1,234.50');
    expect(await page.textContent('main')).toContain('no VAT is charged');
    await screenshot(page, 'sandbox-checkout');
    await page.getByText('•••• 0002').click();
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.locator('input:checked').getAttribute('value')).toBe('declines');
    await screenshot(page, 'sandbox-declined');
    await page.getByText('•••• 3155').click();
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.waitForURL(/sandbox\/confirm/);
    await screenshot(page, 'sandbox-confirm');
    await page.getByRole('button', { name: 'Confirm the payment' }).click();
    await page.waitForURL(/payments\/paid/);
    await screenshot(page, 'payments-paid');
    await page.goto(body.data.checkoutUrl);
    expect(await page.textContent('h1')).toBe('This page is over');
  });

  it('take a card, on a telephone too', async () => {
    const { body } = await payer.call.post<{ data: { url: string } }>(
      '/api/v1/users/me/payment-method/setup-session',
      {},
    );
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(body.data.url);
    await screenshot(page, 'sandbox-setup');
    const overflow = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
    expect(overflow).toBe(false);
    const rows = 'document.querySelectorAll("bdi")';
    expect(await page.evaluate(`[...${rows}].every((digits) => digits.getClientRects().length === 1)`)).toBe(
      true,
    );
    await page.getByText('•••• 0002').click();
    await page.getByLabel('Month').selectOption('03');
    await page.getByLabel('Year').selectOption({ index: 1 });
    const year = await page.getByLabel('Year').inputValue();
    await page.getByRole('button', { name: 'Save the card' }).click();
    await page.getByRole('alert').waitFor();
    await screenshot(page, 'sandbox-setup-declined');
    expect(await page.locator('input:checked').getAttribute('value')).toBe('declines');
    expect(await page.getByLabel('Month').inputValue()).toBe('03');
    expect(await page.getByLabel('Year').inputValue()).toBe(year);
    await page.getByText('•••• 4242').click();
    await page.getByRole('button', { name: 'Save the card' }).click();
    await page.waitForURL(/payments\/paid/);
  });

  it('break no rule of their own policy', () => {
    expect(complaints.filter((text) => !/402|410/.test(text))).toEqual([]);
  });
});
