// Answers where the network does not: with the page for no connection, in the face and language the visitor last chose,
// and with what that page is drawn of. Everything else is left to the browser.
const KEPT = 'offline';
const PAGE = '/offline';
const A_DAY = 24 * 60 * 60 * 1000;

/** Fetches the page and its parts; forgets the parts of the one before. */
async function keep() {
  const answer = await fetch(PAGE, { cache: 'reload' });
  if (!answer.ok) return;
  const html = await answer.clone().text();
  const parts = [...html.matchAll(/(?:href|src)="(\/[^"]+\.(?:css|js|svg|woff2))"/g)].map(([, address]) => address);
  const cache = await caches.open(KEPT);
  await cache.addAll(parts);
  await cache.put(PAGE, answer);
  for (const kept of await cache.keys()) {
    const { pathname } = new URL(kept.url);
    if (pathname !== PAGE && !parts.includes(pathname)) await cache.delete(kept);
  }
}

async function isOld() {
  const kept = await caches.match(PAGE);
  return !kept || Date.now() - Date.parse(kept.headers.get('date')) > A_DAY;
}

async function open(event) {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    const chosen = new URL(event.request.url).searchParams;
    const renew = async () => {
      if (chosen.has('for') || chosen.has('lang') || (await isOld())) await keep();
    };
    // A page that was shown is not troubled by one that could not be kept.
    event.waitUntil(renew().catch(() => {}));
    return answer;
  } catch {
    return (await caches.match(PAGE)) ?? Response.error();
  }
}

addEventListener('install', (event) => {
  skipWaiting();
  event.waitUntil(keep());
});

addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([clients.claim(), registration.navigationPreload?.enable()]));
});

addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.mode === 'navigate' && request.method === 'GET') {
    event.respondWith(open(event));
  } else if (['style', 'font', 'script'].includes(request.destination)) {
    // Their names change with their content, except for the page's own script, which is small and rarely changes.
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
