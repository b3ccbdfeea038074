import { defineConfig } from '@playwright/test';

// `cargo xtask test` builds and serves the shop and says where; by hand: GIANO_URL=http://127.0.0.1:8080 npx playwright test
const reports = process.env.GIANO_REPORTS ?? '../target/journeys';

export default defineConfig({
  testDir: 'journeys',
  outputDir: `${reports}/results`,
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json']],
  use: {
    baseURL: process.env.GIANO_URL ?? 'http://127.0.0.1:8080',
    browserName: 'chromium',
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    // The pages move by themselves as little as they do for those who asked for that.
    reducedMotion: 'reduce',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
