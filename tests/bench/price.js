// Milliseconds that the app's own wasm takes to price so many lines, in the browser.
import { withPage } from './browser.js';

const [address, lines] = process.argv.slice(2);

const times = await withPage(async (page) => {
  await page.goto(address, { waitUntil: 'networkidle' });
  return page.evaluate((lines) => {
    // Trunk's start-up script leaves the app's exports here, so this is the very wasm that runs the page.
    const { giano_bench_price } = window.wasmBindings;
    const once = () => {
      const begun = performance.now();
      if (!giano_bench_price(lines)) throw new Error('nothing was priced');
      return performance.now() - begun;
    };
    once();
    return Array.from({ length: 9 }, once);
  }, Number(lines));
});
times.sort((a, b) => a - b);
console.log(JSON.stringify({ median: times[4], times }));
