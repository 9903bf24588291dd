// The service under test: the binary that `make build` made, over a database of its own.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const binary = process.env.JOURNEY_BINARY ?? resolve(import.meta.dirname, '../../target/debug/yuekao')

async function freePort(): Promise<number> {
  return await new Promise((found, failed) => {
    const server = createServer()
    server.once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? found(address.port) : failed(new Error('no port'))))
    })
  })
}

export class Service {
  private process: ChildProcess | undefined
  private constructor(
    readonly base: string,
    private readonly data: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** A new service over an empty database, or over the demo. */
  static async start(kind: 'empty' | 'demo'): Promise<Service> {
    const data = mkdtempSync(join(tmpdir(), 'yuekao-journey-'))
    const port = await freePort()
    const env = {
      ...process.env,
      DATABASE_URL: '',
      YUEKAO_DATA: data,
      YUEKAO_LISTEN: `127.0.0.1:${port}`,
      YUEKAO_DEMO: String(kind === 'demo'),
      RUST_LOG: 'warn',
    }
    const service = new Service(`http://127.0.0.1:${port}`, data, env)
    service.run('migrate')
    if (kind === 'demo') service.run('seed', '--demo')
    await service.serve()
    return service
  }

  /** Runs a subcommand and gives what it prints. */
  run(...command: string[]): string {
    return execFileSync(binary, command, { env: this.env, encoding: 'utf8' })
  }

  async serve(): Promise<void> {
    this.process = spawn(binary, ['serve'], { env: this.env, stdio: ['ignore', 'ignore', 'inherit'] })
    for (let tries = 0; tries < 200; tries += 1) {
      const ready = await fetch(`${this.base}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      )
      if (ready) return
      await new Promise((later) => setTimeout(later, 100))
    }
    throw new Error('the service did not get ready')
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const running = this.process
    if (running && running.exitCode === null) {
      await new Promise((ended) => {
        running.once('exit', ended)
        running.kill(signal)
      })
    }
    this.process = undefined
  }

  async end(): Promise<void> {
    await this.stop()
    rmSync(this.data, { recursive: true, force: true })
  }
}
