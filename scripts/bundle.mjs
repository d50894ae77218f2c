// Bundles our own code; packages stay outside. One entry for each process that can be started.
import { build } from 'esbuild'

await build({
  entryPoints: {
    opsplane: 'src/cli/main.ts',
    'chdb-process': 'src/telemetry/store/chdb-process.ts',
    storefront: 'examples/storefront/main.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
})

// What runs on pages of other people: one small file, without modules and without anything from elsewhere.
await build({
  entryPoints: { measure: 'src/browser/measure.ts' },
  outdir: 'dist/browser',
  bundle: true,
  minify: true,
  platform: 'browser',
  target: 'es2020',
  format: 'iife',
  logLevel: 'warning',
})
