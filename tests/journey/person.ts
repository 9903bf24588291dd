// Someone at a browser.
import { expect, type Browser, type Page } from '@playwright/test'
import type { Service } from './service.ts'

export const DEMO_PASSWORD = 'yuekao-demo'

/** A page whose faults fail the test: script errors, refused content, failed requests of our own. */
export async function openPage(browser: Browser, faults: string[], options = {}): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
  page.on('console', (line) => {
    const text = line.text()
    // A 401 before sign-in and a 403 before the first password is changed are how a page learns of it.
    if (line.type() === 'error' && !/40[13] /.test(text)) faults.push(`${page.url()}: ${text}`)
  })
  page.on('response', (answer) => {
    if (answer.status() >= 500) faults.push(`${answer.status()} ${answer.url()}`)
  })
  return page
}

export async function signIn(page: Page, service: Service, number: string, password = DEMO_PASSWORD): Promise<void> {
  await page.goto(`${service.base}/sign-in`)
  await page.getByLabel('工号').fill(number)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}
