import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { SignInService } from '@onegate/auth';
import { chromiumPath, openBrowser, screenshot } from '../setup/browser.ts';
import { password } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { planStory, type InvoiceBody } from '../stories/plan-story.ts';

const inBrowser = chromiumPath ? describe : describe.skip;

inBrowser('the page of an invoice', () => {
  let installation: Installation;
  let browser: Browser;

  beforeAll(async () => {
    installation = await Installation.create({
      env: {
        ONEGATE_INVOICE_SELLER: 'Onegate Ltd|1 Harbour Street|Athens',
        ONEGATE_PAYMENT_TAX_NOTE: 'Prices are net; no VAT is charged.',
      },
    });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await installation.close();
  });

  /** An invoice of so many lines, as the one who pays it opens it. */
  async function opened(count: number) {
    const { app, call } = await installation.api();
    const story = planStory(app, call);
    const { public_id: planId } = await story.plan({ display_name: 'Team Pro' });
    const team = await story.team();
    await story.subscribe(team, planId, 2);
    const [invoice] = await story.invoices(team);
    const { id } = invoice as InvoiceBody;
    await story.database.query(
      `update invoices set lines = to_jsonb(array_fill(lines->0, array[$2::integer]))
       where public_id = $1`,
      [id, count],
    );
    const { email } = team.organization.owner.user;
    const { token } = await app.get(SignInService).withPassword({ email, password });
    const page = await browser.newPage({ extraHTTPHeaders: { authorization: `Bearer ${token}` } });
    const complaints: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    const address = `${call.url}${team.organization.path}/invoices/${id}/page`;
    expect((await page.goto(address))?.status()).toBe(200);
    return { page, complaints };
  }

  it('reads well on a desk and on a telephone', async () => {
    const { page, complaints } = await opened(3);
    for (const [name, width] of [
      ['desk', 1_000],
      ['telephone', 360],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')).toBe(false);
      await screenshot(page, `invoice-${name}`);
    }
    expect(await page.textContent('.sum')).toContain('$40.00 USD');
    expect(complaints).toEqual([]);
  });

  it('is printed with its total once, however many sheets it takes', async () => {
    const { page } = await opened(80);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('tfoot').count()).toBe(0);
    const heads = 'getComputedStyle(document.querySelector("thead")).display';
    expect(await page.evaluate(heads)).toBe('table-header-group');
    const file = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(Number(/\/Count (\d+)/.exec(file)?.[1])).toBeGreaterThan(2);
  });
});
