import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Chromium talks to its maker at every start unless it is told not to; tests talk to loopback only. */
const quietly = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser that `npm test` found or installed; undefined where there is none. */
export const chromiumPath = process.env.CHROMIUM_PATH;

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath ?? '/usr/bin/chromium', args: quietly });
}

/** Keeps a picture of the page for whoever wants to look at it. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = path.join(import.meta.dirname, '../../.data/screenshots');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}
