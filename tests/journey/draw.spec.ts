// How papers come about, before everybody's eyes: a commitment, witnesses, the draw; and the proof of
// a released exam, checked in the browser and by the command.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Browser, type Page } from '@playwright/test'
import { openPage, signIn } from './person.ts'
import { Service } from './service.ts'

test.describe.configure({ mode: 'serial' })

let service: Service
let exam = ''
let committed = ''
const faults: string[] = []
const kept = mkdtempSync(join(tmpdir(), 'yuekao-proof-'))

test.beforeAll(async () => {
  test.setTimeout(180_000)
  service = await Service.start('demo')
})
test.afterAll(async () => {
  await service.end()
  rmSync(kept, { recursive: true, force: true })
})
test.afterEach(() => {
  expect(faults, faults.join('\n')).toEqual([])
})

async function arrive(browser: Browser, number: string): Promise<Page> {
  const { viewport, colorScheme, isMobile, hasTouch, locale, timezoneId } = test.info().project.use
  const page = await openPage(browser, faults, { viewport, colorScheme, isMobile, hasTouch, locale, timezoneId })
  await signIn(page, service, number)
  return page
}
/** C as it stands on a page. */
const shownC = async (page: Page) => (await page.locator('code[aria-label^="承诺值"]').first().getAttribute('aria-label'))?.replace(/^承诺值\s*/, '') ?? ''

test('a manager shuts a question out, asks for witnesses and publishes', async ({ browser }) => {
  const page = await arrive(browser, 'M001')
  await page.goto(`${service.base}/exams/new`)
  await page.getByRole('tab', { name: '指定试题' }).click()
  await page.getByRole('button', { name: '从题库选择' }).nth(1).click()
  await page.getByRole('dialog').getByRole('checkbox').first().check()
  await page.getByRole('button', { name: '完成（已选 1 题）' }).click()
  await page.getByRole('tab', { name: '场次' }).click()
  await expect(page.getByLabel('首场开考前多少小时截止')).toHaveValue('12')
  await expect(page.getByText(/^如现在发布，见证至/)).toBeVisible()
  await expect(page.getByText('题库满足全部要求')).toBeVisible()
  await page.getByRole('button', { name: '保存草稿' }).click()
  await expect(page).toHaveURL(/exams\/[0-9a-f-]{36}$/)
  exam = page.url().split('/').pop() ?? ''
  await page.getByRole('button', { name: '发布考试' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '发布考试' }).click()
  // Gone once it is published: leaving earlier would take the request along.
  await expect(page.getByRole('button', { name: '发布考试' })).toHaveCount(0)
  await page.goto(`${service.base}/exams/${exam}/draw`)
  committed = await shownC(page)
  expect(committed).toMatch(/^[0-9a-f]{64}$/)
  // Whoever runs the exam is no witness.
  await expect(page.getByText('为什么需要见证')).toBeVisible()
  await page.context().close()
})

test('staff witness with words, an inspector with dice', async ({ browser }) => {
  const staff = await arrive(browser, 'W001')
  await staff.goto(`${service.base}/exams/${exam}/draw`)
  expect(await shownC(staff)).toBe(committed)
  await staff.getByLabel('您的见证词').fill('今天第一位办事群众取号 A017')
  await staff.getByRole('button', { name: '提交见证' }).click()
  await staff.getByRole('dialog').getByRole('button', { name: '提交见证' }).click()
  await expect(staff.getByText('今天第一位办事群众取号 A017')).toBeVisible()
  await expect(staff.getByRole('button', { name: '提交见证' })).toHaveCount(0)

  const inspector = await arrive(browser, 'I001')
  await inspector.goto(`${service.base}/exams/${exam}/draw`)
  await expect(inspector.getByText('今天第一位办事群众取号 A017')).toBeVisible()
  await inspector.getByRole('tab', { name: '掷骰子' }).click()
  for (const points of [3, 5, 6]) await inspector.getByRole('button', { name: `${points} 点` }).click()
  await inspector.getByRole('button', { name: '提交见证' }).click()
  await inspector.getByRole('dialog').getByRole('button', { name: '提交见证' }).click()
  await expect(inspector.getByRole('img', { name: '骰子：3 5 6' })).toBeVisible()
  await staff.context().close()
  await inspector.context().close()
})

test('the manager ends witnessing, and papers are drawn and found equal', async ({ browser }) => {
  const page = await arrive(browser, 'M001')
  await page.goto(`${service.base}/exams/${exam}/draw`)
  await page.getByRole('button', { name: '提前截止' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '提前截止' }).click()
  await expect(page.getByText(/份试卷已于.*全部组好/)).toBeVisible({ timeout: 30_000 })
  expect(await shownC(page)).toBe(committed)
  await page.goto(`${service.base}/exams/${exam}/fairness`)
  await expect(page.getByText('实际试卷')).toBeVisible()
  await expect(page.getByText('按发布时估计', { exact: true })).toBeVisible()
  await page.goto(`${service.base}/exams/${exam}/concerns`)
  await expect(page.getByText('没有变动的试题')).toBeVisible()
  await page.goto(`${service.base}/exams/${exam}/proof`)
  await expect(page.getByText('证明在成绩发布后公开')).toBeVisible()
  await page.context().close()
})

test('forms on paper fill A4 pages', async ({ browser }) => {
  const page = await arrive(browser, 'M001')
  await page.goto(`${service.base}/exams/${exam}/forms`)
  await page.getByLabel('套数').selectOption({ label: '1 套' })
  await page.getByRole('button', { name: '生成' }).click()
  await expect(page.getByRole('region', { name: 'A 卷答题卡' })).toBeVisible()
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const sizes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [Math.round(Number(width)), Math.round(Number(height))])
  expect(sizes.length).toBeGreaterThan(3)
  for (const size of sizes) expect(size).toEqual([595, 842])
  await page.context().close()
})

test('staff check the proof of a released exam, and a changed one is found out', async ({ browser }) => {
  const page = await arrive(browser, 'W001')
  await page.goto(`${service.base}/draws`)
  const row = page.getByRole('row').filter({ hasText: '成绩已发布' }).first()
  await row.getByRole('link').first().click()
  await expect(page).toHaveURL(/\/draw$/)
  const c = await shownC(page)
  await page.getByRole('link', { name: '组卷证明' }).click()
  await page.getByLabel('当时抄录的承诺值').fill(c.toUpperCase())
  await page.getByRole('button', { name: '核对我的试卷' }).click()
  await expect(page.getByText('10 项核对全部相符')).toBeVisible()

  const [proof, own] = [join(kept, 'proof.json'), join(kept, 'own.json')]
  for (const [name, file] of [['下载证明文件', proof], ['下载我的试卷凭据', own]] as const) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()])
    await download.saveAs(file)
  }
  expect(service.run('verify', proof)).toBeTruthy()
  expect(service.run('verify', proof, '--paper', own)).toBeTruthy()

  await page.route('**/proof', async (route) => {
    const answer = await route.fetch()
    const changed = (await answer.json()) as { questions: { facility: number }[] }
    const [first] = changed.questions
    if (first) first.facility += 1
    await route.fulfill({ response: answer, json: changed })
  })
  await page.getByRole('button', { name: '核对我的试卷' }).click()
  await expect(page.getByText('题库的摘要与承诺的不同：有试题或参数被改动。')).toBeVisible()
  await expect(page.getByText('1 项不符')).toBeVisible()
  await page.context().close()
})
