// The month, from an empty database to results, as people walk it in a browser.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Browser, type Page } from '@playwright/test'
import writeXlsxFile from 'write-excel-file/node'
import { openPage, signIn } from './person.ts'
import { Service } from './service.ts'

const PASSWORD = '一件事 一次办 2026'
const PEOPLE: [number: string, name: string, department: string, group: string, post: string, roles: string][] = [
  ['M001', '理甲', '综合科', '', '后台', '管理者'],
  ['M002', '理乙', '综合科', '', '后台', '管理者'],
  ['I001', '督甲', '督查科', '', '后台', '督查'],
  ['T001', '训甲', '综合科', '', '后台', '培训师'],
  ['T002', '训乙', '综合科', '', '后台', '培训师'],
  ['H001', '首甲', '市场监管局', '企业开办类', '前台窗口', '负责人'],
  ['W001', '窗甲', '市场监管局', '企业开办类', '前台窗口', '考生'],
  ['W002', '窗乙', '市场监管局', '企业开办类', '前台窗口', '考生'],
]
const demo = (file: string): string => join(import.meta.dirname, '../../demo', file)

test.describe.configure({ mode: 'serial' })

let service: Service
const faults: string[] = []
const first: Record<string, string> = {}

test.beforeAll(async () => {
  service = await Service.start('empty')
})
test.afterAll(async () => await service.end())
test.afterEach(() => {
  expect(faults, faults.join('\n')).toEqual([])
})

const open = async (browser: Browser): Promise<Page> => {
  const { viewport, colorScheme, isMobile, hasTouch, locale, timezoneId } = test.info().project.use
  return await openPage(browser, faults, { viewport, colorScheme, isMobile, hasTouch, locale, timezoneId })
}

/** Signs in with the first password and gives it up for one of the person's own. */
async function arrive(page: Page, number: string): Promise<void> {
  const given = first[number]
  await signIn(page, service, number, given ?? PASSWORD)
  if (given === undefined) return
  await expect(page).toHaveURL(/first-password/)
  await page.getByLabel('当前密码').fill(given)
  await page.getByLabel('新密码', { exact: true }).fill(PASSWORD)
  await page.getByLabel('再次输入新密码').fill(PASSWORD)
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page).not.toHaveURL(/first-password/)
  delete first[number]
}

test('an admin imports the people of the centre', async ({ browser }) => {
  const printed = service.run('first-admin', '--number', 'A001', '--name', '管甲')
  first.A001 = printed.match(/first password: (\S+)/)?.[1] ?? ''
  const page = await open(browser)
  await arrive(page, 'A001')
  await page.goto(`${service.base}/people/import`)
  const head = ['工号', '姓名', '部门', '窗口大类', '岗位', '窗口号', '是否党员', '角色']
  const rows = PEOPLE.map(([number, name, department, group, post, roles]) => [number, name, department, group, post, '', '否', roles])
  const text = (value: string) => ({ type: String, value })
  const workbook = await writeXlsxFile([head, ...rows].map((row) => row.map(text))).toBuffer()
  await page.locator('input[type=file]').setInputFiles({
    name: '人员.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: workbook,
  })
  await page.getByRole('button', { name: '导入全部 8 人' }).click()
  await expect(page.getByText('首次密码只在本页显示这一次')).toBeVisible()
  for (const [number] of PEOPLE) {
    const shown = await page.getByText(number, { exact: true }).first().locator('xpath=ancestor::*[self::tr or self::li][1]').innerText()
    const password = shown.match(/\b[a-z2-9]{12}\b/)?.[0]
    expect(password, shown).toBeDefined()
    first[number] = password ?? ''
  }
  await page.context().close()
})

test('a trainer files a lecture, writes a question beside its clause and pastes others', async ({ browser }) => {
  const page = await open(browser)
  await arrive(page, 'T001')
  await page.goto(`${service.base}/materials/upload`)
  await page.locator('input[type=file]').setInputFiles(demo('lectures/01-xuke-shenqing-shouli.md'))
  await page.getByRole('button', { name: '上传存档' }).click()
  await expect(page.getByText(/PX-\d{4}-0001/).first()).toBeVisible()
  await expect(page).toHaveURL(/materials\/[0-9a-f-]{36}/)

  await page.locator('ol.clauses button').first().click()
  await page.getByRole('link', { name: '写一题' }).click()
  await page.getByLabel('题干').fill('窗口收到申请材料后，材料不齐全的，应当怎样告知申请人？')
  for (const [at, option] of ['一次告知需要补正的全部内容', '分几次告知', '退回，不作说明', '让申请人自行查阅'].entries()) {
    await page.getByRole('textbox', { name: `选项 ${'ABCD'.charAt(at)}` }).fill(option)
  }
  await page.getByLabel('选项 A 正确').check()
  await expect(page.getByRole('combobox', { name: /^知识领域/ })).toContainText('审批制度改革')
  await page.getByRole('button', { name: '保存并送审' }).click()
  await expect(page.getByText('已送审，等待他人审核。')).toBeVisible()

  await page.goto(`${service.base}/bank/paste`)
  const questions = readFileSync(demo('questions/01-xuke-shenqing-shouli.txt'), 'utf8')
  await page.getByLabel('试题文本').fill(questions)
  await page.getByLabel('培训素材').fill('行政许可')
  await page.getByRole('option').first().click()
  await page.getByRole('button', { name: '识别试题' }).click()
  await expect(page.getByText('识别出 30 题')).toBeVisible()
  await page.getByLabel('知识领域').first().selectOption({ label: '审批制度改革' })
  await page.getByLabel('收下后直接送审').check()
  await page.getByRole('button', { name: '收下全部 30 题' }).first().click()
  await expect(page.getByText('全部收下', { exact: true })).toBeVisible()
  await page.context().close()
})

test('a second trainer reviews: live', async ({ browser }) => {
  const page = await open(browser)
  await arrive(page, 'T002')
  await page.goto(`${service.base}/bank/review`)
  await page.getByRole('link', { name: '开始审核' }).or(page.getByRole('button', { name: '开始审核' })).click()
  for (let left = 31; left > 0; left -= 1) {
    const url = page.url()
    await page.getByRole('button', { name: '审核通过' }).click()
    await expect(page).not.toHaveURL(url)
  }
  await page.goto(`${service.base}/bank/review`)
  await expect(page.getByText('没有待审核的试题')).toBeVisible()
  await page.context().close()
})

let exam = ''

test('a manager makes the monthly exam and publishes it', async ({ browser }) => {
  const page = await open(browser)
  await arrive(page, 'M001')
  await page.goto(`${service.base}/exams/new`)
  await page.getByRole('tab', { name: '组卷蓝图' }).click()
  // The bank has thirty questions: the template's fifty can't be met, and the page says so.
  await expect(page.getByText(/发布前须解决/)).toBeVisible()
  for (const [at, count] of [5, 2, 2, 1].entries()) {
    await page.getByLabel('题量').nth(at).fill(String(count))
    await page.getByLabel('每题分值').nth(at).fill('10')
  }
  await page.getByRole('tab', { name: '基本信息' }).click()
  await page.getByLabel('答题时长').fill('2')
  await page.getByRole('tab', { name: '场次' }).click()
  // From the next full minute on, for three minutes: as short as the form allows and a busy machine needs.
  const opens = new Date(Math.ceil((Date.now() + 8_000) / 60_000) * 60_000)
  const local = (time: Date) => new Date(time.getTime() + 8 * 3_600_000).toISOString().slice(0, 16)
  await page.getByLabel('开始时间').fill(local(opens))
  await page.getByLabel('结束时间').fill(local(new Date(opens.getTime() + 180_000)))
  await expect(page.getByText('题库满足全部要求')).toBeVisible()
  await page.getByRole('button', { name: '保存草稿' }).click()
  await expect(page).toHaveURL(/exams\/[0-9a-f-]{36}$/)
  exam = page.url().split('/').pop() ?? ''
  await page.getByRole('button', { name: '发布考试' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '发布考试' }).click()
  await expect(page.getByText('3 份试卷已全部组好')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('无见证人')).toBeVisible()
  await page.context().close()
})

test('a head states a leave and a manager confirms it', async ({ browser }) => {
  const head = await open(browser)
  await arrive(head, 'H001')
  const heads = await open(browser)
  await head.goto(`${service.base}/exams/${exam}`)
  await head.getByRole('tab', { name: '考生与出勤' }).click()
  await head.getByRole('button', { name: '窗乙的操作' }).click()
  await head.getByRole('menuitem', { name: '填报请假' }).click()
  await head.getByLabel('说明').fill('外出培训')
  await head.getByRole('dialog').getByRole('button', { name: '填报请假' }).click()
  await expect(head.getByText('已填报窗乙的请假')).toBeVisible()
  await arrive(heads, 'M002')
  await heads.goto(`${service.base}/exams/${exam}`)
  await heads.getByRole('tab', { name: '考生与出勤' }).click()
  await heads.getByRole('button', { name: '窗乙的操作' }).click()
  await heads.getByRole('menuitem', { name: '确认请假' }).click()
  await expect(heads.getByText('已确认窗乙的请假')).toBeVisible()
  await head.context().close()
  await heads.context().close()
})

test('staff sit it: every click saved, a reload goes on, handing in marks; a manager watches and gives time', async ({ browser }) => {
  const manager = await open(browser)
  await arrive(manager, 'M001')
  await manager.goto(`${service.base}/exams/${exam}/board`)
  const page = await open(browser)
  await arrive(page, 'W001')
  await page.goto(`${service.base}/my/exams`)
  await expect(page.getByText('距开考').or(page.getByText('正在进行'))).toBeVisible()
  await page.goto(`${service.base}/exam.html?exam=${exam}`)
  await expect(page.getByText('与服务器一致')).toBeVisible()
  await page.getByRole('button', { name: '开始作答' }).click({ timeout: 90_000 })
  await expect(page.getByText('第 1 题，共 10 题')).toBeVisible({ timeout: 20_000 })
  for (const key of ['1', '2', '3', '4', '1']) {
    await page.keyboard.press(key)
    await expect(page.getByText(/^已保存 \d\d:\d\d:\d\d/)).toBeVisible()
    await page.keyboard.press('ArrowRight')
  }
  await page.keyboard.press('f')
  const flagged = page.getByRole('button', { name: '已标记', exact: true }).filter({ visible: true })
  await expect(flagged.first()).toBeVisible()

  // The board is live: nobody reloads it.
  const row = manager.getByRole('row').or(manager.getByRole('listitem')).filter({ hasText: '窗甲' })
  await expect(row.getByText('作答中')).toBeVisible()
  await expect(row.getByText('5 / 10')).toBeVisible()
  await manager.getByRole('button', { name: '全体延时' }).click()
  await manager.getByLabel('延长分钟数').fill('1')
  await manager.getByLabel('理由').fill('窗口断电一分钟')
  await manager.getByRole('dialog', { name: /延长作答时间/ }).getByRole('button', { name: '延长时间' }).click()
  await expect(page.getByRole('note').getByText(/^您的作答时间已延长/)).toBeVisible()

  await page.reload()
  const again = page.getByRole('button', { name: '继续作答' })
  // On a phone the button of the answer card says it.
  const done = page.getByText('已答 5 / 10').or(page.getByRole('button', { name: /已答 5 \/ 10/ })).filter({ visible: true })
  await again.or(done).first().waitFor()
  if (await again.isVisible()) await again.click()
  await expect(done.first()).toBeVisible()
  const handIn = page.getByRole('button', { name: '交卷' })
  if (!(await handIn.first().isVisible())) await page.getByRole('button', { name: /答题卡|\d+\/10/ }).first().click()
  await handIn.first().click()
  await expect(page.getByText('有 1 道题做了标记：')).toBeVisible()
  await page.getByRole('button', { name: '确认交卷' }).click()
  await expect(page.getByText('预估分')).toBeVisible({ timeout: 20_000 })
  await expect(row.getByText('已交卷')).toBeVisible()
  await manager.context().close()
  await page.context().close()
})

test('a question is voided by two managers before the results are released', async ({ browser }) => {
  test.setTimeout(300_000)
  const page = await open(browser)
  await arrive(page, 'M001')
  await page.goto(`${service.base}/exams/${exam}/rulings`)
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('button', { name: '提出裁定' })).toBeEnabled({ timeout: 2_000 })
  }).toPass({ timeout: 260_000 })
  await page.goto(`${service.base}/exams/${exam}/analysis`)
  await expect(page.getByText('得分分布').first()).toBeVisible()
  await expect(page.getByText('区分度').first()).toBeVisible()
  await page.goto(`${service.base}/exams/${exam}/rulings`)
  await page.getByRole('button', { name: '提出裁定' }).click()
  await page.getByLabel('试题', { exact: true }).selectOption({ index: 1 })
  await page.getByLabel('理由').fill('题干所引条款已修订')
  await expect(page.getByText(/^涉及 1 份试卷/)).toBeVisible()
  await page.getByRole('button', { name: '提交裁定' }).click()
  await expect(page.getByText('裁定已提出，待另一人确认')).toBeVisible()
  // One's own ruling one can't confirm.
  await expect(page.getByRole('button', { name: '确认裁定' })).toHaveCount(0)
  const second = await open(browser)
  await arrive(second, 'M002')
  await second.goto(`${service.base}/exams/${exam}/rulings`)
  await second.getByRole('button', { name: '确认裁定' }).click()
  await expect(second.getByRole('dialog').getByText(/^涉及 1 份试卷/)).toBeVisible()
  await second.getByRole('dialog').getByRole('button', { name: '确认裁定' }).click()
  await expect(second.getByText('已生效', { exact: true })).toBeVisible()
  await page.context().close()
  await second.context().close()
})

test('the manager releases; staff see why, and practise what they got wrong', async ({ browser }) => {
  const page = await open(browser)
  await arrive(page, 'M001')
  await page.goto(`${service.base}/exams/${exam}/results`)
  await page.getByRole('button', { name: /发布成绩/ }).click()
  await page.getByRole('button', { name: '确认发布' }).click()
  await expect(page.getByText('成绩已发布').first()).toBeVisible()
  const staff = await open(browser)
  await arrive(staff, 'W001')
  await expect(async () => {
    await staff.goto(`${service.base}/my/results`)
    await staff.getByRole('link', { name: '查看解析' }).click({ timeout: 2_000 })
  }).toPass({ timeout: 30_000 })
  await expect(staff.getByText(/《行政许可法》/).first()).toBeVisible()
  await expect(staff.getByText(/作废/).first()).toBeVisible()

  await expect(async () => {
    await staff.goto(`${service.base}/practice`)
    await staff.getByRole('link', { name: '练错题' }).first().click({ timeout: 2_000 })
  }).toPass({ timeout: 30_000 })
  await expect(staff.getByText(/^第 1 题，共 \d+ 题/)).toBeVisible()
  const blank = staff.getByLabel('第 1 空')
  if (await blank.isVisible()) await blank.fill('不知道')
  else await staff.locator('form label').first().click()
  await staff.getByRole('button', { name: '提交答案' }).click()
  await expect(staff.getByText(/^(回答正确|部分正确|回答错误)$/)).toBeVisible()
  await expect(staff.getByText('解析：').first()).toBeVisible()
  await page.context().close()
  await staff.context().close()
})

test('the month is ranked with performance and conduct, explained, exported and shown', async ({ browser }) => {
  const page = await open(browser)
  await arrive(page, 'M001')
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7).replace('-', '')
  const scores: [component: string, column: string, score: number][] = [
    ['服务业绩', '服务业绩得分', 92.5],
    ['工作作风', '工作作风得分', 100],
  ]
  for (const [component, column, score] of scores) {
    await page.goto(`${service.base}/standings/${month}/values`)
    await page.getByText(component, { exact: true }).click()
    await page.locator('input[type=file]').setInputFiles({
      name: `${component}.xlsx`,
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: await writeXlsxFile([
        ['工号', '姓名', column].map((value) => ({ type: String, value })),
        [{ type: String, value: 'W001' }, { type: String, value: '窗甲' }, { type: Number, value: score }],
      ]).toBuffer(),
    })
    await page.getByRole('button', { name: '写入 1 行' }).click()
    await expect(page).toHaveURL(new RegExp(`standings/${month}$`))
  }
  await page.getByRole('button', { name: '窗甲 的计分明细' }).click()
  const why = page.getByRole('dialog')
  await expect(why.getByText(/92\.5 分 × /)).toBeVisible()
  await expect(why.getByText(/服务业绩\.xlsx/)).toBeVisible()
  await page.keyboard.press('Escape')
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出 xlsx' }).click()
  expect(readFileSync(await (await saved).path()).subarray(0, 2).toString()).toBe('PK')
  await page.getByRole('button', { name: '开始公示' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: '开始公示' }).click()
  await expect(page.getByText(/^公示至/)).toBeVisible()

  const staff = await open(browser)
  await arrive(staff, 'W001')
  await staff.goto(`${service.base}/leaderboard`)
  await expect(staff.getByText(/^本人/).first()).toBeVisible()
  await staff.goto(`${service.base}/my/standing`)
  await expect(staff.getByText('服务业绩').first()).toBeVisible()
  await page.context().close()
  await staff.context().close()
})

test('an inspector verifies the log with one button, and the command agrees', async ({ browser }) => {
  const page = await open(browser)
  await arrive(page, 'I001')
  await page.goto(`${service.base}/audit/verify`)
  await page.getByRole('main').getByRole('button').first().click()
  await expect(page.getByText(/完整|未被改动|一致/).first()).toBeVisible()
  expect(service.run('verify-audit')).toContain('the chain is whole')
  await page.goto(`${service.base}/exams/${exam}/rulings`)
  await expect(page.getByText('已生效', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: '提出裁定' })).toHaveCount(0)
  await page.context().close()
})
