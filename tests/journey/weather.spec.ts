// A bad line and a wrong clock: nothing that was answered is lost, and the time left is the server's.
import { expect, test } from '@playwright/test'
import { openPage } from './person.ts'
import { Service } from './service.ts'
import { choose, enter, seconds } from './sitter.ts'

let service: Service
test.beforeAll(async () => {
  test.setTimeout(180_000)
  service = await Service.start('demo')
})
test.afterAll(async () => await service.end())

test('an exam goes on without a line, and nothing is lost', async ({ browser }, info) => {
  const { viewport, colorScheme, isMobile, hasTouch, locale, timezoneId } = info.project.use
  const page = await openPage(browser, [], { viewport, colorScheme, isMobile, hasTouch, locale, timezoneId })
  await enter(page, service, 'W010')
  await choose(page)
  await expect(page.getByText(/^全部作答已保存/)).toBeVisible()
  await page.context().setOffline(true)
  await page.getByRole('button', { name: '下一题' }).click()
  await choose(page, 1)
  await expect(page.getByText(/网络不通：1 题已存本机/)).toBeVisible({ timeout: 20_000 })
  await page.context().setOffline(false)
  await expect(page.getByText(/^全部作答已保存/)).toBeVisible({ timeout: 30_000 })
  await page.reload()
  const again = page.getByRole('button', { name: '继续作答' })
  const second = page.getByText('已答 2 /').or(page.getByRole('button', { name: /已答 2 \// })).first()
  await expect(again.or(second).first()).toBeVisible()
  if (await again.isVisible()) await again.click()
  await expect(second).toBeVisible()
  await page.context().close()
})

for (const [hours, number] of [
  [3, 'W011'],
  [-3, 'W012'],
] as const) {
  test(`a clock that is wrong by ${hours} hours shows the time that is left`, async ({ browser }, info) => {
    const { viewport, locale, timezoneId } = info.project.use
    const page = await openPage(browser, [], { viewport, locale, timezoneId })
    await page.addInitScript((shift) => {
      const True = Date
      window.Date = class extends True {
        constructor(...given: [number?]) {
          super(given[0] ?? True.now() + shift)
        }
        static override now(): number {
          return True.now() + shift
        }
      } as DateConstructor
    }, hours * 3_600_000)
    const joined = page.waitForResponse((reply) => reply.request().method() === 'POST' && reply.url().endsWith('/sitting'))
    await enter(page, service, number)
    const { now, deadline } = (await (await joined).json()) as { now: string; deadline: string }
    const since = Date.now()
    const left = await seconds(page)
    const right = (Date.parse(deadline) - Date.parse(now) - (Date.now() - since)) / 1000
    expect(Math.abs(left - right)).toBeLessThan(8)
    await choose(page)
    await expect(page.getByText(/^全部作答已保存/)).toBeVisible()
    await page.context().close()
  })
}
