import { defineConfig } from '@playwright/test'

// Debian's Chromium: no browser is downloaded. As root its sandbox does not start.
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'
const launchOptions = {
  executablePath: chromium,
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}

export default defineConfig({
  testDir: '.',
  outputDir: './out/results',
  timeout: 120_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  // Each file has a service of its own; a story mostly waits for its exam's clock, and others walk meanwhile.
  workers: 2,
  reporter: [['list']],
  use: { launchOptions, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', trace: 'retain-on-failure' },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' } },
    {
      name: 'phone',
      use: { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true, isMobile: true },
    },
  ],
})
