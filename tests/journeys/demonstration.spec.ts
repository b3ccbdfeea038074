// A machine from all sides, its video, and what a cup would cost with it.
import type { Page } from '@playwright/test';
import { api, expect, open, test } from './shop';

type Basket = { lines: { input: { quantity: number; item: { sku: string } } }[] };

/** What is loaded when somebody first moves. */
async function move(page: Page) {
  await page.mouse.move(200, 200);
  const turn = page.getByRole('slider', { name: 'Turn the machine' });
  await expect(turn).toBeVisible();
  return turn;
}

test('the machine turns by keys and by dragging, a spot opens by keyboard, and the result goes into the order', async ({
  page,
}) => {
  await open(page, '/?for=business&lang=en');
  const turn = await move(page);
  const picture = page.getByRole('img', { name: /Bar Due/ }).first();
  const first = await picture.getAttribute('src');

  await turn.focus();
  await page.keyboard.press('ArrowRight');
  await expect(turn).toHaveAttribute('aria-valuenow', '10');
  await expect(picture).not.toHaveAttribute('src', first ?? '');
  await page.keyboard.press('ArrowLeft');
  await expect(turn).toHaveAttribute('aria-valuenow', '0');
  await expect(picture).toHaveAttribute('src', first ?? '');

  const box = await turn.boundingBox();
  if (!box) throw new Error('the machine is not in sight');
  const [x, y] = [box.x + box.width * 0.35, box.y + box.height * 0.9];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + box.width / 4, y, { steps: 6 });
  await page.mouse.up();
  await expect(turn).toHaveAttribute('aria-valuenow', '90');

  await turn.focus();
  await page.keyboard.press('Home');
  await expect(turn).toHaveAttribute('aria-valuenow', '0');
  const spot = page.getByRole('button', { name: /^2: / });
  const title = (await spot.getAttribute('aria-label'))?.slice(3) ?? '';
  await spot.focus();
  await page.keyboard.press('Enter');
  await expect(spot).toHaveAttribute('aria-expanded', 'true');
  const step = page.getByRole('listitem').filter({ hasText: title });
  await expect(step.getByRole('paragraph')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(spot).toHaveAttribute('aria-expanded', 'false');
  await expect(step.getByRole('paragraph')).toBeHidden();

  await page.getByLabel('Cups a day').fill('400');
  await page.getByLabel('Days a month').fill('25');
  const result = page.getByRole('region', { name: 'What would a cup cost you?' });
  await expect(result.getByRole('link', { name: /Bar Due/ })).toBeVisible();
  // 400 × 25 × 8 g.
  await expect(result.getByText('80 kg')).toBeVisible();
  await result.getByRole('button', { name: 'Add to the order' }).click();
  await expect(page.getByRole('status').filter({ hasText: /order/ }).first()).toBeVisible();
  const basket = await api<Basket>(page, 'GET', '/api/basket');
  const ordered = basket.lines.map((line) => [line.input.item.sku, line.input.quantity]);
  expect(ordered).toContainEqual(['BAR-TRE', 1]);
  expect(ordered.some(([sku, quantity]) => sku === 'NOTTE-1000' && Number(quantity) >= 80)).toBe(true);
});

test('who wants little motion gets the part at once, where it is seen', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '/p/espresso-uno?for=home&lang=en');
  const turn = await move(page);
  await expect(turn).toHaveAttribute('aria-valuenow', '0');
  await turn.focus();
  await page.keyboard.press('End');
  await expect(turn).toHaveAttribute('aria-valuenow', '180');
  // The group is at the front; the first step is open already.
  await page.getByRole('group').filter({ hasText: /group/i }).getByText('Group', { exact: true }).first().click();
  await expect(turn).not.toHaveAttribute('aria-valuenow', '180');
  await expect(page.getByRole('button', { name: /^2: / })).toBeVisible();
});

test('a video has captions and chapters in the language of the page', async ({ page }) => {
  await open(page, '/p/espresso-uno?for=home&lang=it');
  await page.mouse.move(200, 200);
  const film = page.locator('video');
  await expect(film).toHaveCount(1);
  const captions = film.locator('track[kind=captions]');
  await expect(captions).toHaveCount(2);
  await expect(film.locator('track[kind=captions][default]')).toHaveAttribute('srclang', 'it');
  const chapters = page.getByRole('region').filter({ has: film }).getByRole('listitem').getByRole('button');
  await expect(chapters.nth(2)).toBeVisible();
  await chapters.nth(2).click();
  await expect(chapters.nth(2)).toHaveAttribute('aria-current', 'true');
  expect(await film.evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(2);
});

test('pages with a machine arrive whole, however many ask at once', async ({ page }) => {
  for (const address of ['/?for=business&lang=en', '/p/espresso-uno?for=home&lang=en']) {
    const answers = await Promise.all(
      Array.from({ length: 80 }, async (_, number) => {
        // Each its own address: a page that is kept would answer for all of them.
        const answer = await page.request.get(`${address}&n=${number}`);
        return [answer.status(), (await answer.text()).includes('</footer>')] as const;
      }),
    );
    expect(answers.filter(([status, whole]) => status !== 200 || !whole)).toEqual([]);
  }
});
