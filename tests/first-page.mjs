// How long a newcomer waits: `make run` on a fresh clone of what is committed, to the first page; then
// the next start, and the memory at rest of what is running then. Adds to target/bench.json.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const folder = mkdtempSync(join(tmpdir(), 'yuekao-newcomer-'))
const clone = join(folder, 'clone')
const listen = '127.0.0.1:18099'
const later = (ms) => new Promise((done) => setTimeout(done, ms))

const report = join(root, 'target/bench.json')
const figures = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}
const add = (name, value, unit) => {
  console.log(`${name}: ${value.toFixed(1)} ${unit}`)
  figures[name] = { value: Math.round(value * 10) / 10, unit }
}

/** `make run` until its first page; gives the seconds, and how to end it. */
async function run() {
  const begun = performance.now()
  const env = { ...process.env, DATABASE_URL: '', YUEKAO_LISTEN: listen, YUEKAO_DATA: join(folder, 'data') }
  delete env.CARGO_TARGET_DIR
  const make = spawn('make', ['run'], { cwd: clone, env, detached: true, stdio: 'ignore' })
  for (;;) {
    if (make.exitCode !== null) throw new Error(`make run ended with ${make.exitCode}`)
    const page = await fetch(`http://${listen}/`).then((answer) => answer.ok, () => false)
    if (page) break
    await later(50)
  }
  const seconds = (performance.now() - begun) / 1000
  const end = () => new Promise((ended) => (make.once('exit', ended), process.kill(-make.pid, 'SIGTERM')))
  return { seconds, end }
}

/** The resident memory of the server that this clone runs, in MB. */
function memory() {
  const pids = execFileSync('pgrep', ['-f', 'target/debug/yuekao serve'], { encoding: 'utf8' }).trim().split('\n')
  const pid = pids.find((one) => readlinkSync(`/proc/${one}/exe`).startsWith(clone))
  return Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024
}

try {
  execFileSync('git', ['clone', '--quiet', root, clone])
  const first = await run()
  add('month.first_page_s', first.seconds, 's')
  await first.end()
  const next = await run()
  add('month.next_start_s', next.seconds, 's')
  await later(5000)
  add('month.run_rss_mb', memory(), 'MB')
  await next.end()
  writeFileSync(report, JSON.stringify(figures, null, 2))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
