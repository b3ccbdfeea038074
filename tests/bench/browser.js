// A fresh browser for a measurement: nothing cached, nothing remembered.
import { chromium } from '@playwright/test';

export async function withPage(measure) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
  try {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    return await measure(await context.newPage());
  } finally {
    await browser.close();
  }
}
