// The basket: quantities, totals that follow at once, taking out and putting back, two tabs, reasons of prices.
import { amount, expect, fill, open, products, test, type Page } from './shop';

const sum = (page: Page) => page.getByRole('complementary', { name: 'Sum' });
const total = (page: Page) => sum(page).locator('dt', { hasText: /^Total$/ }).locator('xpath=following-sibling::dd');

test('totals follow the quantity, and a reload keeps it', async ({ page }) => {
  await open(page, '/');
  const [product] = (await products(page)).filter((card) => card.variants === 1);
  await fill(page, [{ sku: product!.sku, quantity: 1 }]);
  await open(page, '/basket');
  const one = amount(await total(page).innerText());

  const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await expect(page.getByRole('spinbutton')).toHaveValue('2');
  await expect.poll(async () => amount(await total(page).innerText())).toBeGreaterThan(one);
  const two = await total(page).innerText();
  expect((await saved).ok()).toBe(true);

  await open(page, '/basket');
  await expect(page.getByRole('spinbutton')).toHaveValue('2');
  // What the browser reckoned is what the server reckons.
  await expect(total(page)).toHaveText(two);
});

test('a line that was taken out can be put back', async ({ page }) => {
  await open(page, '/');
  const [product] = await products(page);
  await fill(page, [{ sku: product!.sku, quantity: 1 }]);
  await open(page, '/basket');
  await page.getByRole('button', { name: /^Remove / }).click();
  await expect(page.getByRole('heading', { name: 'Your basket is empty' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('spinbutton')).toHaveValue('1');
});

test('every price tells its reasons', async ({ page }) => {
  await open(page, '/');
  const [product] = await products(page);
  await fill(page, [{ sku: product!.sku, quantity: 1 }]);
  await open(page, '/basket');
  await page.getByText('Why this price?').first().click();
  await expect(page.getByText('Our price, VAT included').first()).toBeVisible();
});

test('another tab sees what this one put in', async ({ page, context }) => {
  await open(page, '/');
  const other = await context.newPage();
  await open(other, '/');
  const { slug } = (await products(page)).find((card) => card.variants === 1)!;
  await open(page, `/p/${slug}`);
  await page.getByRole('main').getByRole('button', { name: 'Add to basket' }).first().click();
  await expect(page.getByRole('link', { name: /Basket.*1 piece in the basket/ })).toBeVisible();
  await expect(other.getByRole('link', { name: /Basket.*1 piece in the basket/ })).toBeVisible();
});

test('a link can bring a code along', async ({ page }) => {
  await open(page, '/');
  const [product] = await products(page);
  await fill(page, [{ sku: product!.sku, quantity: 1 }]);
  await open(page, '/basket?coupon=benvenuto10');
  await expect(page.getByText('BENVENUTO10')).toBeVisible();
  await expect(sum(page)).toContainText('Welcome: 10% off the order');
  await open(page, '/basket?coupon=benvenuto10');
  await expect(page.getByText('BENVENUTO10')).toHaveCount(1);
});

test('a wrong coupon is said to be wrong, and nothing is lost', async ({ page, complaints }) => {
  // The browser reports the refusal itself.
  complaints.expected.push(/status of 4\d\d .*/);
  await open(page, '/');
  const [product] = await products(page);
  await fill(page, [{ sku: product!.sku, quantity: 1 }]);
  await open(page, '/basket');
  const before = await total(page).innerText();
  await page.getByText('Have a code?').click();
  await page.getByLabel('Code', { exact: true }).fill('NOTHING');
  await page.getByRole('button', { name: 'Use', exact: true }).click();
  await expect(page.getByText(/This code is not valid/)).toBeVisible();
  await expect(total(page)).toHaveText(before);
});

test('the total of the basket is the total at the till', async ({ page }) => {
  await open(page, '/?for=home&lang=en');
  // Cheap enough that delivery costs something.
  const product = (await products(page)).find((card) => card.variants === 1 && Number(card.price.amount) < 25)!;
  await fill(page, [{ sku: product.sku, quantity: 1 }]);
  await open(page, '/basket');
  await expect(sum(page).getByText('Standard delivery (unless you choose another)')).toBeVisible();
  const before = await total(page).innerText();
  expect(amount(before)).toBeGreaterThan(Number(product.price.amount));
  await open(page, '/checkout');
  await expect(total(page)).toHaveText(before);
});
