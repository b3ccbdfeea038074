// The page for no connection looks as the rest of the shop does, and goes on by itself when the shop answers again.
const theme = /(?:^|; )giano-theme=(light|dark)/.exec(document.cookie)?.[1];
if (theme) document.documentElement.dataset.theme = theme;

const AT_MOST = 60_000;

async function goOn(pause) {
  const answers = await fetch('/healthz', { cache: 'no-store' }).then((answer) => answer.ok, () => false);
  if (answers && location.pathname !== '/offline') location.reload();
  else setTimeout(goOn, pause, Math.min(pause * 1.5, AT_MOST));
}

addEventListener('online', () => goOn(AT_MOST));
setTimeout(goOn, 3000, 3000);
