/**
 * Runs a script on this host in a process group of its own: cleared environment, own folder, parameters as
 * variables, secrets as files. Nothing of the server is within its reach but the clock and the disk.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StepContext, StepResult } from '../context.ts'
import { parameterEnvironment } from '../parameters.ts'
import type { PlanStep } from '../plan.ts'
import { readOutputs } from './outputs.ts'
import { createRedactor } from './redact.ts'

const INTERPRETERS: Record<string, readonly string[]> = {
  sh: ['/bin/sh', '-eu'],
  bash: ['/bin/bash', '-euo', 'pipefail'],
  python: ['python3'],
  js: [process.execPath],
  ts: [process.execPath],
}
const GRACE_MS = 10_000
const KEPT_BYTES = 4 * 2 ** 20

export async function runScript(step: PlanStep, context: StepContext): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'opsplane-step-'))
  try {
    const file = join(folder, `step.${step.lang === 'python' ? 'py' : step.lang}`)
    const outputFile = join(folder, 'output')
    writeFileSync(file, step.body, { mode: 0o500 })
    writeFileSync(outputFile, '', { mode: 0o600 })
    const secrets = writeSecrets(folder, step, context)
    const [program, ...args] = INTERPRETERS[step.lang] ?? INTERPRETERS.sh!
    const ended = await execute(program!, [...args, file], {
      cwd: folder,
      step,
      context,
      secrets: Object.values(secrets),
      env: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        LANG: 'C.UTF-8',
        HOME: folder,
        ...context.environment,
        ...parameterEnvironment(context.params),
        OPS_RUN: context.run,
        OPS_STEP: context.step,
        OPS_ATTEMPT: String(context.attempt),
        OPS_ENV: context.environmentName,
        OPS_DRY_RUN: context.dry ? '1' : '0',
        OPS_STEP_KEY: context.key,
        OPS_OUTPUT: outputFile,
        OPS_SECRETS: join(folder, 'secrets'),
        ...(context.dry && step.dry ? { DRY: step.dry } : { DRY: '' }),
      },
    })
    const out = readOutputs(readFileSync(outputFile, 'utf8'), Object.values(secrets))
    if (ended.signal)
      return {
        ok: false,
        summary: ended.timedOut
          ? `took longer than ${step.timeoutMs / 1_000} s`
          : `ended by ${ended.signal}`,
        outputs: { exit: null, out },
      }
    const ok = step.ok.includes(ended.code ?? -1)
    const last = ended.lastLine ? `: ${ended.lastLine}` : ''
    return {
      ok,
      summary: ok ? ended.lastLine || `exit ${ended.code}` : `exit ${ended.code}${last}`,
      outputs: { exit: ended.code, out },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function writeSecrets(
  folder: string,
  step: PlanStep,
  context: StepContext,
): Record<string, string> {
  mkdirSync(join(folder, 'secrets'), { mode: 0o700 })
  const values: Record<string, string> = {}
  for (const wanted of step.secrets) {
    const name = wanted.split(':')[0]!
    const value = context.secrets(name)
    if (value === undefined) throw new Error(`the secret ${name} is not set`)
    writeFileSync(join(folder, 'secrets', name), value, { mode: 0o400 })
    values[name] = value
  }
  return values
}

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly timedOut: boolean
  readonly lastLine: string
}

interface Execution {
  readonly cwd: string
  readonly env: Record<string, string>
  readonly step: PlanStep
  readonly context: StepContext
  readonly secrets: readonly string[]
}

async function execute(
  program: string,
  args: readonly string[],
  { cwd, env, step, context, secrets }: Execution,
): Promise<Ended> {
  const child = spawn(program, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let timedOut = false
  let lastLine = ''
  let kept = 0
  const stop = (signal: NodeJS.Signals) => killGroup(child.pid, signal)
  const give = () => {
    stop('SIGTERM')
    return setTimeout(() => stop('SIGKILL'), GRACE_MS)
  }
  let grace: NodeJS.Timeout | undefined
  const timer = setTimeout(() => {
    timedOut = true
    grace = give()
  }, step.timeoutMs)
  const cancel = () => {
    grace = give()
  }
  context.signal.addEventListener('abort', cancel, { once: true })

  const read = (stream: 'out' | 'err') => {
    const redactor = createRedactor(secrets)
    let line = ''
    const take = (text: string) => {
      const lines = (line + text).split('\n')
      line = lines.pop()!
      for (const whole of lines) keep(whole)
    }
    const keep = (whole: string) => {
      if (whole.trim()) lastLine = whole.trim().slice(0, 300)
      if (kept > KEPT_BYTES) return
      kept += whole.length
      context.output(stream, kept > KEPT_BYTES ? '(more output was left out)' : whole)
    }
    return {
      data: (bytes: Buffer) => take(redactor.push(bytes.toString('utf8'))),
      end: () => {
        take(redactor.end())
        if (line) keep(line)
        line = ''
      },
    }
  }
  const [out, err] = [read('out'), read('err')]
  child.stdout.on('data', out.data).on('end', out.end)
  child.stderr.on('data', err.data).on('end', err.end)
  try {
    const closed = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(
      (done, fail) => {
        child.once('error', fail)
        child.once('close', (code, signal) => done({ code, signal }))
      },
    )
    if (child.pid) await context.started(child.pid)
    const { code, signal } = await closed
    return { code, signal, timedOut, lastLine }
  } finally {
    clearTimeout(timer)
    clearTimeout(grace)
    context.signal.removeEventListener('abort', cancel)
    // A script may leave children behind; the group ends with it.
    stop('SIGKILL')
  }
}

/** Ends a process group; nothing happens when it is gone. */
export function killGroup(group: number | undefined, signal: NodeJS.Signals): void {
  if (!group) return
  try {
    process.kill(-group, signal)
  } catch {
    // It has ended already.
  }
}
