// What every journey builds on: a page that reports whatever goes wrong in the browser.
import { test as base, expect, type Page } from '@playwright/test';

export { expect };

type Watch = {
  /** Complaints of the browser that this journey provokes on purpose. */
  expected: RegExp[];
  seen: string[];
};

export const test = base.extend<{ complaints: Watch }>({
  complaints: async ({}, use) => {
    await use({ expected: [], seen: [] });
  },
  page: async ({ page, complaints }, use) => {
    watch(page, complaints.seen);
    await use(page);
    const unexpected = complaints.seen.filter((text) => !complaints.expected.some((allowed) => allowed.test(text)));
    expect(unexpected, 'what the browser complained about').toEqual([]);
  },
});

/** Notes errors of the console and of scripts, what the content security policy refuses, and hydration mismatches. */
export function watch(page: Page, seen: string[]) {
  page.on('pageerror', (error) => seen.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' || /hydrat|panicked|unreachable/i.test(text)) {
      seen.push(`console ${message.type()}: ${text} (${message.location().url})`);
    }
  });
  page.on('requestfailed', (request) => {
    // A page that is left takes its unfinished requests with it.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') {
      seen.push(`request failed: ${request.url()} ${request.failure()?.errorText}`);
    }
  });
}
