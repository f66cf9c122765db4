import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { User } from '@onegate/tenants';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, openBrowser, screenshot } from '../setup/browser.ts';
import { given, password } from '../setup/given.ts';
import type { Installation } from '../setup/installation.ts';
import { simulated } from '../setup/simulated.ts';

/** What Swagger UI tells its developers about any link with an underscore. */
const isOwnAdvice = (line: string) => line.startsWith('Deprecated: escaping deep link');

jest.setTimeout(120_000);
const withBrowser = chromiumPath ? describe : describe.skip;

withBrowser('a person with a browser', () => {
  let installation: Installation;
  let browser: Browser;
  let url: string;
  let admin: User;
  let key: string;

  beforeAll(async () => {
    const house = await simulated();
    const { app, call } = house;
    ({ installation } = house);
    url = call.url;
    admin = await given(app).superAdmin();
    key = await given(app).apiKey(admin);
    await given(app).credit(admin);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await installation.close();
  });

  async function openPage(path: string): Promise<{ page: Page; complaints: string[] }> {
    const page = await (await browser.newContext({ viewport: { width: 1300, height: 1000 } })).newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on(
      'console',
      (line) => line.type() === 'error' && !isOwnAdvice(line.text()) && complaints.push(line.text()),
    );
    page.on(
      'response',
      (answer) => answer.status() >= 400 && complaints.push(`${answer.status()} ${answer.url()}`),
    );
    await page.goto(`${url}${path}`);
    return { page, complaints };
  }

  /** Goes there by its link: of so many operations only those in view are on the page. */
  async function tryOut(page: Page, operation: string): Promise<void> {
    await page.goto(`${url}/docs#/${operation.replace('-', '/')}`);
    await page.reload();
    await page.locator(`#operations-${operation}`).getByRole('button', { name: 'Try it out' }).click();
  }

  async function execute(page: Page, operation: string): Promise<string> {
    const block = page.locator(`#operations-${operation}`);
    await block.getByRole('button', { name: 'Execute' }).click();
    const answer = block
      .locator('.live-responses-table .response-col_description .highlight-code pre')
      .first();
    await answer.waitFor();
    return answer.innerText();
  }

  async function authorize(page: Page, scheme: number, value: string): Promise<void> {
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    const dialog = page.locator('.auth-container').nth(scheme);
    await dialog.locator('input').fill(value);
    await dialog.getByRole('button', { name: 'Apply credentials' }).click();
    await page.getByRole('button', { name: 'Close' }).first().click();
  }

  it('signs in to Swagger UI with a session and sees who he is', async () => {
    const { page, complaints } = await openPage('/docs');
    await tryOut(page, 'Admin-AdminAuth_login');
    await page
      .locator('#operations-Admin-AdminAuth_login textarea')
      .fill(JSON.stringify({ email: admin.email, password }));
    const session = JSON.parse(await execute(page, 'Admin-AdminAuth_login')) as { access_token: string };
    await authorize(page, 0, session.access_token);
    await tryOut(page, 'Admin-AdminAuth_me');
    expect(await execute(page, 'Admin-AdminAuth_me')).toContain(admin.email);
    await screenshot(page, 'docs-session');
    expect(complaints).toEqual([]);
  });

  it('sends the example of a chat with an API key, and it is answered', async () => {
    const { page, complaints } = await openPage('/docs');
    await authorize(page, 1, key);
    await tryOut(page, 'OpenAI-Chat_complete');
    const answer = JSON.parse(await execute(page, 'OpenAI-Chat_complete')) as { object: string };
    expect(answer).toMatchObject({ object: 'chat.completion' });
    await screenshot(page, 'docs-chat');
    expect(complaints).toEqual([]);
  });

  it('signs in to the job board and sees the queues; strangers see the sign-in page', async () => {
    const { page, complaints } = await openPage('/queues');
    expect(page.url()).toContain('/queues/sign-in');
    await page.getByLabel('E-mail').fill(admin.email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('mail-sweep').first().waitFor();
    await page.getByText('Loading...').waitFor({ state: 'hidden' });
    await screenshot(page, 'queues');
    // The board asks for a font from outside; our policy refuses that, as it should.
    expect(complaints.filter((complaint) => !complaint.includes('fonts.googleapis.com'))).toEqual([]);
  });
});
