// One exam in a real Chromium 90, the oldest browser the pages promise to work in. The npm package
// carries the browser itself, packed; it is unpacked into a folder of this run.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { chromium, expect, test, type Browser, type Page } from '@playwright/test'
import { DEMO_PASSWORD } from './person.ts'
import { Service } from './service.ts'

test.skip(({ isMobile }) => isMobile, 'one size is enough for an old browser')

let service: Service
let browser: Browser
const folder = mkdtempSync(join(tmpdir(), 'yuekao-chromium-90-'))

test.beforeAll(async () => {
  test.setTimeout(180_000)
  const packed = join(dirname(createRequire(import.meta.url).resolve('chrome-aws-lambda/package.json')), 'bin')
  const unpack = (name: string): Buffer => brotliDecompressSync(readFileSync(join(packed, name)))
  writeFileSync(join(folder, 'chromium'), unpack('chromium.br'), { mode: 0o755 })
  for (const name of ['aws.tar', 'swiftshader.tar']) {
    execFileSync('tar', ['-x', '-C', folder], { input: unpack(`${name}.br`) })
  }
  browser = await chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: ['--headless', '--no-sandbox', '--no-zygote', '--disable-gpu'],
    env: { ...process.env, LD_LIBRARY_PATH: join(folder, 'lib') },
  })
  service = await Service.start('demo')
})
test.afterAll(async () => {
  await browser.close()
  await service.end()
  rmSync(folder, { recursive: true, force: true })
})

// Playwright's locators ask for things that Chromium 90 does not know, so the page is asked in its own
// words; a page that is just being left has none.
const shows = async (page: Page, text: string): Promise<void> =>
  await expect.poll(() => page.evaluate(() => document.body.innerText).catch(() => ''), { timeout: 20_000 }).toContain(text)
const press = async (page: Page, text: string): Promise<void> =>
  await expect
    .poll(() =>
      page.evaluate((wanted) => {
        const all = [...document.querySelectorAll<HTMLButtonElement>('a, button')]
        const found = all.find((one) => one.innerText.trim() === wanted && !one.disabled && one.offsetParent !== null)
        found?.click()
        return found !== undefined
      }, text).catch(() => false),
      { timeout: 20_000 },
    )
    .toBe(true)

test('an exam is sat in Chromium 90', async () => {
  expect(browser.version()).toMatch(/^90\./)
  const faults: string[] = []
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })).newPage()
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(`${service.base}/sign-in`)
  await shows(page, '登录月考系统')
  await page.evaluate(() => document.querySelector<HTMLInputElement>('input[name=number]')?.focus())
  await page.keyboard.type('W011')
  await page.evaluate(() => document.querySelector<HTMLInputElement>('input[name=password]')?.focus())
  await page.keyboard.type(DEMO_PASSWORD)
  await page.keyboard.press('Enter')
  await shows(page, '正在进行')
  await press(page, '进入考试')
  await shows(page, '考试已开始')
  await press(page, '开始作答')
  await shows(page, '第 1 题，共')
  await page.keyboard.press('1')
  await shows(page, '全部作答已保存')
  await page.keyboard.press('ArrowRight')
  await shows(page, '第 2 题，共')
  await page.keyboard.press('2')
  await shows(page, '已答 2 /')
  await shows(page, '全部作答已保存')
  await press(page, '交卷')
  await shows(page, '交卷前核对')
  await press(page, '确认交卷')
  await shows(page, '已交卷')
  await shows(page, '回执码')
  expect(faults, faults.join('\n')).toEqual([])
})
