// How many bytes of JavaScript (brotli) the browser must fetch before a page shows: the exam page,
// and the first routes of the app. Adds to target/bench.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(root, 'frontend/dist')

/** A document's scripts and everything they import at once. */
function scripts(document) {
  const html = readFileSync(join(dist, document), 'utf8')
  const found = new Set()
  const visit = (file) => {
    if (found.has(file)) return
    found.add(file)
    const code = readFileSync(join(dist, 'assets', file), 'utf8')
    for (const [, name] of code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) visit(name)
  }
  for (const [, name] of html.matchAll(/(?:src|href)="\/assets\/([\w.-]+\.js)"/g)) visit(name)
  return [...found]
}

const kilobytes = (files) =>
  files.reduce((sum, file) => sum + brotliCompressSync(readFileSync(join(dist, 'assets', file))).length, 0) / 1024

const report = join(root, 'target/bench.json')
const figures = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}
const add = (name, document) => {
  const value = Math.round(kilobytes(scripts(document)) * 10) / 10
  console.log(`${name}: ${value} KB`)
  figures[name] = { value, unit: 'KB' }
}
add('month.exam_js_brotli_kb', 'exam.html')
add('month.app_js_brotli_kb', 'index.html')
writeFileSync(report, JSON.stringify(figures, null, 2))
