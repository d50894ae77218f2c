/** The life of a telemetry server: started, killed and started again on the same folder. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { build } from 'esbuild'

export interface TelemetryProcess {
  readonly url: string
  readonly process: ChildProcess
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>
  /** Ends it when all it has taken is in its tables. */
  close(): Promise<void>
}

/** Built once, as the product is: a process that is killed again and again should not compile itself each time. */
const built: Promise<string> = (async () => {
  const outdir = join('test/output', `telemetry-server-${process.pid}`)
  await build({
    entryPoints: {
      'telemetry-server': 'test/harness/telemetry-server.ts',
      'chdb-process': 'src/telemetry/store/chdb-process.ts',
    },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
  })
  return join(outdir, 'telemetry-server.mjs')
})()

export async function startTelemetryServer(
  folder: string,
  spool: { segmentBytes?: number; segmentMs?: number; maxBytes?: number } = {},
): Promise<TelemetryProcess> {
  const child = fork(await built, [folder, JSON.stringify(spool)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(message as number))
    child.once('exit', (code) => reject(new Error(`the telemetry server ended with ${code}`)))
  })
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    process: child,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async close() {
      await fetch(`${url}/close`, { method: 'POST' })
      child.kill('SIGKILL')
      await exited
    },
  }
}
