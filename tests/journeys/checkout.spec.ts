// From a full basket to an order in the shop's books, at home and for a company.
import { amount, BUYER, expect, fill, open, products, takenOver, test, type Page } from './shop';

const HOME_ADDRESS = {
  'E-mail': 'anna.bianchi@example.com',
  'First and last name': 'Anna Bianchi',
  'Street and number': 'Via Garibaldi 12',
  'Postal code': '10122',
  Town: 'Torino',
};

const part = (page: Page, name: string) => page.getByRole('region', { name });
const payButton = (page: Page) => page.getByRole('button', { name: /^(Pay|Order for) / });
const shownTotal = async (page: Page) => amount(await payButton(page).innerText());

/** A basket with one product; from the end of the list, a product that no other journey buys. */
async function basketWith(page: Page, pieces = 1, fromTheEnd = 0) {
  await open(page, '/');
  const single = (await products(page)).filter((card) => card.variants === 1);
  const product = fromTheEnd > 0 ? single.at(-fromTheEnd)! : single[0]!;
  await fill(page, [{ sku: product.sku, quantity: pieces }]);
  return product;
}

async function fillAddress(page: Page, address: Record<string, string> = HOME_ADDRESS) {
  const person = part(page, 'Contact and address');
  for (const [label, value] of Object.entries(address)) {
    await person.getByLabel(label, { exact: false }).first().fill(value);
  }
  await person.getByRole('button', { name: 'On to delivery' }).click();
}

async function toPayment(page: Page) {
  await open(page, '/checkout');
  await fillAddress(page);
  const delivery = part(page, 'Delivery');
  await delivery.getByRole('radio', { name: /Standard delivery/ }).check();
  await delivery.getByRole('button', { name: 'On to payment' }).click();
  await part(page, 'Payment').getByRole('radio', { name: /^Card/ }).check();
}

const chooseCard = (page: Page, outcome: string) => page.getByRole('radio', { name: outcome }).check();

async function orderShown(page: Page) {
  await expect(page).toHaveURL(/\/orders\/[^?]+\?key=/, { timeout: 20_000 });
  await takenOver(page);
  const heading = page.getByRole('main').getByRole('heading', { level: 1 });
  await expect(heading).toBeVisible();
  return decodeURIComponent(/\/orders\/([^?]+)/.exec(page.url())![1]!);
}

test('a guest buys at home', async ({ page }) => {
  await open(page, '/');
  const product = (await products(page)).find((card) => card.variants === 1)!;
  await open(page, `/p/${product.slug}`);
  await page.getByRole('main').getByRole('button', { name: 'Add to basket' }).first().click();
  const link = page.getByRole('link', { name: /Basket.*1 piece in the basket/ });
  await expect(link).toBeVisible();
  await link.click();
  await page.getByRole('link', { name: 'To the checkout' }).click();
  await takenOver(page);
  await fillAddress(page);
  await part(page, 'Delivery').getByRole('radio', { name: /Standard delivery/ }).check();
  await part(page, 'Delivery').getByRole('button', { name: 'On to payment' }).click();
  await part(page, 'Payment').getByRole('radio', { name: /^Card/ }).check();
  await chooseCard(page, 'goes through');
  const total = await shownTotal(page);
  await payButton(page).click();

  const number = await orderShown(page);
  await expect(page.getByRole('main')).toContainText(number);
  await expect(page.getByRole('main')).toContainText(product.name);
  // What was shown is what was charged.
  const order = await page.evaluate(
    async ([number, key]) => (await fetch(`/api/orders/${number}?key=${key}`)).json(),
    [number, new URL(page.url()).searchParams.get('key')!] as const,
  );
  expect(JSON.stringify(order)).toContain(total.toFixed(2));
  await open(page, '/basket');
  await expect(page.getByRole('heading', { name: 'Your basket is empty' })).toBeVisible();
});

test('a declined card can be followed by one that goes through', async ({ page, complaints }) => {
  // The browser reports the refusal itself.
  complaints.expected.push(/status of 402/);
  await basketWith(page);
  await toPayment(page);
  await chooseCard(page, 'is declined');
  await payButton(page).click();
  await expect(page.getByText(/The payment was declined\. Nothing was charged/)).toBeVisible();
  await chooseCard(page, 'goes through');
  await payButton(page).click();
  await orderShown(page);
});

test('a double click makes one order', async ({ page }) => {
  const product = await basketWith(page, 1, 1);
  await toPayment(page);
  await chooseCard(page, 'goes through');
  const before = await stock(page, product.slug);
  await payButton(page).dblclick();
  await orderShown(page);
  await expect.poll(() => stock(page, product.slug)).not.toBe(before);
  expect(await stock(page, product.slug)).toBe(before - 1);
});

test('the same key makes one order, however often it is sent', async ({ page }) => {
  const product = await basketWith(page, 1, 2);
  await toPayment(page);
  await chooseCard(page, 'goes through');
  const before = await stock(page, product.slug);
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/orders'));
  await payButton(page).click();
  const request = await sent;
  const number = await orderShown(page);
  const again = await page.evaluate(
    async ([body, key]) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': key };
      const answers = await Promise.all(
        [1, 2, 3].map(() => fetch('/api/orders', { method: 'POST', headers, body })),
      );
      return Promise.all(answers.map(async (answer) => JSON.stringify(await answer.json())));
    },
    [request.postData()!, request.headers()['idempotency-key']!] as const,
  );
  for (const answer of again) expect(answer).toContain(number);
  await expect.poll(() => stock(page, product.slug)).not.toBe(before);
  expect(await stock(page, product.slug)).toBe(before - 1);
});

test('the bank may ask, and a refusal orders nothing', async ({ page, complaints }) => {
  complaints.expected.push(/status of 402/);
  await basketWith(page);
  await toPayment(page);
  await chooseCard(page, 'the bank asks you to confirm');
  await payButton(page).click();
  const dialog = page.getByRole('dialog', { name: 'Your bank asks' });
  await dialog.getByRole('button', { name: 'Refuse' }).click();
  await expect(page.getByText(/The payment was declined\. Nothing was charged/)).toBeVisible();
  await payButton(page).click();
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await orderShown(page);
});

test('a reload in the checkout loses nothing', async ({ page }) => {
  await basketWith(page, 2);
  await open(page, '/checkout');
  const person = part(page, 'Contact and address');
  await person.getByLabel('E-mail').fill('half@example.com');
  await person.getByLabel('Street and number').fill('Via Po 1');
  await person.getByLabel('Town').fill('Torino');
  // Reloaded at once, before anything can have been sent.
  await page.reload();
  await takenOver(page);
  await expect(person.getByLabel('E-mail')).toHaveValue('half@example.com');
  await expect(person.getByLabel('Street and number')).toHaveValue('Via Po 1');
  await expect(person.getByLabel('Town')).toHaveValue('Torino');
});

test('what is wrong is said at the field, and the focus goes there', async ({ page }) => {
  await basketWith(page);
  await open(page, '/checkout');
  await fillAddress(page, { ...HOME_ADDRESS, 'Postal code': '1012' });
  const code = page.getByLabel('Postal code');
  await expect(code).toBeFocused();
  await expect(code).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText(/An example: /)).toBeVisible();
});

test('by keyboard alone, from the home page to the order', async ({ page }) => {
  await open(page, '/');
  const product = (await products(page)).find((card) => card.variants === 1)!;
  const { keyboard } = page;
  await keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await tabTo(page, page.getByRole('combobox', { name: 'Search' }));
  await keyboard.type(product.name);
  await keyboard.press('Enter');
  await expect(page).toHaveURL(/\/search/);
  await tabTo(page, page.getByRole('main').locator(`a[href="/p/${product.slug}"]`));
  await keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/p/${product.slug}$`));
  await tabTo(page, page.getByRole('main').getByRole('button', { name: 'Add to basket' }).first());
  await keyboard.press('Enter');
  await expect(page.getByRole('link', { name: /Basket.*1 piece in the basket/ })).toBeVisible();
  await open(page, '/checkout');
  for (const [label, value] of Object.entries(HOME_ADDRESS)) {
    await tabTo(page, page.getByLabel(label, { exact: false }).first());
    await keyboard.type(value);
  }
  await tabTo(page, page.getByRole('button', { name: 'On to delivery' }));
  await keyboard.press('Enter');
  await tabTo(page, page.getByRole('radio', { name: /delivery/i }));
  await keyboard.press('Space');
  await tabTo(page, page.getByRole('button', { name: 'On to payment' }));
  await keyboard.press('Enter');
  await tabTo(page, page.locator('input[name="payment"]'));
  await keyboard.press('Space');
  await tabTo(page, page.locator('input[name="test-card"]'));
  await keyboard.press('Space');
  await tabTo(page, payButton(page));
  await keyboard.press('Enter');
  await orderShown(page);
});

test.describe('for a company', () => {
  // One account has one basket.
  test.describe.configure({ mode: 'serial' });

  test('a buyer orders on account, at the contract price, with a term', async ({ page }) => {
    await open(page, '/sign-in?for=business');
    await page.getByLabel('E-mail').fill(BUYER.email);
    await page.getByLabel('Password', { exact: true }).fill(BUYER.password);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('banner').getByText(BUYER.company).first()).toBeVisible();
    await takenOver(page);
    await expect(page.locator('html')).toHaveAttribute('data-face', 'business');

    // The company's own price is there, and below what everybody pays.
    const { own, list } = await contractProduct(page);
    expect(Number(own.price.amount)).toBeLessThan(Number(list.price.amount));
    await fill(page, [{ sku: own.sku, quantity: 24 }]);
    await open(page, '/basket');
    await page.getByText('Why this price?').first().click();
    await expect(page.getByText(/Your contract|Your group's list/).first()).toBeVisible();

    await open(page, '/checkout');
    // Who has ordered before, or belongs to a company, finds the sections done that need no asking.
    const onwards = async (name: string, button: string) => {
      const on = part(page, name).getByRole('button', { name: button });
      if (await on.isVisible()) await on.click();
    };
    await expect(page.getByRole('main').getByRole('heading', { level: 1, name: 'Checkout' })).toBeVisible();
    await onwards('Contact and address', 'On to delivery');
    await part(page, 'Delivery').getByRole('button', { name: /Change: Delivery|On to payment/ }).first().waitFor();
    const freight = part(page, 'Delivery').getByRole('radio', { name: /Freight/ });
    if (await freight.isVisible()) await freight.check();
    await onwards('Delivery', 'On to payment');
    const payment = part(page, 'Payment');
    await payment.getByRole('radio', { name: /^On account/ }).check();
    const terms = payment.getByRole('group', { name: 'When you pay' }).getByRole('radio');
    await expect(terms.first()).toBeVisible();
    const before = await shownTotal(page);
    await terms.last().check();
    await expect(terms.last()).toBeChecked();
    // Another term is another price, or at least another date: both are said beside the terms.
    await expect(payment.getByRole('group', { name: 'When you pay' })).toContainText(/in full by|if paid by/);
    expect(before).toBeGreaterThan(0);
    await payment.getByLabel(/Your order number/).fill('PO-4711');
    const total = await shownTotal(page);
    await payButton(page).click();
    const number = await orderShown(page);
    await expect(page.getByRole('main')).toContainText(number);
    await expect(page.getByRole('main')).toContainText('PO-4711');
    expect(total).toBeGreaterThan(0);
    await open(page, '/orders');
    await expect(page.getByRole('main')).toContainText(number);
  });
});

type Priced = { sku: string; price: { amount: string } };

/** A product that costs the signed-in company less than a stranger. */
async function contractProduct(page: Page): Promise<{ own: Priced; list: Priced }> {
  const cards = await products(page, 'business');
  const stranger = await page.context().browser()!.newContext({ baseURL: new URL(page.url()).origin });
  try {
    const others = await stranger.newPage();
    await open(others, '/?for=business');
    const lists = await products(others, 'business');
    for (const own of cards) {
      const list = lists.find((card) => card.sku === own.sku);
      if (list && Number(own.price.amount) < Number(list.price.amount)) return { own, list };
    }
  } finally {
    await stranger.close();
  }
  throw new Error('the company has no price of its own on any product');
}

/** Pieces on hand of a product's first variant. */
async function stock(page: Page, slug: string): Promise<number> {
  const { variants } = await page.evaluate(async (slug) => (await fetch(`/api/products/${slug}?for=business`)).json(), slug);
  const { on_hand } = variants[0].availability;
  expect(on_hand, JSON.stringify(variants[0].availability)).toBeGreaterThan(1);
  return on_hand;
}

/** Presses Tab until the focus is there, as somebody without a mouse does. */
async function tabTo(page: Page, wanted: ReturnType<Page['locator']>) {
  for (let presses = 0; presses < 150; presses += 1) {
    const there = await wanted.evaluateAll((elements) => elements.includes(document.activeElement!));
    if (there) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${wanted}`);
}
