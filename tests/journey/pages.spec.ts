// Every page that each role can reach from its menu, in this project's size and scheme: no axe
// violation, no fault, nothing wider than the screen.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { openPage, signIn } from './person.ts'
import { Service } from './service.ts'

const ROLES = { staff: 'W003', trainer: 'T001', head: 'H001', manager: 'M001', inspector: 'I001', admin: 'A001' }

let service: Service
test.beforeAll(async () => {
  test.setTimeout(180_000)
  service = await Service.start('demo')
})
test.afterAll(async () => await service.end())

/** One of each kind of page: ids and months are alike. */
const pattern = (path: string): string =>
  path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/\b20\d{4}\b/g, ':month').replace(/\?.*/, '')

for (const [role, number] of Object.entries(ROLES)) {
  test(`pages of ${role}`, async ({ browser }, info) => {
    test.setTimeout(480_000)
    const faults: string[] = []
    const { viewport, colorScheme, isMobile, hasTouch, locale, timezoneId } = info.project.use
    const page = await openPage(browser, faults, { viewport, colorScheme, isMobile, hasTouch, locale, timezoneId })
    await page.goto(`${service.base}/sign-in`)
    await expect(page.getByLabel('工号')).toBeVisible()
    const found: string[] = await violations('/sign-in')
    await signIn(page, service, number)
    const waiting = ['/', '/account']
    const seen = new Set<string>()
    while (waiting.length > 0) {
      const path = waiting.shift() ?? '/'
      if (seen.has(pattern(path))) continue
      seen.add(pattern(path))
      await page.goto(service.base + path)
      await expect(page.locator('h1').first()).toBeVisible()
      // A page that follows a stream is never idle: it is there when its bones are gone.
      await expect(page.locator('.skeleton')).toHaveCount(0)
      found.push(...(await violations(path)))
      const links = await page.locator('a[href^="/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''))
      waiting.push(...links.filter((link) => !link.startsWith('/api') && !link.startsWith('/exam.html')))
    }
    expect(found, found.join('\n')).toEqual([])
    expect(faults, faults.join('\n')).toEqual([])
    expect(seen.size).toBeGreaterThan(3)
    await page.context().close()

    async function violations(path: string): Promise<string[]> {
      const { violations } = await new AxeBuilder({ page }).analyze()
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
      const told = violations.map((one) => `${path}: ${one.id} ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
      return wide ? [...told, `${path}: wider than the screen`] : told
    }
  })
}
