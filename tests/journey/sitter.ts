// Somebody who sits the demo's open exam.
import { expect, type Page } from '@playwright/test'
import { signIn } from './person.ts'
import type { Service } from './service.ts'

/** Signs in, goes to the exam that is open, and starts or goes on. */
export async function enter(page: Page, service: Service, number: string): Promise<void> {
  await signIn(page, service, number)
  await page.goto(`${service.base}/my/exams`)
  await page.getByRole('link', { name: /进入考试|继续作答/ }).click()
  await page.getByRole('button', { name: /开始作答|继续作答/ }).click()
  await expect(page.getByText(/第 1 题，共 \d+ 题/)).toBeVisible({ timeout: 20_000 })
}

/** The first choice of the question shown, which is the first one of every demo paper: a single choice. */
export async function choose(page: Page, place = 0): Promise<void> {
  await page.locator('article label.choice').nth(place).click()
}

export const seconds = async (page: Page): Promise<number> => {
  const parts = (await page.locator('[role=timer] .clock').innerText()).split(':').map(Number)
  return parts.reduce((sum, part) => sum * 60 + part, 0)
}
