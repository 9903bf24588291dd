// The pages that the guides show. With PICTURES=1 the pictures of docs/guide are made anew; without,
// this is a walk past them.
import { expect, test, type Page } from '@playwright/test'
import { openPage, signIn } from './person.ts'
import { picture } from './pictures.ts'
import { Service } from './service.ts'
import { choose, enter } from './sitter.ts'

let service: Service
const faults: string[] = []
test.beforeAll(async () => {
  test.setTimeout(180_000)
  service = await Service.start('demo')
})
test.afterAll(async () => await service.end())
test.afterEach(() => expect(faults, faults.join('\n')).toEqual([]))

async function show(page: Page, path: string, name: string): Promise<void> {
  await page.goto(service.base + path)
  await expect(page.locator('h1').first()).toBeVisible()
  // What is still being loaded shows its bones; a page with live news is never idle.
  await expect(page.locator('main [class*=skeleton]')).toHaveCount(0)
  await picture(page, name)
}

test('the staff guide', async ({ browser }, info) => {
  const { viewport, colorScheme, isMobile, hasTouch, locale, timezoneId } = info.project.use
  const page = await openPage(browser, faults, { viewport, colorScheme, isMobile, hasTouch, locale, timezoneId })
  const size = isMobile ? '-phone' : ''
  await signIn(page, service, 'W003')
  if (!isMobile) {
    await show(page, '/my/exams', 'staff-exams')
    await show(page, '/practice', 'staff-practice')
    await show(page, '/leaderboard', 'staff-leaderboard')
  }
  await page.context().clearCookies()
  await enter(page, service, isMobile ? 'W012' : 'W011')
  await choose(page)
  await expect(page.getByText(/^全部作答已保存/)).toBeVisible()
  await picture(page, `staff-question${size}`)
  await page.context().close()
})

test('the guides of trainers and managers', async ({ browser, isMobile }, info) => {
  test.skip(isMobile, 'they work at desks')
  const { viewport, colorScheme, locale, timezoneId } = info.project.use
  const desk = { viewport, colorScheme, locale, timezoneId }
  const trainer = await openPage(browser, faults, desk)
  await signIn(trainer, service, 'T001')
  await trainer.goto(`${service.base}/materials`)
  await trainer.locator('main table a').first().click()
  await trainer.locator('ol.clauses button').first().click()
  await expect(trainer.getByText('写一题')).toBeVisible()
  await picture(trainer, 'trainer-material')
  await show(trainer, '/bank', 'trainer-bank')
  await trainer.context().close()

  const manager = await openPage(browser, faults, desk)
  await signIn(manager, service, 'M001')
  await manager.goto(`${service.base}/exams/new`)
  await manager.getByRole('tab', { name: '组卷蓝图' }).click()
  await expect(manager.getByText('题库核对')).toBeVisible()
  await picture(manager, 'manager-blueprint')
  await manager.goto(`${service.base}/exams`)
  await manager.getByRole('link', { name: '2026年11月一月一考' }).first().click()
  await expect(manager).toHaveURL(/exams\/[0-9a-f-]{36}/)
  const open = new URL(manager.url()).pathname
  await show(manager, `${open}/board`, 'manager-board')
  await manager.goto(`${service.base}/exams`)
  await manager.getByRole('link', { name: '2026年10月一月一考' }).first().click()
  await expect(manager).toHaveURL(/exams\/[0-9a-f-]{36}/)
  const past = new URL(manager.url()).pathname
  await show(manager, `${past}/analysis`, 'manager-analysis')
  await show(manager, `${past}/results`, 'manager-results')
  await manager.context().close()
})
