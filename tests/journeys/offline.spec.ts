// Without a connection, and when the shop was renewed under an open page: states with a face, and a way on.
import { expect, fill, open, products, takenOver, test, type Page } from './shop';

/** Waits until the browser has kept the page for no connection. */
async function kept(page: Page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(async () => Boolean(await caches.match('/offline')))).toBe(true);
}

test('without a connection the shop says so, and goes on by itself', async ({ page, context, complaints }) => {
  complaints.expected.push(/ERR_INTERNET_DISCONNECTED/, /Failed to load resource/);
  await open(page, '/?for=business&lang=it');
  await kept(page);
  const { slug, name } = (await products(page, 'business'))[0]!;

  await context.setOffline(true);
  await page.goto(`/p/${slug}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Sei fuori linea' })).toBeVisible();
  // As the visitor chose the shop to look.
  await expect(page.locator('html')).toHaveAttribute('data-face', 'business');
  await expect(page.getByRole('main')).toHaveCSS('font-family', /Instrument Sans/);

  await context.setOffline(false);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible({ timeout: 15_000 });
  await takenOver(page);
});

test('trying again leads to the page that was wanted', async ({ page, context, complaints }) => {
  complaints.expected.push(/ERR_INTERNET_DISCONNECTED/, /Failed to load resource/);
  await open(page, '/');
  await kept(page);
  await context.setOffline(true);
  await page.goto('/search?q=moka');
  const again = page.getByRole('link', { name: 'Try again' });
  await expect(again).toBeVisible();
  await again.click();
  await expect(again).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('main').getByRole('link', { name: /moka/i }).first()).toBeVisible({ timeout: 15_000 });
  await expect(page).toHaveURL(/\/search\?q=moka$/);
});

test('what is changed in the basket without a connection is sent when it is back', async ({
  page,
  context,
  complaints,
}) => {
  complaints.expected.push(/ERR_INTERNET_DISCONNECTED/, /Failed to load resource/);
  await open(page, '/');
  const [first] = await products(page);
  await fill(page, [{ sku: first!.sku, quantity: 2 }]);
  await open(page, '/basket');
  await context.setOffline(true);
  await page.getByRole('spinbutton').fill('5');
  await page.getByRole('spinbutton').press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: /no connection/i })).toBeVisible();
  await expect(page.getByRole('spinbutton')).toHaveValue('5');

  await context.setOffline(false);
  await expect(page.getByRole('alert').filter({ hasText: /no connection/i })).toBeHidden();
  await open(page, '/basket');
  await expect(page.getByRole('spinbutton')).toHaveValue('5');
});

test('a shop that was renewed meanwhile opens the next page anew', async ({ page, complaints }) => {
  // The browser says so, and so does the loader of the parts.
  complaints.expected.push(/status of 404/, /^console error: Error: products: 404/);
  await open(page, '/');
  const { slug, name } = (await products(page))[0]!;
  // What the old page names is not there any more.
  let gone = 0;
  await page.route(/products\.bin$/, async (route) => {
    gone += 1;
    await (gone === 1 ? route.fulfill({ status: 404, body: '' }) : route.continue());
  });
  const documents: string[] = [];
  page.on('request', (request) => request.isNavigationRequest() && documents.push(new URL(request.url()).pathname));
  await page.locator(`a[href="/p/${slug}"]`).first().click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await takenOver(page);
  expect(documents).toEqual([`/p/${slug}`]);
  expect(gone).toBeGreaterThan(0);
});
