/**
 * From a folder of TypeScript and Markdown to a manifest.
 *
 * The TypeScript is bundled once and run once, in a child process that may read files and nothing else:
 * no network, no further processes, no writing. What comes out is data; the server never sees the code.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { type BuildFailure, build } from 'esbuild'
import { defineError, messageOf, packageFolder } from '#base'
import type { Declarations } from './declare.ts'
import type { Diagnostic } from './diagnostics.ts'
import {
  type Manifest,
  type ManifestProcedure,
  type ManifestResource,
  sortManifest,
} from './manifest.ts'
import { findField } from './places.ts'

export interface LoadedModel {
  readonly manifest: Manifest
  readonly diagnostics: readonly Diagnostic[]
  /** Resources whose values are wrong, as written. */
  readonly broken: readonly ManifestResource[]
  /** The folder, absolute; files of diagnostics are relative to it. */
  readonly folder: string
}

export const NoModelHere = defineError('model.no-folder', 'bad-input', {
  message: (d: { folder: string }) => `There is no model in ${d.folder}: it holds no TypeScript.`,
  hint: 'Run the command in your repository, name the folder, or begin with: opsplane init',
})

const RUN_WITHIN_MS = 20_000

/** Loads `ops/` below a folder, or the folder itself when it holds the model. */
export async function loadFolder(start: string): Promise<LoadedModel> {
  const folder = existsSync(join(start, 'ops')) ? resolve(start, 'ops') : resolve(start)
  const files = existsSync(folder) ? filesBelow(folder) : []
  const sources = files.filter((file) => /\.ts$/.test(file) && !/\.(?:test|d)\.ts$/.test(file))
  if (sources.length === 0) throw new NoModelHere({ folder })

  const procedures = readProcedures(folder, files)
  const scratch = mkdtempSync(join(tmpdir(), 'opsplane-model-'))
  try {
    const bundle = join(scratch, 'model.mjs')
    const failures = await bundleModel(folder, sources, bundle)
    if (failures) return empty(folder, procedures, failures)
    const declared = await runBundle(folder, bundle)
    if ('code' in declared) return empty(folder, procedures, [declared])
    return {
      manifest: sortManifest({
        format: 'opsplane/v1',
        workload: declared.resources.find((one) => one.kind === 'workload')?.name ?? '',
        resources: declared.resources,
        procedures,
        ...commitOf(folder),
      }),
      diagnostics: declared.diagnostics.map((diagnostic) => findField(folder, diagnostic)),
      broken: declared.broken,
      folder,
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function empty(
  folder: string,
  procedures: ManifestProcedure[],
  diagnostics: Diagnostic[],
): LoadedModel {
  const manifest: Manifest = { format: 'opsplane/v1', workload: '', resources: [], procedures }
  return { manifest, diagnostics, broken: [], folder }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/](?:node_modules|\.[^\\/]+)[\\/]/.test(relative(folder, file)))
    .sort()
}

/** Every Markdown file whose front matter says that it is a procedure. */
function readProcedures(folder: string, files: readonly string[]): ManifestProcedure[] {
  return files
    .filter((file) => file.endsWith('.md'))
    .map((file) => ({ path: relative(folder, file), text: readFileSync(file, 'utf8') }))
    .filter(({ text }) => /^---\r?\n(?:.*\r?\n)*?opsplane:\s*procedure\/v1/.test(text))
    .map(({ path, text }) => ({ id: idOf(path, text), path, text }))
}

function idOf(path: string, text: string): string {
  const front = text.slice(0, text.indexOf('\n---', 4))
  return /^id:\s*['"]?([a-z0-9-]+)/m.exec(front)?.[1] ?? path.replace(/^.*[\\/]|\.md$/g, '')
}

async function bundleModel(
  folder: string,
  sources: readonly string[],
  outfile: string,
): Promise<Diagnostic[] | undefined> {
  const own = join(packageFolder(), 'src')
  const entry = [
    ...sources.map((file) => `import ${JSON.stringify(file)}`),
    `import { handOver } from ${JSON.stringify(join(own, 'model/collect.ts'))}`,
    'handOver()',
  ].join('\n')
  try {
    await build({
      stdin: { contents: entry, resolveDir: folder, loader: 'ts' },
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      sourcemap: 'inline',
      sourcesContent: false,
      logLevel: 'silent',
      alias: { opsplane: join(own, 'index.ts') },
      banner: {
        js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
      },
    })
    return undefined
  } catch (error) {
    return (error as BuildFailure).errors?.map(({ text, location }) => ({
      code: 'OPS-M001',
      severity: 'error' as const,
      message: text,
      hint: 'The file does not compile; your editor shows the same.',
      ...(location
        ? {
            file: relative(folder, resolve(location.file)),
            line: location.line,
            column: location.column + 1,
          }
        : {}),
    }))
  }
}

// Replaces what opens connections before the model's code runs. Files and processes are Node's own permissions.
const NO_NETWORK = `import net from 'node:net';import dns from 'node:dns';
const no=()=>{throw new Error('a model is declared without network: values that are fetched cannot be reviewed')};
net.Socket.prototype.connect=no;net.Server.prototype.listen=no;dns.lookup=no;globalThis.fetch=no;`

function runBundle(folder: string, bundle: string): Promise<Declarations | Diagnostic> {
  return new Promise((done) => {
    const child = spawn(
      process.execPath,
      [
        '--enable-source-maps',
        '--no-warnings',
        '--experimental-permission',
        '--allow-fs-read=*',
        '--import',
        `data:text/javascript,${encodeURIComponent(NO_NETWORK)}`,
        bundle,
      ],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, OPSPLANE_MODEL_FOLDER: folder },
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
        timeout: RUN_WITHIN_MS,
        killSignal: 'SIGKILL',
      },
    )
    const manifest: Buffer[] = []
    let complaints = ''
    child.stdio[3]?.on('data', (bytes: Buffer) => manifest.push(bytes))
    child.stderr?.on('data', (bytes: Buffer) => {
      complaints = (complaints + bytes.toString()).slice(-8_000)
    })
    child.stdout?.resume()
    child.on('error', (error) => done(failure(folder, messageOf(error))))
    child.on('close', (code, signal) => {
      if (code === 0) done(JSON.parse(Buffer.concat(manifest).toString()))
      else
        done(
          failure(folder, signal ? `it did not end within ${RUN_WITHIN_MS / 1_000} s` : complaints),
        )
    })
  })
}

function failure(folder: string, complaints: string): Diagnostic {
  const at = complaints.match(new RegExp(`${folder}/([^():]+):(\\d+):(\\d+)`))
  const why = /^\s*(?:\w*Error: )(.*)$/m.exec(complaints)?.[1] ?? complaints.trim().split('\n')[0]
  return {
    code: 'OPS-M002',
    severity: 'error',
    message: `the model could not be run: ${why}`,
    hint: 'A model only declares: it reads no network, writes no file and starts no process.',
    ...(at ? { file: at[1], line: Number(at[2]), column: Number(at[3]) } : {}),
  }
}

function commitOf(folder: string): { commit?: string } {
  const git = spawnSync('git', ['-C', folder, 'rev-parse', '--short=12', 'HEAD'], {
    encoding: 'utf8',
  })
  return git.status === 0 ? { commit: git.stdout.trim() } : {}
}
