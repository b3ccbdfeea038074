// Bytes over the wire at the first visit of an address, by kind, as the browser counts them.
import { withPage } from './browser.js';

const [address] = process.argv.slice(2);

const bytes = await withPage(async (page) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const kinds = new Map();
  const totals = {};
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    // Parts of the app come as bundles of wasm.
    const kind = response.mimeType === 'application/wasm' || response.url.endsWith('.bin') ? 'wasm' : type.toLowerCase();
    kinds.set(requestId, kind);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? 'other';
    totals[kind] = (totals[kind] ?? 0) + encodedDataLength;
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  return totals;
});
console.log(JSON.stringify(bytes));
