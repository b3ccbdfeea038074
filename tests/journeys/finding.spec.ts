// Finding things: search with a typo, suggestions by keyboard, links into lists, going back and forward.
import { expect, open, products, takenOver, test } from './shop';

test('a typo still finds the product', async ({ page }) => {
  await open(page, '/');
  const search = page.getByRole('combobox', { name: 'Search' });
  await search.fill('mokka clasica');
  await search.press('Enter');
  await expect(page).toHaveURL(/\/search\?.*q=/);
  await expect(page.getByRole('main').getByRole('link', { name: /moka/i }).first()).toBeVisible();
});

test('suggestions are reached by keyboard', async ({ page }) => {
  await open(page, '/');
  const search = page.getByRole('combobox', { name: 'Search' });
  await search.pressSequentially('moka', { delay: 30 });
  await expect(page.getByRole('listbox', { name: 'Suggestions' })).toBeVisible();
  await expect(page.getByRole('option').first()).toContainText(/moka/i);
  await search.press('ArrowDown');
  await expect(page.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  await search.press('Enter');
  await expect(page).toHaveURL(/\/(p|c)\//);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('what is written about it is found as well', async ({ page }) => {
  await open(page, '/search?q=grind');
  const written = page.getByRole('region', { name: 'Guides and answers' });
  const guide = written.locator('a[href="/guides/grind"]');
  const title = await guide.innerText();
  await guide.click();
  await expect(page).toHaveURL(/\/guides\/grind$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
});

test('a question that is found opens with its answer', async ({ page }) => {
  await open(page, '/search?q=cancel+an+order');
  const written = page.getByRole('region', { name: 'Guides and answers' });
  const question = written.locator('a[href*="/faq#"]').first();
  const title = (await question.innerText()).trim();
  await question.click();
  await expect(page).toHaveURL(/\/faq#/);
  const opened = page.getByRole('group').filter({ hasText: title });
  await expect(opened).toHaveAttribute('open', '');
  await expect(opened).toBeInViewport();
});

test('questions are searched while typing', async ({ page }) => {
  await open(page, '/faq');
  const all = await page.getByRole('main').getByRole('group').count();
  const search = page.getByRole('searchbox');
  await search.fill('zzzzqqqq');
  await expect(page.getByRole('main').getByRole('group')).toHaveCount(0);
  await search.fill('invoice');
  await expect(page.getByRole('main').getByRole('group').first()).toContainText(/invoice/i);
  expect(await page.getByRole('main').getByRole('group').count()).toBeLessThan(all);
});

test('nothing found is said, with a way on', async ({ page }) => {
  await open(page, '/search?q=zzzzqqqq');
  await expect(page.getByRole('main')).toContainText('zzzzqqqq');
  await expect(page.getByRole('main').getByRole('link').first()).toBeVisible();
});

test('back and forward show the pages they left', async ({ page }) => {
  await open(page, '/');
  const category = page.getByRole('navigation', { name: 'Categories' }).getByRole('link').first();
  const name = (await category.innerText()).trim();
  await category.click();
  const heading = page.getByRole('main').getByRole('heading', { level: 1 });
  await expect(heading).toContainText(name);
  const list = page.url();
  const product = page.getByRole('main').locator('a[href^="/p/"]').first();
  const address = await product.getAttribute('href');
  await product.click();
  await expect(page).toHaveURL(new RegExp(`${address}$`));
  const title = await heading.innerText();

  await page.goBack();
  await expect(page).toHaveURL(list);
  await expect(heading).toContainText(name);
  await page.goForward();
  await expect(heading).toHaveText(title);
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/\/$/);
});

test('a link into a filtered, sorted list opens it as it was', async ({ page }) => {
  await open(page, '/search?q=&sort=price_up&available=true&per_page=96');
  const first = await page.getByRole('main').locator('a[href^="/p/"]').first().getAttribute('href');
  await open(page, '/search?q=&sort=price_down&available=true&per_page=96');
  await expect(page.getByRole('main').locator('a[href^="/p/"]').first()).not.toHaveAttribute('href', first!);
});

test('a page that is not there says so and answers 404', async ({ page, complaints }) => {
  complaints.expected.push(/status of 404/);
  for (const address of ['/p/there-is-no-such-thing', '/nowhere/at/all']) {
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('heading', { name: 'Nothing here but grounds' })).toBeVisible();
  }
});

test('the page is the same in Italian', async ({ page }) => {
  await open(page, '/');
  await page.getByRole('banner').getByRole('link', { name: 'Italiano' }).first().click();
  await takenOver(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'it');
  await expect(page.getByRole('link', { name: 'Per aziende' }).or(page.getByText('Per le aziende')).first()).toBeVisible();
});

test('dark is kept over pages and reloads', async ({ page }) => {
  await open(page, '/');
  await page.getByRole('banner').getByRole('button', { name: 'Dark' }).first().click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await open(page, '/basket');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('every page can be read, links and search work', async ({ page, complaints }) => {
    // Scripts that are switched off are reported as refused.
    complaints.expected.push(/^request failed: .*\.js csp$/);
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.getByRole('navigation', { name: 'Categories' }).getByRole('link').first().click();
    const product = page.getByRole('main').locator('a[href^="/p/"]').first();
    await product.click();
    await expect(page.getByRole('main')).toContainText(/€\s?\d/);
    await page.getByRole('combobox', { name: 'Search' }).fill('moka');
    await page.getByRole('combobox', { name: 'Search' }).press('Enter');
    await expect(page.getByRole('main').locator('a[href^="/p/"]').first()).toBeVisible();
  });
});

test('search engines are told what a product is', async ({ page }) => {
  await open(page, '/');
  const { slug, name } = (await products(page))[0]!;
  await page.goto(`/p/${slug}`);
  await expect(page).toHaveTitle(new RegExp(name.slice(0, 8)));
  const data = await page.locator('script[type="application/ld+json"]').allTextContents();
  const kinds = data.flatMap((text) => [JSON.parse(text)].flat()).flatMap((one) => one['@graph'] ?? one).map((one) => one['@type']);
  expect(kinds).toEqual(expect.arrayContaining(['Product', 'BreadcrumbList', 'Organization']));
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', new RegExp(`/p/${slug}$`));
  await expect(page.locator('meta[property="og:title"]')).toHaveCount(1);
  for (const [file, word] of [['/robots.txt', 'Sitemap'], ['/sitemap.xml', `/p/${slug}`]] as const) {
    expect(await (await page.request.get(file)).text()).toContain(word);
  }
});
