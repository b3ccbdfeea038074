// Milliseconds that pricing takes in the browser: the domain alone in wasm, built with the app's profile, out of the
// folder that wasm-bindgen wrote.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withPage } from './browser.js';

const [folder, lines] = process.argv.slice(2);
const types = { html: 'text/html', js: 'text/javascript', wasm: 'application/wasm' };

const times = await withPage(async (page) => {
  await page.route('http://localhost/**', async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    const body = name === 'index.html' ? '<!doctype html><title>price</title>' : await readFile(join(folder, name));
    await route.fulfill({ body, contentType: types[name.split('.').pop()] });
  });
  await page.goto('http://localhost/index.html');
  return page.evaluate(async (lines) => {
    const { default: init, Basket } = await import('/price_many.js');
    await init({ module_or_path: '/price_many_bg.wasm' });
    const basket = new Basket(lines);
    const once = () => {
      const begun = performance.now();
      const total = basket.price();
      const took = performance.now() - begun;
      if (!/\d/.test(total)) throw new Error(`no total: ${total}`);
      return took;
    };
    once();
    return Array.from({ length: 9 }, once);
  }, Number(lines));
});
times.sort((a, b) => a - b);
console.log(JSON.stringify({ median: times[4], times }));
