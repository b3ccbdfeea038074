// An order that waits at the bank is never lost: it is seen on every page and in every tab, answered, or given up at once.
import { expect, fill, open, products, takenOver, test, type Page } from './shop';

const ADDRESS = {
  'E-mail': 'wanda.attesa@example.com',
  'First and last name': 'Wanda Attesa',
  'Street and number': 'Via Po 7',
  'Postal code': '10123',
  Town: 'Torino',
};

const part = (page: Page, name: string) => page.getByRole('region', { name });
const waits = (page: Page) => page.getByRole('region', { name: 'Waits at your bank' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Your bank asks' });

/** An order whose bank asks, and its number. */
async function waitingOrder(page: Page) {
  await open(page, '/');
  const single = (await products(page)).filter((card) => card.variants === 1);
  const product = single.at(-3)!;
  await fill(page, [{ sku: product.sku, quantity: 1 }]);
  await open(page, '/checkout');
  const person = part(page, 'Contact and address');
  for (const [label, value] of Object.entries(ADDRESS)) {
    await person.getByLabel(label, { exact: false }).first().fill(value);
  }
  await person.getByRole('button', { name: 'On to delivery' }).click();
  await part(page, 'Delivery').getByRole('radio', { name: /Standard delivery/ }).check();
  await part(page, 'Delivery').getByRole('button', { name: 'On to payment' }).click();
  await part(page, 'Payment').getByRole('radio', { name: /^Card/ }).check();
  await page.getByRole('radio', { name: 'the bank asks you to confirm' }).check();
  await page.getByRole('button', { name: /^Pay / }).click();
  await expect(dialog(page)).toBeVisible();
  return product;
}

test('who goes back from the bank finds the order on every page and answers', async ({ page }) => {
  await waitingOrder(page);
  await page.goBack();
  await open(page, '/basket');
  await expect(page.getByRole('heading', { name: 'Your basket is empty' })).toBeVisible();
  for (const address of ['/basket', '/orders', '/', '/checkout']) {
    await open(page, address);
    await expect(waits(page)).toContainText(/Order G-\S+ for €[\d.]+ waits for your answer at the bank/);
  }
  await waits(page).getByRole('link', { name: /^Go to the bank/ }).click();
  await expect(page).toHaveURL(/\/orders\/[^?]+\?key=/);
  await takenOver(page);
  await dialog(page).getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('main')).toContainText('It is paid. We begin to pack.');
  await expect(waits(page)).toHaveCount(0);
});

test('given up in another tab, its goods are in the basket again', async ({ page, context }) => {
  const product = await waitingOrder(page);
  await page.keyboard.press('Escape');
  await expect(waits(page)).toBeVisible();
  const tab = await context.newPage();
  await open(tab, '/faq');
  await waits(tab).getByRole('button', { name: /^Give it up/ }).click();
  await expect(tab).toHaveURL(/\/basket$/);
  await takenOver(tab);
  await expect(tab.getByRole('main')).toContainText(product.name);
  await expect(waits(tab)).toHaveCount(0);
  await expect(tab.getByRole('link', { name: /Basket.*1 piece in the basket/ })).toBeVisible();
  // The first tab hears of it without being asked.
  await expect(waits(page)).toHaveCount(0);
});

test('the order opened by its link can be answered and given up', async ({ page, browser, baseURL }) => {
  await waitingOrder(page);
  const link = await page.evaluate(async () => {
    const { orders } = await (await fetch('/api/orders/waiting')).json();
    return `/orders/${orders[0].number}?key=${orders[0].key}`;
  });
  const elsewhere = await browser.newContext({ baseURL });
  try {
    const other = await elsewhere.newPage();
    await open(other, link);
    const place = waits(other);
    await place.getByRole('button', { name: 'Go to the bank' }).click();
    await expect(dialog(other)).toBeVisible();
    await other.keyboard.press('Escape');
    await place.getByRole('button', { name: 'Give it up' }).click();
    await expect(other).toHaveURL(/\/basket$/);
    await open(other, link);
    await expect(other.getByRole('main')).toContainText('Nothing is charged for it.');
  } finally {
    await elsewhere.close();
  }
});
