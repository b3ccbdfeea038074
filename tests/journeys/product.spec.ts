// A product's page: each face's own part of it, quantities that cannot be ordered, what is sold out, reviews.
import { api, expect, open, takenOver, test, type Card } from './shop';

const CUP = '/p/porcelain-cup';

test('each face shows its own part, also after the switch', async ({ page }) => {
  await open(page, `${CUP}?for=business&lang=en`);
  await expect(page.getByRole('heading', { name: 'All variants' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'What people say' })).toHaveCount(0);
  await page.getByRole('navigation', { name: 'Shop for' }).getByRole('link', { name: 'At home' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-face', 'home');
  await takenOver(page);
  await expect(page).toHaveURL(/\/p\/porcelain-cup/);
  await expect(page.getByRole('region', { name: 'What people say' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'All variants' })).toHaveCount(0);
});

test('a quantity that cannot be ordered is said, with the nearest that can', async ({ page }) => {
  await open(page, `${CUP}?for=business&lang=en`);
  const quantity = page.getByRole('group', { name: /^Quantity/ }).first();
  const field = quantity.getByRole('spinbutton');
  // In steps of twelve, from twelve: what was typed stands until a cure is taken, also where it leads back.
  for (const [typed, cures] of [
    ['7', ['12']],
    ['30', ['24', '36']],
  ] as const) {
    await field.fill(typed);
    await field.press('Tab');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    const offered = quantity.getByRole('status').getByRole('button');
    await expect(offered).toHaveText([...cures]);
    await offered.last().click();
    await expect(field).toHaveValue(cures.at(-1) ?? '');
    await expect(field).not.toHaveAttribute('aria-invalid', 'true');
    await expect(offered).toHaveCount(0);
  }
  await expect(page.getByText('36 pieces together')).toBeVisible();
});

test('what is sold out is said, and leads to its page', async ({ page }) => {
  await open(page, '/search?lang=en');
  type Listed = Card & { availability: { state: string } };
  const list = await api<{ products: Listed[] }>(page, 'GET', '/api/products?for=home&lang=en&per_page=96');
  const gone = list.products.find((card) => card.availability.state === 'out' && card.variants === 1);
  if (!gone) throw new Error('nothing in the demonstration is sold out');
  await open(page, `/search?lang=en&q=${encodeURIComponent(gone.name)}`);
  await page.getByRole('link', { name: `Details: ${gone.name}` }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(gone.name);
  await expect(page.getByRole('button', { name: 'Add to basket', exact: true })).toBeDisabled();
});

test('reviews say what language they are written in', async ({ page }) => {
  await open(page, `${CUP}?for=home&lang=en`);
  const reviews = page.getByRole('region', { name: 'What people say' });
  const written = reviews.getByRole('heading', { name: 'Belle e robuste' });
  await expect(written).toHaveAttribute('lang', 'it');
  await expect(reviews.getByRole('heading', { name: 'Hotel quality' })).toHaveAttribute('lang', 'en');
});

test('a quantity that was refused is not replaced by another one', async ({ page }) => {
  await open(page, `${CUP}?for=business&lang=en`);
  const field = page.getByRole('group', { name: /^Quantity/ }).first().getByRole('spinbutton');
  await field.fill('150');
  await field.press('Tab');
  await page.getByRole('main').getByRole('button', { name: 'Add to order', exact: true }).first().click();
  await expect(page.getByRole('alert').filter({ hasText: 'First choose a quantity that can be ordered.' })).toBeVisible();
  const basket = await api<{ lines: unknown[] }>(page, 'GET', '/api/basket');
  expect(basket.lines).toEqual([]);
});

test('more than there are is said, with a way to take what there is', async ({ page }) => {
  await open(page, '/?for=home&lang=en');
  const list = await api<{ products: Card[] }>(page, 'GET', '/api/products?for=home&lang=en&per_page=96');
  // One that nobody can have more of than there are; others can be ordered beyond what is on hand.
  type Detail = { variants: { stock: { on_hand: number; backorder: boolean } }[] };
  let limited: { slug: string; most: number } | undefined;
  for (const { slug } of list.products.filter((card) => card.variants === 1)) {
    const { variants } = await api<Detail>(page, 'GET', `/api/products/${slug}?for=home&lang=en`);
    const { on_hand, backorder } = variants[0].stock;
    if (on_hand > 0 && !backorder) {
      limited = { slug, most: on_hand };
      break;
    }
  }
  if (!limited) throw new Error('whatever the demonstration has can be ordered without end');
  const there = limited.most;
  await open(page, `/p/${limited.slug}?for=home&lang=en`);
  const field = page.getByRole('group', { name: /^Quantity/ }).first().getByRole('spinbutton');
  await field.fill(String(there + 1));
  await field.press('Tab');
  await expect(page.getByRole('status').getByText(`Only ${there} are left.`)).toBeVisible();
  await page.getByRole('button', { name: `Take ${there}`, exact: true }).click();
  await expect(field).toHaveValue(String(there));
  await expect(page.getByText(`Only ${there} are left.`)).toHaveCount(0);
});
