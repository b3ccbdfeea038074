// What every journey builds on: a page that reports whatever goes wrong in the browser, and the shop's own API, asked
// from inside the page with the visitor's cookies.
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';

export { expect };
export type { Page };

export type Face = 'home' | 'business';
export const FACES: Face[] = ['home', 'business'];

type Complaints = {
  /** What this journey provokes on purpose. */
  expected: RegExp[];
  seen: string[];
};

export const test = base.extend<{ complaints: Complaints }>({
  complaints: async ({}, use) => {
    await use({ expected: [], seen: [] });
  },
  context: async ({ context, complaints }, use) => {
    context.on('page', (page) => watch(page, complaints.seen));
    await use(context);
    const unexpected = complaints.seen.filter((text) => !complaints.expected.some((allowed) => allowed.test(text)));
    expect(unexpected, 'what the browser complained about').toEqual([]);
  },
});

/** Notes errors of the console and of scripts, what the content security policy refuses, and hydration mismatches. */
function watch(page: Page, seen: string[]) {
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

/** Opens an address and waits until the app has taken the page over: before that, only links and forms work. */
export async function open(page: Page, address: string) {
  await page.goto(address);
  await takenOver(page);
}

/** Waits until the app has taken the page over. */
export async function takenOver(page: Page) {
  await page.locator('html[data-live]').waitFor({ state: 'attached' });
}

/** Chooses face and theme before the first page, as a returning visitor has. */
export async function remember(context: BrowserContext, baseURL: string, cookies: Record<string, string>) {
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: baseURL })));
}

export type Card = { slug: string; name: string; sku: string; variants: number; price: { amount: string } };

/** Asks the shop's API from inside the page. */
export async function api<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await page.evaluate(
    async ([method, path, body]) => {
      const headers: Record<string, string> = body === null ? {} : { 'content-type': 'application/json' };
      const answer = await fetch(path as string, {
        method: method as string,
        headers,
        body: body === null ? undefined : JSON.stringify(body),
      });
      return { status: answer.status, text: await answer.text() };
    },
    [method, path, body ?? null] as const,
  );
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.text === '' ? (undefined as T) : (JSON.parse(answer.text) as T);
}

/** Products that can be bought now. */
export async function products(page: Page, face: Face = 'home'): Promise<Card[]> {
  const list = await api<{ products: Card[] }>(page, 'GET', `/api/products?for=${face}&available=true&per_page=96`);
  expect(list.products.length, 'products in the demonstration').toBeGreaterThan(3);
  return list.products;
}

/** Puts something into the basket where how it gets there is not what the journey is about. */
export async function fill(page: Page, lines: { sku: string; quantity: number }[]) {
  await api(page, 'POST', '/api/basket/lines', { lines });
}

export const BUYER = { email: 'buyer@barcentrale.example', password: 'giano-demo', company: 'Bar Centrale S.r.l.' };

/** The number in an amount as it is shown in English: `€1,234.50`. For comparing only. */
export function amount(text: string): number {
  const digits = text.replace(/[^\d.]/g, '');
  expect(digits, `an amount in ${JSON.stringify(text)}`).not.toBe('');
  return Number(digits);
}
