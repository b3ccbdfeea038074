// No page of the shop breaks a rule that axe can check: in both faces, light and dark.
import AxeBuilder from '@axe-core/playwright';
import { expect, FACES, fill, open, products, remember, test, type Face, type Page } from './shop';

/** Pages that anybody can open; what stands in `{}` is taken from the shop. */
const PAGES: [string, string][] = [
  ['home', '/'],
  ['category', '/c/{category}'],
  ['search', '/search?q=moka'],
  ['search without a result', '/search?q=zzzzqqqq'],
  ['product', '/p/{product}'],
  ['empty basket', '/basket'],
  ['sign-in', '/sign-in'],
  ['order look-up', '/orders/lookup'],
  ['guides', '/guides'],
  ['guide', '/guides/{guides}'],
  ['case study', '/cases/{cases}'],
  ['trade', '/trades/{trades}'],
  ['questions', '/faq'],
  ['product with a demonstration', '/p/espresso-uno'],
  ['not found', '/p/there-is-no-such-thing'],
];

for (const face of FACES) {
  for (const theme of ['light', 'dark']) {
    test.describe(`${face}, ${theme}`, () => {
      test.beforeEach(async ({ context, baseURL, complaints }) => {
        // The browser itself says so of a page that is not there.
        complaints.expected.push(/status of 404/);
        await remember(context, baseURL!, { 'giano-face': face, 'giano-theme': theme });
      });

      for (const [name, address] of PAGES) {
        test(`${name} has no violation`, async ({ page }) => {
          await open(page, await filledIn(page, address, face));
          await check(page);
        });
      }

      test('offline has no violation', async ({ page }) => {
        // It stands without the app.
        await page.goto('/offline');
        await check(page);
      });

      test('a full basket and the checkout have no violation', async ({ page }) => {
        await open(page, '/');
        const [first, second] = await products(page, face);
        await fill(page, [
          { sku: first!.sku, quantity: 24 },
          { sku: second!.sku, quantity: 24 },
        ]);
        for (const address of ['/basket', '/checkout']) {
          await open(page, address);
          await check(page);
        }
      });
    });
  }
}

async function filledIn(page: Page, address: string, face: Face): Promise<string> {
  if (!address.includes('{')) return address;
  const ask = async (path: string) => (await page.request.get(path)).json();
  const written = /\{(guides|cases|trades)\}/.exec(address);
  if (written) {
    const { items } = await ask(`/api/content/${written[1]}?for=${face}`);
    return address.replace(written[0], items[0].slug);
  }
  const { categories } = await ask(`/api/categories?for=${face}`);
  const { products } = await ask(`/api/products?for=${face}&available=true`);
  return address.replace('{category}', categories[0].slug).replace('{product}', products[0].slug);
}

async function check(page: Page) {
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join('\n  ')}`);
  expect(told, `on ${page.url()}`).toEqual([]);
}
