// What each page asks of the server, on the demo over SQLite: the 95th percentile of each, the worst
// of them all, and the leaderboard asked by many at once. Adds to target/bench.json.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const TIMES = 40
const READERS = 50
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const binary = join(root, 'target/release/yuekao')
const listen = '127.0.0.1:18098'
const base = `http://${listen}/api/v1`
const data = mkdtempSync(join(tmpdir(), 'yuekao-pages-'))
const env = { ...process.env, DATABASE_URL: '', YUEKAO_DATA: data, YUEKAO_LISTEN: listen, YUEKAO_DEMO: 'true', RUST_LOG: 'warn' }

const report = join(root, 'target/bench.json')
const figures = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}
const add = (name, value, unit, note = '') => {
  console.log(`${name}: ${value.toFixed(1)} ${unit} ${note}`)
  figures[name] = { value: Math.round(value * 10) / 10, unit }
}
const percentile = (times, share) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]

async function signIn(number) {
  const answer = await fetch(`${base}/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ number, password: 'yuekao-demo' }),
  })
  if (!answer.ok) throw new Error(`${number} could not sign in: ${answer.status}`)
  const { access_token: token } = await answer.json()
  return { Authorization: `Bearer ${token}` }
}

async function ask(headers, path) {
  const begun = performance.now()
  const answer = await fetch(base + path, { headers })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
  return { took: performance.now() - begun, body: JSON.parse(text) }
}

execFileSync(binary, ['migrate'], { env })
execFileSync(binary, ['seed', '--demo'], { env })
const server = spawn(binary, ['serve'], { env, stdio: 'ignore' })
try {
  for (let ready = false; !ready; ) ready = await fetch(`http://${listen}/readyz`).then((answer) => answer.ok, () => false)
  const [staff, trainer, manager, inspector] = await Promise.all(['W003', 'T001', 'M001', 'I001'].map(signIn))
  const { items: exams } = (await ask(manager, '/exams')).body
  const past = exams.find(({ phase }) => phase === 'released').id
  const open = exams.find(({ phase }) => phase === 'open').id
  const [month] = (await ask(manager, '/standings/months')).body.filter(({ state }) => state === 'published')
  const question = (await ask(trainer, '/questions?mine=true')).body.items[0].id
  const material = (await ask(trainer, '/materials')).body.items[0].id
  const pages = [
    [staff, '/my/exams'], [staff, '/my/results'], [staff, `/my/results/${past}`], [staff, '/my/practice/topics'],
    [staff, '/my/wrong'], [staff, '/my/standing/trend'], [staff, `/standings/${month.month}`], [staff, `/leaderboard/${past}`],
    [trainer, '/materials'], [trainer, `/materials/${material}`], [trainer, '/questions'], [trainer, '/questions/facets'],
    [trainer, `/questions/${question}`], [manager, '/exams'], [manager, `/exams/${open}`], [manager, `/exams/${open}/candidates`],
    [manager, `/exams/${open}/board`], [manager, `/exams/${past}/results`], [manager, `/exams/${past}/rulings`],
    [manager, `/exams/${past}/analysis`], [manager, `/standings/${month.month}`], [manager, '/standings/scheme'],
    [manager, '/people'], [inspector, '/audit'],
  ]
  let worst = { path: '', took: 0 }
  for (const [headers, path] of pages) {
    const times = []
    for (let time = 0; time < TIMES; time += 1) times.push((await ask(headers, path)).took)
    const took = percentile(times, 0.95)
    console.log(`${took.toFixed(1).padStart(7)} ms  ${path.replace(/[0-9a-f-]{36}/, '…')}`)
    if (took > worst.took) worst = { path, took }
  }
  add('month.pages_p95_ms', worst.took, 'ms', `(${worst.path.replace(/[0-9a-f-]{36}/, '…')})`)

  const begun = performance.now()
  const read = async () => {
    const times = []
    for (let time = 0; time < TIMES; time += 1) times.push((await ask(staff, `/leaderboard/${past}`)).took)
    return times
  }
  const times = (await Promise.all(Array.from({ length: READERS }, read))).flat()
  add('month.leaderboard_per_s', times.length / ((performance.now() - begun) / 1000), 'requests/s')
  add('month.leaderboard_p99_ms', percentile(times, 0.99), 'ms')
  writeFileSync(report, JSON.stringify(figures, null, 2))
} finally {
  server.kill()
  rmSync(data, { recursive: true, force: true })
}
