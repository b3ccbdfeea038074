// The switch of faces: kept, linked, and asked before it changes a basket.
import { amount, expect, fill, open, products, takenOver, test } from './shop';

test('the switch keeps the page and is remembered', async ({ page }) => {
  await open(page, '/search?q=moka');
  const faces = page.getByRole('navigation', { name: 'Shop for' });
  await faces.getByRole('link', { name: 'For business' }).click();
  await expect(page).toHaveURL(/\/search\?q=moka&for=business|\/search\?.*q=moka/);
  await expect(page.locator('html')).toHaveAttribute('data-face', 'business');
  await open(page, '/');
  await expect(page.locator('html')).toHaveAttribute('data-face', 'business');
  await expect(faces.getByRole('link', { name: 'For business' })).toHaveAttribute('aria-current', 'true');
});

test('a link opens the face it names', async ({ page }) => {
  await open(page, '/?for=business');
  await expect(page.locator('html')).toHaveAttribute('data-face', 'business');
  await open(page, '/?for=home');
  await expect(page.locator('html')).toHaveAttribute('data-face', 'home');
});

test('with a full basket it shows what changes, and asks', async ({ page }) => {
  await open(page, '/');
  const [first, second] = await products(page);
  await fill(page, [
    { sku: first!.sku, quantity: 1 },
    { sku: second!.sku, quantity: 2 },
  ]);
  await open(page, '/basket');
  const business = page.getByRole('navigation', { name: 'Shop for' }).getByRole('link', { name: 'For business' });
  await business.click();

  const dialog = page.getByRole('dialog', { name: 'Switch to business?' });
  await expect(dialog).toContainText(first!.name);
  await expect(dialog).toContainText(second!.name);
  await expect(dialog.getByRole('row', { name: /VAT in the total/ })).toBeVisible();

  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator('html')).toHaveAttribute('data-face', 'home');

  await business.click();
  await dialog.getByRole('button', { name: 'Show business prices' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-face', 'business');
  await takenOver(page);
  await expect(page).toHaveURL(/\/basket/);
  await expect(page.getByRole('heading', { level: 1, name: 'Your order' })).toBeVisible();
  await expect(page.getByRole('spinbutton')).toHaveCount(2);

  // For business the prices are net, and VAT is added at the end.
  const sum = page.getByRole('complementary', { name: 'Sum' });
  const row = (name: RegExp) => sum.locator('dt', { hasText: name }).first().locator('xpath=following-sibling::dd');
  const [net, total] = [amount(await row(/^Net$/).innerText()), amount(await row(/^Total$/).innerText())];
  await expect(row(/^VAT .* on /)).toBeVisible();
  expect(total).toBeGreaterThan(net);
});
